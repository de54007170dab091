/**
 * The whole core on generated order flows, against what an independent matcher (the generator's own) made of them:
 * every fill in order, the refused cancels, the book that is left.
 */
import t from 'tap';
import { FlowOp } from '../../bench/kit/flow.js';
import { generateFlow } from '../../bench/kit/flow-generator.js';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  Define,
  DefineDouble,
  reasonOf,
} from '../../protocol/records/command.js';
import { EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { head, kindOf, owner, RECORD_WORDS } from '../../protocol/records/layout.js';
import { NO_RANK, Sides, sideIndex } from '../book/rank.js';
import { DEFAULT_LIMITS } from '../config/limits.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { Core } from './core.js';

const LIMITS = {
  ...DEFAULT_LIMITS,
  orders: 1 << 18,
  instruments: 256,
  accounts: 4,
  levelChunks: 1 << 14,
  clientIdHistory: 64,
};

function run(commands: number, symbols: number, seed: number) {
  const flow = generateFlow({ commands, symbols, seed, depth: 200 });
  const memory = createBroadcast(1 << 12, [Doorbell.create()], [0]);
  const writer = new BroadcastWriter(memory);
  const reader = new BroadcastReader(memory, 0);
  const core = new Core(LIMITS, writer);
  const i32 = new Int32Array(RECORD_WORDS);
  const f64 = new Float64Array(i32.buffer);
  const clientIds = new Map<string, number>();
  const found = { trades: 0, qty: 0, hash: 2166136261 | 0, rejects: 0 };
  const mix = (value: number) => (found.hash = Math.imul(found.hash ^ value, 16777619));

  const read = (orderId: number) => {
    for (; reader.available(1) > 0; reader.release(1)) {
      const at = reader.offset(0);
      const kind = kindOf(reader.i32[at]);
      if (kind === CommandKind.NewOrder)
        clientIds.set(`${reader.i32[at + Cmd.OrderSlot]}:${reader.i32[at + Cmd.OrderGeneration]}`, orderId);
      if (kind <= CommandKind.ReplaceOrder && reasonOf(reader.i32[at + Cmd.Flags]) !== 0) found.rejects++;
      if (kind !== EventKind.Trade) continue;
      const lots = reader.f64[(at >> 1) + TrdDouble.QtyLots];
      found.trades++;
      found.qty += lots;
      mix(orderId);
      mix(clientIds.get(`${reader.i32[at + Trd.MakerSlot]}:${reader.i32[at + Trd.MakerGeneration]}`)!);
      mix(lots);
      mix(reader.i32[at + Trd.PriceTicks]);
    }
  };
  const send = (orderId: number) => {
    if (!core.execute(i32, 0)) throw new Error('no room');
    writer.publish();
    while (core.pending) {
      read(orderId);
      core.continueWork();
      writer.publish();
    }
    read(orderId);
  };

  for (let symbol = 1; symbol <= symbols; symbol++) {
    i32.fill(0);
    i32[0] = head(CommandKind.DefineInstrument, 10);
    i32[Cmd.Instrument] = symbol;
    i32[Define.Open] = 1;
    i32[Define.ReferenceTicks] = 100_000;
    i32[Define.MinPriceTicks] = 1;
    i32[Define.MaxPriceTicks] = 1 << 20;
    f64[DefineDouble.MaxQtyLots] = 1e6;
    f64[DefineDouble.MaxNotional] = 2 ** 50;
    send(0);
  }
  i32.fill(0);
  i32[0] = head(CommandKind.DefineAccount, 1);
  i32[Cmd.Owner] = owner(1, 0);
  send(0);

  for (let i = 0; i < flow.count; i++) {
    const orderId = flow.orderId[i];
    i32.fill(0);
    i32[Cmd.Instrument] = flow.symbol[i] + 1;
    i32[Cmd.Owner] = owner(1, 1);
    i32[Cmd.ClientIdLow] = orderId;
    i32[Cmd.PriceTicks] = flow.priceTicks[i];
    f64[CmdDouble.QtyLots] = flow.qtyLots[i];
    const op = flow.op[i];
    if (op === FlowOp.New) {
      const tif = flow.tif[i] === 1 ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
      i32[0] = head(CommandKind.NewOrder, flow.side[i] === 0 ? Side.Buy : Side.Sell, OrdType.Limit, tif);
    } else {
      i32[0] = head(op === FlowOp.Cancel ? CommandKind.CancelOrder : CommandKind.ReplaceOrder);
      i32[Cmd.Flags] = CommandFlag.ByClientId;
      if (op === FlowOp.Replace) f64[CmdDouble.QtyLots] += executed(core, orderId);
    }
    send(orderId);
  }
  return { flow, core, found };
}

/** The flow's replaces name the open quantity; ours the total. */
function executed(core: Core, orderId: number): number {
  const slot = core.state.clientIds.find(1, orderId, 0);
  return slot > 0 ? core.state.orders.executedLots(slot) : 0;
}

function left(core: Core, symbols: number) {
  const { book, orders } = core.state;
  let open = 0;
  let openQty = 0;
  for (let side = 0; side < Sides.PerInstrument * (symbols + 1); side++)
    book.walk(side, (slot) => {
      open++;
      openQty += orders.openLots(slot);
    });
  const rank = (side: number) => book.bestRank(sideIndex(1, side));
  return {
    open,
    openQty,
    bid: rank(Side.Buy),
    ask: rank(Side.Sell) === NO_RANK ? NO_RANK : -rank(Side.Sell),
  };
}

for (const [commands, symbols, seed] of [
  [60_000, 1, 7],
  [60_000, 50, 8],
]) {
  t.test(`${commands} commands on ${symbols} symbols, seed ${seed}`, async (t) => {
    const { flow, core, found } = run(commands, symbols, seed);
    const expected = flow.expected!;
    const book = left(core, symbols);
    t.equal(found.trades, expected.trades, `${expected.trades} trades`);
    t.equal(found.qty, expected.qty, 'traded quantity');
    t.equal(found.hash >>> 0, expected.hash >>> 0, 'every fill: taker, maker, quantity, price, in order');
    t.equal(found.rejects, expected.rejects, 'refused cancels');
    t.equal(book.open, expected.open, 'open orders');
    t.equal(book.openQty, expected.open_qty, 'open quantity');
    if (expected.best_bid !== undefined) t.equal(book.bid, expected.best_bid, 'best bid');
    if (expected.best_ask !== undefined) t.equal(book.ask, expected.best_ask, 'best ask');
  });
}
