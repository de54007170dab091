/** Nasdaq's FIX 4.2 for the conformance suite. */
import { TimeInForce } from '../../../protocol/codes/enums.js';
import { MemoryStore } from '../../../protocol/fix/store/memory-store.js';
import type { Bench } from '../../conformance/test-rig.js';
import { FixForm } from '../../fix-orders/fix-form.js';
import { fixDialInto } from '../../in-process/tcp.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { textIds } from '../../kit/orders/client-ids.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { DEMO_FIX_LINE, type NasdaqOptions } from '../../simulator/nasdaq/options.js';
import { Nasdaq } from '../../simulator/nasdaq/simulator.js';
import { NASDAQ_FIX_DEFAULTS, type NasdaqFixOptions } from './options.js';
import { nasdaqFixParts } from './venue.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const AAPL = { id: 1, symbol: 'AAPL', price: scaleOfStep('0.01'), qty: scaleOfStep('1') };

export interface NasdaqFixBench extends Bench {
  readonly venue: Nasdaq;
}

export function nasdaqFixBench(
  simulated: Partial<NasdaqOptions> = {},
  more: Partial<NasdaqFixOptions> = {},
): NasdaqFixBench {
  const venue = new Nasdaq(new Agenda(START_MS), { hasCrowd: false, ...simulated });
  const stores = new Map<string, MemoryStore>();
  const options: NasdaqFixOptions = {
    ...NASDAQ_FIX_DEFAULTS,
    senderCompId: DEMO_FIX_LINE.compId,
    prefix: 'PG',
    instruments: [AAPL],
    store: (day) => stores.get(day) ?? stores.set(day, new MemoryStore()).get(day)!,
    ...more,
  };
  const dial = fixDialInto(venue);
  return {
    name: 'nasdaq-fix',
    venue,
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: DEMO_FIX_LINE.account,
    instrument: AAPL,
    referenceTicks: 19_025,
    buyTicks: 19_000,
    replaceTicks: 18_990,
    timeInForce: TimeInForce.Day,
    ids: textIds('PG'),
    make: (desk, notice) => new FixForm(desk, { dial, notice }, nasdaqFixParts(options, desk)),
    others: (side, priceTicks, qtyLots) =>
      void venue.market.place({
        ...{ account: 'other', session: 'other', clientId: '', symbol: 'AAPL', side },
        ...{ kind: 'limit', tif: 'day', priceTicks, qtyLots },
      }),
  };
}
