/**
 * `kill -9` at random moments while a FIX client sends as fast as it can: afterwards every order has been accepted exactly once under its
 * own name, and every cancel has had its answer, whatever was on its way. `FIX_KILL_SEED` repeats a run as far as a machine repeats itself.
 */
import t, { type Test } from 'tap';
import { MemoryStore } from '../../protocol/fix/index.js';
import type { FixParty, Message } from './party.js';
import { fixConfig, Venue } from './venue.js';

const seed = Number(process.env.FIX_KILL_SEED ?? Date.now() % 1_000_000);
const KILLS = Number(process.env.FIX_KILLS ?? 3);
const ORDERS = 150;
const KILL_WITHIN_MS = 150;

t.setTimeout(60_000 + KILLS * 30_000);

t.test(`${KILLS} kills, seed ${seed}`, async (t) => {
  const venue = await Venue.open(t, fixConfig([{ compId: 'DESK', key: 'desk', accounts: ['desk'] }]));
  const store = new MemoryStore();
  const inbox: Message[] = [];
  const sent: string[] = [];
  const random = lehmer(seed);
  for (let round = 0; round < KILLS; round++) {
    const party = await venue.logOn('DESK', { store });
    const killed = after(random() * KILL_WITHIN_MS).then(() => venue.dieAndReturn());
    await sendMany(party, round, sent);
    await killed;
    party.cut();
    inbox.push(...party.inbox);
  }
  const last = await venue.logOn('DESK', { store });
  await last.until(() => inbox.length + last.inbox.length >= sent.length).catch(() => {});
  await after(300);
  check(t, [...inbox, ...last.inbox], sent);
});

/** Every third order is cancelled at once. */
async function sendMany(party: FixParty, round: number, sent: string[]): Promise<void> {
  for (let i = 0; i < ORDERS && party.session.isLoggedOn; i++) {
    const order = `${round} order ${i}`;
    const cancel = `${round} cancel ${i}`;
    party.send(`35=D|11=${order}|55=MSFT|54=1|38=1|40=2|44=90`);
    sent.push(order);
    if (i % 3 === 0) {
      party.send(`35=F|11=${cancel}|41=${order}|55=MSFT|54=1`);
      sent.push(cancel);
    }
    if (i % 10 === 9) await after(1);
  }
}

/** One report each: New of the orders, Cancelled of the cancels. */
function check(t: Test, inbox: readonly Message[], sent: readonly string[]): void {
  const told = inbox.filter((message) => message.get(35) === '8').map((message) => message.get(11)!);
  t.same(told.sort(), [...sent].sort(), 'each has its report, once');
  t.equal(
    new Set(inbox.map((message) => message.get(17))).size,
    inbox.length,
    'each under a number of its own',
  );
  t.comment(`${sent.length} orders and cancels`);
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** MINSTD. */
function lehmer(from: number): () => number {
  let state = (from % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
