/**
 * An execution that was taken back or put right, as an ExecutionReport: the one that told of it once more, with ExecRefID, and with the
 * price and quantity that are right (of a bust, those that are taken back). What it says of the order is as it was then, because the
 * order stays as it is. FIX 4.2 says in ExecTransType what later versions say in ExecType.
 */
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Tag } from '../../../protocol/fix/codec/tags.js';
import { Body } from '../../../protocol/generated/pregao/wire.js';
import { bookSide } from '../../../protocol/records/command.js';
import type { TradeChangeFields } from '../../../protocol/wire/trade-change.js';
import { charOf } from './codes.js';
import type { Dialect } from './dialect.js';
import { timeMs } from './execution-writer.js';
import { Field } from './fields.js';
import type { Securities } from './securities.js';

/** ExecTransType of FIX 4.2, ExecType of the others. */
const CANCEL = '1';
const CORRECT = '2';
const TRADE_CANCEL = 'H';
const TRADE_CORRECT = 'G';
/** Where nobody knows the order any more. */
const NONE = 'NONE';

/** Those of the session's header and trailer are written anew. */
const HEADER: ReadonlySet<number> = new Set([
  Tag.BeginString,
  Tag.BodyLength,
  Tag.MsgType,
  Tag.SenderCompID,
  Tag.TargetCompID,
  Tag.MsgSeqNum,
  Tag.SendingTime,
  Tag.PossDupFlag,
  Tag.PossResend,
  Tag.OrigSendingTime,
  Tag.CheckSum,
]);

export type TradeChangeKind = Body.TradeBusted | Body.TradeCorrected;

export class TradeChangeWriter {
  constructor(
    private readonly dialect: Dialect,
    private readonly securities: Securities,
  ) {}

  /** @param first the report of the execution; undefined: it is not known what it said of the order */
  write(
    b: FixBuilder,
    type: TradeChangeKind,
    change: TradeChangeFields,
    first: FixMessage | undefined,
  ): void {
    if (first === undefined) this.alone(b, type, change);
    else
      for (let i = 0; i < first.count; i++)
        if (!HEADER.has(first.tags[i])) this.field(b, type, change, first, i);
  }

  private field(
    b: FixBuilder,
    type: TradeChangeKind,
    change: TradeChangeFields,
    first: FixMessage,
    i: number,
  ): void {
    const { is42 } = this.dialect;
    switch (first.tags[i]) {
      case Field.ExecID:
        b.text(Field.ExecID, changeId(change)).text(Field.ExecRefID, executionId(change));
        return;
      case Field.ExecTransType:
        b.text(Field.ExecTransType, transType(type));
        return;
      case Field.ExecType:
        b.text(Field.ExecType, is42 ? first.text(i) : execType(type));
        return;
      case Field.LastPx:
        this.price(b, change);
        return;
      case Field.LastQty:
        this.quantity(b, change);
        return;
      case Field.TransactTime:
        b.utcMs(Field.TransactTime, timeMs(change));
        return;
      default:
        b.bytes(first.tags[i], first.buffer, first.offsets[i], first.lengths[i]);
    }
  }

  /** What the versions demand of every report. */
  private alone(b: FixBuilder, type: TradeChangeKind, change: TradeChangeFields): void {
    const { is42 } = this.dialect;
    const name = this.securities.accountName(change.account);
    if (name !== '') b.text(Field.Account, name);
    b.int(Field.AvgPx, 0).int(Field.CumQty, 0).text(Field.ExecID, changeId(change));
    b.text(Field.ExecRefID, executionId(change));
    if (is42) b.text(Field.ExecTransType, transType(type));
    this.price(b, change);
    this.quantity(b, change);
    b.text(Field.OrderID, NONE).text(Field.OrdStatus, FILLED).char(Field.Side, charOf(change.side));
    b.text(Field.Symbol, this.securities.ofId(change.instrument)?.symbol ?? '');
    b.utcMs(Field.TransactTime, timeMs(change));
    b.text(Field.ExecType, is42 ? FILLED : execType(type)).int(Field.LeavesQty, 0);
  }

  private price(b: FixBuilder, { price, instrument }: TradeChangeFields): void {
    b.decimal(Field.LastPx, price, this.securities.ofId(instrument)?.priceScale ?? 0);
  }

  private quantity(b: FixBuilder, { quantity, instrument }: TradeChangeFields): void {
    b.decimal(Field.LastQty, quantity, this.securities.ofId(instrument)?.quantityScale ?? 0);
  }
}

const FILLED = '2';
const transType = (type: TradeChangeKind): string => (type === Body.TradeBusted ? CANCEL : CORRECT);
const execType = (type: TradeChangeKind): string =>
  type === Body.TradeBusted ? TRADE_CANCEL : TRADE_CORRECT;

/** ExecIDs of the change and of the execution: each side has its own. */
export const changeId = ({ sequence, index, side }: TradeChangeFields): string =>
  `${sequence}-${index}-${bookSide(side)}`;
export const executionId = ({ executionSequence, executionIndex, side }: TradeChangeFields): string =>
  `${executionSequence}-${executionIndex}-${bookSide(side)}`;
