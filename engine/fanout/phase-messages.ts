/** Trading phases and indicative prices as JSON over Pub/Sub, by the words of the binary door. */
import { EventKind, Ind, IndDouble, Phs } from '../../protocol/records/event.js';
import { byteA, kindOf } from '../../protocol/records/layout.js';
import { phaseWord, sideWord } from '../../protocol/words.js';
import { type Names, timeText } from '../views/names.js';

export type PhaseTopic = 'phase' | 'indicative';

/** The topic that a record is told in; undefined: in neither. */
export function phaseTopicOf(word0: number): PhaseTopic | undefined {
  const kind = kindOf(word0);
  if (kind === EventKind.PhaseChanged) return 'phase';
  return kind === EventKind.IndicativePrice ? 'indicative' : undefined;
}

export function phaseMessage(
  names: Names,
  i32: Int32Array,
  f64: Float64Array,
  at: number,
  event: string,
  time: string,
): string {
  const instrument = i32[at + Phs.Instrument];
  const head = { event, time, instrument: names.symbol(instrument) };
  if (kindOf(i32[at]) === EventKind.IndicativePrice)
    return JSON.stringify({ ...head, ...indicative(names, i32, f64, at) });
  const seconds = i32[at + Phs.UntilSeconds];
  const until = seconds === 0 ? null : timeText(seconds, i32[at + Phs.UntilNanos]);
  return JSON.stringify({ ...head, phase: phaseWord(byteA(i32[at])) ?? null, until });
}

/** Without a price nothing would trade. */
function indicative(names: Names, i32: Int32Array, f64: Float64Array, at: number): object {
  const instrument = i32[at + Ind.Instrument];
  const lots = f64[(at >> 1) + IndDouble.VolumeLots];
  return {
    price: lots === 0 ? null : names.price(instrument, i32[at + Ind.PriceTicks]),
    quantity: names.quantity(instrument, lots),
    surplus: names.quantity(instrument, f64[(at >> 1) + IndDouble.SurplusLots]),
    surplus_side: sideWord(byteA(i32[at])) ?? null,
  };
}
