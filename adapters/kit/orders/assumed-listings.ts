/** Where a venue says nothing of its instruments on the connection that orders go over: every one is what the configuration says. */
import type { VenueInstrument } from '../instrument.js';
import type { FormEvents } from './order-form.js';

const ASSUMED = { tick: '', lot: '', minQty: '', minNotional: '0', isTrading: true, status: '' };

/** In single ticks and lots of ours. */
export function listAsConfigured(desk: FormEvents, instruments: readonly VenueInstrument[]): void {
  for (const { id, symbol } of instruments) desk.listed(id, { ...ASSUMED, symbol }, 1, 1, 1);
}
