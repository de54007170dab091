/** CME's iLink 3 for the conformance suite. */
import { TimeInForce } from '../../../protocol/codes/enums.js';
import type { Bench } from '../../conformance/test-rig.js';
import { FixpInMemory } from '../../fixp-orders/fixp-files.js';
import { dialIntoPort } from '../../in-process/tcp.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { textIds } from '../../kit/orders/client-ids.js';
import { DEMO_ILINK } from '../../simulator/cme/options.js';
import { Cme } from '../../simulator/cme/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { IlinkForm } from './form.js';
import { CME_ORDER_DEFAULTS, type CmeOrderOptions } from './options.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const SYMBOL = 'ESZ6';
/** Its SecurityID. */
const ES = { id: 1, symbol: '1001', price: scaleOfStep('0.25'), qty: scaleOfStep('1') };

export interface CmeBench extends Bench {
  readonly venue: Cme;
}

export function cmeBench(more: Partial<CmeOrderOptions> = {}, timeInForce?: TimeInForce.Day): CmeBench {
  const venue = new Cme(new Agenda(START_MS), { hasCrowd: false });
  const options: CmeOrderOptions = {
    ...CME_ORDER_DEFAULTS,
    identity: DEMO_ILINK,
    prefix: 'PG',
    instruments: [ES],
    operatorId: 'TRADER',
    location: 'US,IL',
    partyDetailsListReqId: 1,
    store: new FixpInMemory(),
    ...more,
  };
  const dial = dialIntoPort(venue.agenda, (wire) => venue.connectBinary(wire));
  return {
    name: 'cme-ilink',
    venue,
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: `${DEMO_ILINK.session}${DEMO_ILINK.firm}`,
    instrument: ES,
    symbol: SYMBOL,
    referenceTicks: 24_200,
    buyTicks: 24_000,
    replaceTicks: 23_990,
    ...(timeInForce !== undefined && { timeInForce }),
    ids: textIds('PG'),
    make: (desk, notice) => new IlinkForm(options, desk, { dial, notice }),
    others: (side, priceTicks, qtyLots) =>
      void venue.market.place({
        account: 'other',
        session: 'other',
        clientId: '',
        symbol: SYMBOL,
        side,
        kind: 'limit',
        tif: 'gtc',
        priceTicks,
        qtyLots,
      }),
  };
}

export const cmeDayBench = (): Bench => cmeBench({}, TimeInForce.Day);
