/** B3 for the conformance suite. */
import { MemoryStore } from '../../../protocol/fix/store/memory-store.js';
import type { Bench } from '../../conformance/test-rig.js';
import { FixForm } from '../../fix-orders/fix-form.js';
import { fixDialInto } from '../../in-process/tcp.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { textIds } from '../../kit/orders/client-ids.js';
import type { B3Options } from '../../simulator/b3/options.js';
import { B3 } from '../../simulator/b3/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { B3_ORDER_DEFAULTS, type B3OrderOptions } from './options.js';
import { b3Parts } from './venue.js';

const START_MS = Date.UTC(2026, 10, 26, 13);
/** In round lots. */
const PETR4 = { id: 1, symbol: 'PETR4', price: scaleOfStep('0.01'), qty: scaleOfStep('100') };
const CLIENT = {
  parties: [
    { role: 5, id: '999001' },
    { role: 7, id: '1234' },
    { role: 36, id: 'TRADER' },
    { role: 54, id: 'SAO' },
  ],
  account: '12345',
  accountType: 38,
};

export function b3Bench(simulated: Partial<B3Options> = {}, more: Partial<B3OrderOptions> = {}): Bench {
  const venue = new B3(new Agenda(START_MS), { hasCrowd: false, ...simulated });
  const stores = new Map<string, MemoryStore>();
  const options: B3OrderOptions = {
    ...B3_ORDER_DEFAULTS,
    senderCompId: 'PREGAO',
    targetCompId: 'B3',
    password: 'secret',
    prefix: 'PG',
    instruments: [PETR4],
    clients: new Map([[1, CLIENT]]),
    store: (day) => stores.get(day) ?? stores.set(day, new MemoryStore()).get(day)!,
    ...more,
  };
  const dial = fixDialInto(venue);
  return {
    name: 'b3-fix',
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: '1234',
    instrument: PETR4,
    referenceTicks: 3_850,
    buyTicks: 3_800,
    replaceTicks: 3_790,
    ids: textIds('PG'),
    make: (desk, notice) => new FixForm(desk, { dial, notice }, b3Parts(options, desk)),
    others: (side, priceTicks, qtyLots) =>
      void venue.venue.place(
        {
          account: 'other',
          session: 'other',
          clientId: '',
          symbol: 'PETR4',
          side,
          kind: 'limit',
          tif: 'gtc',
          priceTicks,
          qtyLots,
        },
        [],
      ),
  };
}
