/** TradeBusted and TradeCorrected: what became of an execution after it was reported. */
import { EventIdAt, TradeBustedField, TradeCorrectedField } from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import { DOUBLE } from './fields.js';
import { highHalf, lowHalf, put64, putEvent, putTime, readTime, sequenceAt } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import type { TableReader } from './table-reader.js';
import { Template } from './template.js';

/** Prices and quantities in units of the instrument's scales. What a type does not have is neither written nor read. */
export class TradeChangeFields {
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  executionSequence = DOUBLE;
  executionIndex = 0;
  account = 0;
  instrument = 0;
  side = 0;
  price = DOUBLE;
  quantity = DOUBLE;
  /** TradeCorrected. */
  oldPrice = DOUBLE;
  oldQuantity = DOUBLE;
}

export class TradeChangeWriter {
  private readonly busted = new Template(Body.TradeBusted);
  private readonly corrected = new Template(Body.TradeCorrected);

  /** @param type TradeBusted or TradeCorrected. False: the frame has no room, nothing was written */
  write(out: OutputBuffer, type: Body, change: TradeChangeFields): boolean {
    const isCorrection = type === Body.TradeCorrected;
    const template = isCorrection ? this.corrected : this.busted;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    const executionId = at + template.at(TradeBustedField.ExecutionId);
    const { executionSequence: sequence, executionIndex: index } = change;
    putEvent(i32, at + template.at(TradeBustedField.Event), change);
    putTime(i32, at + template.at(TradeBustedField.Time), change);
    putEvent(i32, executionId, { sequence, index });
    i32[(at + template.at(TradeBustedField.Account)) >> 2] = change.account;
    i32[(at + template.at(TradeBustedField.Instrument)) >> 2] = change.instrument;
    bytes[at + template.at(TradeBustedField.Side)] = change.side;
    putAmount(i32, at + template.at(TradeBustedField.Price), change.price);
    putAmount(i32, at + template.at(TradeBustedField.Quantity), change.quantity);
    if (!isCorrection) return true;
    putAmount(i32, at + template.at(TradeCorrectedField.OldPrice), change.oldPrice);
    putAmount(i32, at + template.at(TradeCorrectedField.OldQuantity), change.oldQuantity);
    return true;
  }
}

export function readTradeChange(table: TableReader, type: Body, into: TradeChangeFields): void {
  const { view } = table;
  const event = table.position(TradeBustedField.Event);
  const execution = table.position(TradeBustedField.ExecutionId);
  const time = table.position(TradeBustedField.Time);
  into.sequence = sequenceAt(view, event);
  into.index = view.getUint32(event + EventIdAt.Index, true);
  into.executionSequence = sequenceAt(view, execution);
  into.executionIndex = view.getUint32(execution + EventIdAt.Index, true);
  if (time === 0) into.seconds = into.nanos = 0;
  else readTime(view, time, into);
  into.account = table.u32(TradeBustedField.Account);
  into.instrument = table.u32(TradeBustedField.Instrument);
  into.side = table.u8(TradeBustedField.Side, 0);
  into.price = amount(table, TradeBustedField.Price);
  into.quantity = amount(table, TradeBustedField.Quantity);
  const isCorrection = type === Body.TradeCorrected;
  into.oldPrice = isCorrection ? amount(table, TradeCorrectedField.OldPrice) : 0;
  into.oldQuantity = isCorrection ? amount(table, TradeCorrectedField.OldQuantity) : 0;
}

const putAmount = (i32: Int32Array, at: number, value: number): void =>
  put64(i32, at, lowHalf(value), highHalf(value));

function amount(table: TableReader, field: number): number {
  table.i64(field);
  return table.value;
}
