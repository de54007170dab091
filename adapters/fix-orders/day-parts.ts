/** What a FIX venue with numbers of the day is put together of, whichever it is. */
import type { VenueInstrument } from '../kit/instrument.js';
import type { FormEvents } from '../kit/orders/order-form.js';
import { DayFinder, type DayVenue } from './day-finder.js';
import { DayReplay } from './day-replay.js';
import type { FixSender, VenueParts } from './fix-form.js';

/** @param makeVenue for each connection's form */
export const dayParts =
  (makeVenue: () => DayVenue, instruments: readonly VenueInstrument[], desk: FormEvents) =>
  (sender: FixSender): VenueParts => {
    const venue = makeVenue();
    const readiness = new DayReplay(sender, desk, instruments);
    return { venue, readiness, finder: new DayFinder(venue, sender, readiness, desk) };
  };
