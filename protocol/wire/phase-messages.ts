/**
 * Trading phases and indicative prices on the wire, both ways. An auction may tell a new indicative price with every
 * order, so they are written by template; a client reads them through the generated classes.
 */
import { IndicativePriceField, TradingPhaseField } from '../generated/layout.js';
import { Body, IndicativePrice, TradingPhase } from '../generated/pregao/wire.js';
import type { FrameDecoder } from './decoder.js';
import { highHalf, lowHalf, put64, putEvent, putTime, timeOf } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { Template } from './template.js';

const DOUBLE = -0;

export class PhaseFields {
  instrument = 0;
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  phase = 0;
  /** When the phase ends by itself; 0 = it does not. */
  untilSeconds = DOUBLE;
  untilNanos = 0;
}

export class IndicativeFields {
  instrument = 0;
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  price = DOUBLE;
  /** 0 = nothing would trade. */
  quantity = DOUBLE;
  surplus = DOUBLE;
  surplusSide = 0;
}

export class PhaseEncoder {
  private readonly phaseTemplate = new Template(Body.TradingPhase);
  private readonly indicativeTemplate = new Template(Body.IndicativePrice);

  /** False: the frame has no room, nothing was written. So for both. */
  tradingPhase(out: OutputBuffer, fields: PhaseFields): boolean {
    const template = this.phaseTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32 } = out;
    putEvent(i32, at + template.at(TradingPhaseField.Event), fields);
    putTime(i32, at + template.at(TradingPhaseField.Time), fields);
    i32[(at + template.at(TradingPhaseField.Instrument)) >> 2] = fields.instrument;
    out.bytes[at + template.at(TradingPhaseField.Phase)] = fields.phase;
    const until = { seconds: fields.untilSeconds, nanos: fields.untilNanos };
    putTime(i32, at + template.at(TradingPhaseField.Until), until);
    return true;
  }

  indicativePrice(out: OutputBuffer, fields: IndicativeFields): boolean {
    const template = this.indicativeTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32 } = out;
    putEvent(i32, at + template.at(IndicativePriceField.Event), fields);
    putTime(i32, at + template.at(IndicativePriceField.Time), fields);
    i32[(at + template.at(IndicativePriceField.Instrument)) >> 2] = fields.instrument;
    putNumber(i32, at + template.at(IndicativePriceField.Price), fields.price);
    putNumber(i32, at + template.at(IndicativePriceField.Quantity), fields.quantity);
    putNumber(i32, at + template.at(IndicativePriceField.Surplus), fields.surplus);
    out.bytes[at + template.at(IndicativePriceField.SurplusSide)] = fields.surplusSide;
    return true;
  }
}

/** The decoder's current message. */
export function readTradingPhase(decoder: FrameDecoder, into: PhaseFields): void {
  const message = decoder.body(new TradingPhase());
  readHead(message, into);
  into.phase = message.phase();
  const until = timeOf(message.until());
  into.untilSeconds = until.seconds;
  into.untilNanos = until.nanos;
}

export function readIndicativePrice(decoder: FrameDecoder, into: IndicativeFields): void {
  const message = decoder.body(new IndicativePrice());
  readHead(message, into);
  into.price = Number(message.price());
  into.quantity = Number(message.quantity());
  into.surplus = Number(message.surplus());
  into.surplusSide = message.surplusSide();
}

function readHead(message: TradingPhase | IndicativePrice, into: PhaseFields | IndicativeFields): void {
  const event = message.event()!;
  into.instrument = message.instrument();
  into.sequence = Number(event.sequence());
  into.index = event.index();
  Object.assign(into, timeOf(message.time()));
}

function putNumber(i32: Int32Array, at: number, value: number): void {
  put64(i32, at, lowHalf(value), highHalf(value));
}
