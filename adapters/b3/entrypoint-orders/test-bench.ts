/** B3's Binary EntryPoint for the conformance suite. */
import type { B3Identity } from '../../../protocol/fixp/b3.js';
import { CancelOnDisconnectTypeValue } from '../../../protocol/messages/generated/entrypoint.js';
import type { Bench } from '../../conformance/test-rig.js';
import { FixpInMemory } from '../../fixp-orders/fixp-files.js';
import { dialIntoPort } from '../../in-process/tcp.js';
import { scaleOfStep } from '../../kit/instrument.js';
import type { ByteDial } from '../../kit/line/outside.js';
import { numberIds } from '../../kit/orders/client-ids.js';
import { DEMO_BINARY } from '../../simulator/b3/options.js';
import { B3 } from '../../simulator/b3/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { EntryPointForm } from './form.js';
import { ENTRYPOINT_DEFAULTS, type EntryPointOptions } from './options.js';

const START_MS = Date.UTC(2026, 10, 26, 13);
const SYMBOL = 'PETR4';
/** Its SecurityID; in round lots. */
const PETR4 = { id: 1, symbol: '200000163669', price: scaleOfStep('0.01'), qty: scaleOfStep('100') };

export const identityWith = (cancelOnDisconnect: CancelOnDisconnectTypeValue): B3Identity => ({
  sessionId: DEMO_BINARY.sessionId,
  enteringFirm: Number(DEMO_BINARY.firm),
  accessKey: DEMO_BINARY.accessKey,
  clientIp: '127.0.0.1',
  clientAppName: 'Pregao',
  clientAppVersion: '1.0',
  cancelOnDisconnect,
  cancelWindowMs: 0,
});

export interface EntryPointBench extends Bench {
  readonly venue: B3;
}

/** @param onWay what becomes of each message of the exchange */
export function entryPointBench(
  more: Partial<EntryPointOptions> = {},
  cancelOnDisconnect = CancelOnDisconnectTypeValue.DO_NOT_CANCEL_ON_DISCONNECT_OR_TERMINATE,
  onWay: (message: Buffer) => Buffer = (message) => message,
): EntryPointBench {
  const venue = new B3(new Agenda(START_MS), { hasCrowd: false });
  const options: EntryPointOptions = {
    ...ENTRYPOINT_DEFAULTS,
    identity: identityWith(cancelOnDisconnect),
    instruments: [PETR4],
    clients: new Map([[1, { account: 12_345, investor: { prefix: 300, document: 123_456 } }]]),
    marketSegmentId: 80,
    senderLocation: 'SAO',
    enteringTrader: 'TRDR',
    selfTrade: 1,
    store: new FixpInMemory(),
    ...more,
  };
  const port = dialIntoPort(venue.agenda, (wire) => venue.connectBinary(wire));
  const dial: ByteDial = (events) =>
    port({ ...events, received: (message) => events.received(onWay(message)) });
  return {
    name: 'b3-entrypoint',
    venue,
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: DEMO_BINARY.firm,
    instrument: PETR4,
    symbol: SYMBOL,
    referenceTicks: 3_850,
    buyTicks: 3_800,
    replaceTicks: 3_790,
    ids: numberIds(),
    make: (desk, notice) => new EntryPointForm(options, desk, { dial, notice }),
    others: (side, priceTicks, qtyLots) =>
      void venue.venue.place(
        {
          account: 'other',
          session: 'other',
          clientId: '',
          symbol: SYMBOL,
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
