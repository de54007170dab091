/** Ticks and lots of ours ↔ decimal fields of FIX messages, without a string between. */
import type { FixBuilder } from '../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import type { Scale } from '../kit/json/cursor.js';

/** @throws RangeError it is no whole number of steps of ours */
export function unitsIn(message: FixMessage, tag: number, { places, step }: Scale): number {
  const i = message.find(tag);
  const units = message.decimal(i, places);
  if (Number.isNaN(units) || units % step !== 0)
    throw new RangeError(
      `tag ${tag} "${message.text(i)}" is no whole number of steps of ${step} at ${places} places`,
    );
  return units / step;
}

/** Missing, or a price of none: 0. */
export const unitsOrNone = (message: FixMessage, tag: number, scale: Scale): number =>
  message.find(tag) < 0 ? 0 : unitsIn(message, tag, scale);

export const putUnits = (
  builder: FixBuilder,
  tag: number,
  units: number,
  { places, step }: Scale,
): FixBuilder => builder.decimal(tag, units * step, places);
