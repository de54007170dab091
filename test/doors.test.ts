/**
 * Every kind of order through three doors: the binary one by the client, FIX 4.4, and the command line. The journal has to hold the
 * same command of each, field by field, with the same outcome. A row is an order; its account has no position and the book nothing to
 * trade with, so that many are refused, each for the same reason.
 */
import { join } from 'node:path';
import t from 'tap';
import { NodeFiles } from '../engine/journal/node-files.js';
import { JournalReader } from '../engine/journal/reader.js';
import { JOURNAL_DIRECTORY } from '../engine/journal/verify-command.js';
import { type NewOrder, PregaoClient, RequestRejected } from '../protocol/client/index.js';
import { createKey, writeKeyFile } from '../protocol/client/key-file.js';
import { Reason } from '../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../protocol/records/command.js';
import { EventKind } from '../protocol/records/event.js';
import { byteA, byteB, byteC, kindOf } from '../protocol/records/layout.js';
import { Terms, TermsDouble } from '../protocol/records/order-terms.js';
import { DESK_KEY, fixConfig, Venue } from './fix/venue.js';
import { pregao } from './support/cli.js';

t.setTimeout(600_000);

type Order = Omit<NewOrder, 'symbol' | 'side' | 'quantity'> & Partial<Pick<NewOrder, 'side' | 'quantity'>>;
/** What the client says, what FIX says, what one types behind `pregao order buy MSFT 10` (or with another side in front). */
type Row = readonly [order: Order, fix: string, typed: string];

const BUY = '54=1|38=10';
const LIMIT = `${BUY}|40=2|44=90`;
const AT_90 = { price: '90' } as const;
const TIME = '2099-12-01T10:00:00Z';

const ROWS: readonly Row[] = [
  [AT_90, LIMIT, '@ 90'],
  [{ ...AT_90, side: 'sellShort' }, '54=5|38=10|40=2|44=90', 'sell-short @ 90'],
  [{ ...AT_90, side: 'sellShortExempt' }, '54=6|38=10|40=2|44=90', 'sell-short-exempt @ 90'],
  [{ type: 'market' }, `${BUY}|40=1|59=3`, '--market'],
  [{ type: 'market', protection: '2' }, `${BUY}|40=1|59=3|5002=2`, '--market --protect 2'],
  [{ type: 'marketToLimit' }, `${BUY}|40=K`, '--market-to-limit'],
  [{ triggerPrice: '110' }, `${BUY}|40=3|99=110`, '--stop 110'],
  [
    { triggerPrice: '110', price: '111', triggerSource: 'offer' },
    `${BUY}|40=4|44=111|99=110|5001=3`,
    '@ 111 --stop 110 --on offer',
  ],
  [{ triggerPrice: '110', triggerSource: 'bid' }, `${BUY}|40=3|99=110|5001=2`, '--stop 110 --on bid'],
  [{ triggerPrice: '110', triggerSource: 2 }, `${BUY}|40=3|99=110|5001=18`, '--stop 110 --on venue2'],
  [{ trailingOffset: '1.5' }, `${BUY}|40=3|18=a|211=1.5`, '--trail 1.5'],
  [
    { ...AT_90, peg: 'primary', pegOffset: '0.5' },
    `${BUY}|40=P|44=90|18=R|211=-0.5`,
    '@ 90 --peg primary --offset 0.5',
  ],
  [{ ...AT_90, peg: 'midpoint' }, `${BUY}|40=P|44=90|18=M`, '@ 90 --peg midpoint'],
  [{ ...AT_90, displayQuantity: '3' }, `${LIMIT}|111=3`, '@ 90 --display 3'],
  [{ ...AT_90, minimumQuantity: '4' }, `${LIMIT}|110=4`, '@ 90 --min 4'],
  [{ ...AT_90, postOnly: true }, `${LIMIT}|18=6`, '@ 90 --post-only'],
  [{ ...AT_90, reduceOnly: true }, `${LIMIT}|18=E`, '@ 90 --reduce-only'],
  [{ ...AT_90, tif: 'gtc' }, `${LIMIT}|59=1`, '@ 90 --tif gtc'],
  [{ ...AT_90, tif: 'ioc' }, `${LIMIT}|59=3`, '@ 90 --tif ioc'],
  [{ ...AT_90, tif: 'fok' }, `${LIMIT}|59=4`, '@ 90 --tif fok'],
  [{ ...AT_90, expireTime: new Date(TIME) }, `${LIMIT}|59=6|126=20991201-10:00:00`, `@ 90 --until ${TIME}`],
  [{ ...AT_90, tif: 'at-open' }, `${LIMIT}|59=2`, '@ 90 --tif at-open'],
  [{ ...AT_90, tif: 'at-close' }, `${LIMIT}|59=7`, '@ 90 --tif at-close'],
  [{ ...AT_90, tif: 'gfa' }, `${LIMIT}|59=B`, '@ 90 --tif gfa'],
  [{ ...AT_90, selfTradePrevention: 'cancelNewest' }, `${LIMIT}|5003=1`, '@ 90 --stp cancelNewest'],
  [
    { ...AT_90, selfTradePrevention: 'decrementAndCancel', preventWithinFirm: true },
    `${LIMIT}|5003=4|5004=Y`,
    '@ 90 --stp decrementAndCancel --firm',
  ],
  [{ ...AT_90, oco: 1 }, `${LIMIT}|5005=1|5006=FIRST`, '@ 90 --oco 2'],
  [{ ...AT_90, bracket: 1 }, `${LIMIT}|5005=2|5006=FIRST`, '@ 90 --bracket-of 2'],
  [{ ...AT_90, route: 'smart' }, `${LIMIT}|100=SMART`, '@ 90 --route smart'],
  // What makes no sense is refused alike, too.
  [{ ...AT_90, triggerSource: 'last' }, `${LIMIT}|5001=1`, '@ 90 --on last'],
  [{ ...AT_90, pegOffset: '1' }, `${LIMIT}|211=-1`, '@ 90 --offset 1'],
  [{ ...AT_90, protection: '1' }, `${LIMIT}|5002=1`, '@ 90 --protect 1'],
  [{ ...AT_90, preventWithinFirm: true }, `${LIMIT}|5004=Y`, '@ 90 --firm'],
  [{ ...AT_90, minimumQuantity: '11' }, `${LIMIT}|110=11`, '@ 90 --min 11'],
  [{ ...AT_90, displayQuantity: '10' }, `${LIMIT}|111=10`, '@ 90 --display 10'],
  [{ ...AT_90, tif: 'gtd' }, `${LIMIT}|59=6`, '@ 90 --tif gtd'],
  [
    { ...AT_90, expireTime: new Date(TIME), tif: 'day' },
    `${LIMIT}|126=20991201-10:00:00`,
    `@ 90 --tif day --until ${TIME}`,
  ],
];

/** Client order ids: what others are linked to, in each door an order of its own; then each row's. FIX has some above 32 bits. */
const FIRST = 1;
const FIRST_TYPED = 2;
const BY_CLIENT = 1_000;
const TYPED = 2_000;
const BY_FIX = 2 ** 32;
/** A key has one session, so who types has another one, for the same account. */
const TYPIST = createKey('typist', ['desk']);

t.test('the same command, whichever door it came through', async (t) => {
  const config = fixConfig([{ compId: 'DESK', key: 'desk', accounts: ['desk'] }]);
  const { id, publicKey, accounts } = TYPIST;
  const venue = await Venue.open(t, {
    ...config,
    keys: [...config.keys!, { id, publicKey, accounts: [...accounts!] }],
  });
  const { engine } = venue;
  const keyFile = join(engine.data, 'typist.key');
  writeKeyFile(keyFile, TYPIST);
  const fix = await venue.logOn('DESK');
  const client = await PregaoClient.connect(engine.url, DESK_KEY, { accounts: ['desk'], reconnect: false });
  t.teardown(() => client.close());
  const send = (order: Order, clientOrderId: number): Promise<unknown> =>
    client
      .newOrder({
        symbol: 'MSFT',
        side: 'buy',
        quantity: '10',
        ...order,
        clientOrderId: BigInt(clientOrderId),
      })
      .catch((error: unknown) => {
        if (!(error instanceof RequestRejected)) throw error;
      });
  const type = async (words: string, id: number): Promise<void> => {
    const [, side = 'buy', rest] = /^(sell-\S+)? ?(.*)$/.exec(words)!;
    const line = `order ${side} MSFT 10 ${rest} --id ${id} --url ${engine.url} --key ${keyFile}`;
    const ran = await pregao(engine.data, ...line.split(' '));
    t.ok(ran.code === 0 || ran.code === 1, `${line}: ${ran.code} ${ran.err}`);
  };
  await send({ price: '80' }, FIRST);
  await type('@ 80', FIRST_TYPED);
  fix.send('35=D|21=1|55=MSFT|54=1|38=10|40=2|44=80|11=FIRST');
  for (const [row, [order, tags, typed]] of ROWS.entries()) {
    await send(order, BY_CLIENT + row);
    await type(typed, TYPED + row);
    fix.send(`35=D|21=1|55=MSFT|${tags}|11=R${row}`);
  }
  const last = `R${ROWS.length - 1}`;
  await fix.until(() => fix.inbox.some((message) => message.get(11) === last));
  await engine.stop();

  const commands = readCommands(engine.data);
  const [firstByFix, ...byFix] = commands.filter(({ clientId }) => clientId >= BY_FIX);
  const firsts = [FIRST, FIRST_TYPED, firstByFix.clientId];
  const plain = (found: Found | undefined) =>
    found && { ...found, clientId: 0, linked: firsts.includes(found.linked) ? 'first' : found.linked };
  const withId = (id: number) => plain(commands.find(({ clientId }) => clientId === id));
  for (const [row, [, tags, typed]] of ROWS.entries()) {
    const binary = withId(BY_CLIENT + row);
    const what = `${typed}: ${binary?.reason}`;
    t.ok(binary, what);
    t.strictSame(plain(byFix[row]), binary, `FIX ${tags}, ${what}`);
    t.strictSame(withId(TYPED + row), binary, `pregao order ${what}`);
  }
});

type Found = ReturnType<typeof commandOf>;

/** NewOrders in the journal, each with its terms and its outcome. */
function readCommands(data: string): Found[] {
  const reader = new JournalReader({ files: new NodeFiles(join(data, JOURNAL_DIRECTORY)), fromSequence: 0 });
  const { i32, f64 } = reader;
  const found: Found[] = [];
  for (let count = reader.read(1_024); count > 0 || !reader.atEnd; count = reader.read(1_024))
    for (let i = 0; i < count; i++) {
      const at = reader.offset(i);
      if (kindOf(i32[at]) === CommandKind.NewOrder) found.push(commandOf(i32, f64, at));
      if (kindOf(i32[at]) === EventKind.OrderTerms) Object.assign(found.at(-1)!, termsOf(i32, f64, at));
    }
  reader.close();
  return found;
}

const commandOf = (i32: Int32Array, f64: Float64Array, at: number) => ({
  clientId: idOf(i32, at + Cmd.ClientIdLow),
  linked: 0,
  side: byteA(i32[at]),
  ordType: byteB(i32[at]),
  timeInForce: byteC(i32[at]),
  flags: i32[at + Cmd.Flags] & 0xffff,
  instrument: i32[at + Cmd.Instrument],
  account: i32[at + Cmd.Owner] & 0xffff,
  priceTicks: i32[at + Cmd.PriceTicks],
  lots: f64[(at >> 1) + CmdDouble.QtyLots],
  reason: Reason[reasonOf(i32[at + Cmd.Flags])],
});

const termsOf = (i32: Int32Array, f64: Float64Array, at: number) => ({
  linked: idOf(i32, at + Terms.LinkedClientIdLow),
  codes: [byteA(i32[at]), byteB(i32[at]), byteC(i32[at])],
  triggerTicks: i32[at + Terms.TriggerTicks],
  offsetTicks: i32[at + Terms.OffsetTicks],
  expireSeconds: i32[at + Terms.ExpireSeconds] >>> 0,
  protectionTicks: i32[at + Terms.ProtectionTicks],
  route: i32[at + Terms.Route],
  displayLots: f64[(at >> 1) + TermsDouble.DisplayLots],
  minQtyLots: f64[(at >> 1) + TermsDouble.MinQtyLots],
});

const idOf = (i32: Int32Array, at: number): number => (i32[at + 1] >>> 0) * 2 ** 32 + (i32[at] >>> 0);
