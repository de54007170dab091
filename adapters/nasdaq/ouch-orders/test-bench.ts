/** Nasdaq's OUCH port for the conformance suite. */
import { TimeInForce } from '../../../protocol/codes/enums.js';
import type { Bench } from '../../conformance/test-rig.js';
import { dialIntoPort } from '../../in-process/tcp.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { shortIds } from '../../kit/orders/client-ids.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { DEMO_PORT, type NasdaqOptions } from '../../simulator/nasdaq/options.js';
import { Nasdaq } from '../../simulator/nasdaq/simulator.js';
import { OuchForm } from './form.js';
import { NASDAQ_ORDER_DEFAULTS, type NasdaqOrderOptions } from './options.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const AAPL = { id: 1, symbol: 'AAPL', price: scaleOfStep('0.01'), qty: scaleOfStep('1') };

export interface NasdaqBench extends Bench {
  readonly venue: Nasdaq;
}

export function nasdaqBench(
  simulated: Partial<NasdaqOptions> = {},
  more: Partial<NasdaqOrderOptions> = {},
): NasdaqBench {
  const venue = new Nasdaq(new Agenda(START_MS), { hasCrowd: false, ...simulated });
  const options: NasdaqOrderOptions = {
    ...NASDAQ_ORDER_DEFAULTS,
    username: DEMO_PORT.username,
    password: DEMO_PORT.password,
    prefix: 'PG',
    instruments: [AAPL],
    ...more,
  };
  const dial = dialIntoPort(venue.agenda, (wire) => venue.connectOuch(wire));
  return {
    name: 'nasdaq-ouch',
    venue,
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: DEMO_PORT.account,
    instrument: AAPL,
    referenceTicks: 19_025,
    buyTicks: 19_000,
    replaceTicks: 18_990,
    timeInForce: TimeInForce.Day,
    ids: shortIds('PG'),
    make: (desk, notice) => new OuchForm(options, desk, { dial, notice }),
    others: (side, priceTicks, qtyLots) =>
      void venue.market.place({
        account: 'other',
        session: 'other',
        clientId: '',
        symbol: 'AAPL',
        side,
        kind: 'limit',
        tif: 'day',
        priceTicks,
        qtyLots,
      }),
  };
}
