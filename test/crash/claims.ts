/** What must hold after each restart, once nothing is under way. Every claim is an assertion of its own, with the kill's label. */
import type { Test } from 'tap';
import { departure, type Line } from './lines.js';
import { depthOf, recoveredOrders, shownDepth, texts } from './quiet.js';
import type { Scene } from './scene.js';
import type { Trader } from './trader.js';
import { Truth } from './truth.js';

/** Journal, core, market data and sessions say the same. */
export async function checkQuiet(
  t: Test,
  label: string,
  scene: Scene,
  traders: readonly Trader[],
): Promise<void> {
  const truth = Truth.read(scene.data);
  for (const trader of traders) checkSession(t, `${label}: ${trader.name}`, trader, truth);
  const open = texts(truth.openOrders());
  t.strictSame(texts(recoveredOrders(scene)), open, `${label}: the core has the ${open.length} open orders`);
  const standing = traders.flatMap((trader) => trader.standing());
  t.strictSame(texts(standing), open, `${label}: they are those that the sessions were told of`);
  const shown = await shownDepth(scene);
  t.strictSame(shown, depthOf(truth.openOrders()), `${label}: and market data shows them`);
}

function checkSession(t: Test, label: string, trader: Trader, truth: Truth): void {
  const { tap, told, session } = trader;
  const reports = truth.reports(session);
  t.equal(departure(tap.reports, reports), '', `${label} heard what happened`);
  t.equal(tap.reports.length, reports.length, `${label} heard everything, and nothing twice`);
  t.equal(identities(told), identities(tap.reports), `${label}'s client passed all of it on`);
  t.equal(unlikeSent(trader, truth), '', `${label} sent all that the engine has, once and in this order`);
}

/** Where the session's journaled commands are not 1, 2, 3 … or not what was sent under that number, or there twice. */
function unlikeSent({ tap, session }: Trader, truth: Truth): string {
  const commands = truth.commands(session);
  const orders = new Set<string>();
  const wrong = commands.findIndex(({ number, text }, i) => {
    const twice = text.startsWith('new ') && orders.size === orders.add(text).size;
    return twice || number !== i + 1 || !tap.sent.get(number)?.has(text);
  });
  if (wrong < 0) return '';
  const { number, text } = commands[wrong];
  return `command ${wrong + 1} has number ${number}: ${text}; sent: ${[...(tap.sent.get(number) ?? [])].join(' | ')}`;
}

const identities = (events: readonly Pick<Line, 'sequence' | 'index'>[]): string =>
  events.map(({ sequence, index }) => `${sequence}-${index}`).join(' ');
