/** Each venue's order form as it runs live, before its simulator: which one logs it on, and what an order there looks like. */
import { createPrivateKey } from 'node:crypto';
import { EntryPointForm } from '../../adapters/b3/entrypoint-orders/form.js';
import { ENTRYPOINT_DEFAULTS } from '../../adapters/b3/entrypoint-orders/options.js';
import { B3_ORDER_DEFAULTS } from '../../adapters/b3/fix-orders/options.js';
import { b3Parts } from '../../adapters/b3/fix-orders/venue.js';
import { FuturesForm } from '../../adapters/binance/futures-orders/form.js';
import { FUTURES_ORDER_DEFAULTS } from '../../adapters/binance/futures-orders/options.js';
import { SPOT_ORDER_DEFAULTS as SPOT_FIX_DEFAULTS } from '../../adapters/binance/spot-fix-orders/options.js';
import { spotParts } from '../../adapters/binance/spot-fix-orders/venue.js';
import { SpotForm } from '../../adapters/binance/spot-orders/form.js';
import { SPOT_ORDER_DEFAULTS } from '../../adapters/binance/spot-orders/options.js';
import { IlinkForm } from '../../adapters/cme/ilink-orders/form.js';
import { CME_ORDER_DEFAULTS } from '../../adapters/cme/ilink-orders/options.js';
import { COINBASE_ORDER_DEFAULTS } from '../../adapters/coinbase/fix-orders/options.js';
import { coinbaseParts } from '../../adapters/coinbase/fix-orders/venue.js';
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import { FixpInMemory } from '../../adapters/fixp-orders/fixp-files.js';
import { dialIntoPort, fixDialInto } from '../../adapters/in-process/tcp.js';
import { callInto, dialInto } from '../../adapters/in-process/web.js';
import { scaleOfStep, type VenueInstrument } from '../../adapters/kit/instrument.js';
import {
  type ClientIds,
  numberIds,
  shortIds,
  textIds,
  uuidIds,
} from '../../adapters/kit/orders/client-ids.js';
import type { FormEvents, OrderForm } from '../../adapters/kit/orders/order-form.js';
import { NASDAQ_FIX_DEFAULTS } from '../../adapters/nasdaq/fix-orders/options.js';
import { nasdaqFixParts } from '../../adapters/nasdaq/fix-orders/venue.js';
import { OuchForm } from '../../adapters/nasdaq/ouch-orders/form.js';
import { NASDAQ_ORDER_DEFAULTS } from '../../adapters/nasdaq/ouch-orders/options.js';
import { DEMO_BINARY } from '../../adapters/simulator/b3/options.js';
import { B3 } from '../../adapters/simulator/b3/simulator.js';
import { DEMO_ACCOUNT, DEMO_PRIVATE_KEY } from '../../adapters/simulator/binance/demo-account.js';
import { BinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import { BinanceSpot } from '../../adapters/simulator/binance/spot/simulator.js';
import { DEMO_ILINK } from '../../adapters/simulator/cme/options.js';
import { Cme } from '../../adapters/simulator/cme/simulator.js';
import { COINBASE_DEFAULTS } from '../../adapters/simulator/coinbase/options.js';
import { Coinbase } from '../../adapters/simulator/coinbase/simulator.js';
import type { Agenda } from '../../adapters/simulator/kit/agenda.js';
import { DEMO_FIX_LINE, DEMO_PORT } from '../../adapters/simulator/nasdaq/options.js';
import { Nasdaq } from '../../adapters/simulator/nasdaq/simulator.js';
import type { FixVenue, VenueAgent } from '../../adapters/simulator/shell/venue.js';
import { TimeInForce } from '../../protocol/codes/enums.js';
import { CountingStore } from '../../protocol/fix/store/counting-store.js';
import { PEER_FUTURES, PEER_SPOT, type PeerOrder } from './orders-peer.js';
import type { Wires } from './orders-wires.js';

export interface OrderVenue {
  readonly name: string;
  readonly instrument: VenueInstrument;
  readonly ids: ClientIds;
  readonly priceTicks: number;
  readonly lots: number;
  /** Of its orders; good till cancelled, unless the venue has none such. */
  readonly timeInForce?: TimeInForce;
  /** Before a simulator of its own, on this time. */
  form(desk: FormEvents, agenda: Agenda, wires: Wires): OrderForm;
  /** The same order as an object for `JSON.stringify`. */
  readonly peer?: PeerOrder;
}

/** No budget decides. */
const PLENTY = 1e12;
const BUDGET = { messages: PLENTY, perMs: 1_000, forCancels: 1 };
const notice = (): void => {};
const PREFIX = 'PG';
const KEYS = { apiKey: DEMO_ACCOUNT.apiKey, privateKey: createPrivateKey(DEMO_PRIVATE_KEY), prefix: PREFIX };
const noCrowd = { hasCrowd: false };

const instrument = (symbol: string, tick: string, lot: string): VenueInstrument => ({
  id: 1,
  symbol,
  price: scaleOfStep(tick),
  qty: scaleOfStep(lot),
});

const FUTURES = instrument('BTCUSDT', '0.1', '0.001');
const SPOT = instrument('BTCUSDT', '0.01', '0.00001');
const COINBASE = instrument('BTC-USD', '0.01', '0.00000001');
const PETR4 = instrument('PETR4', '0.01', '100');
const PETR4_ID = instrument('200000163669', '0.01', '100');
const ES = instrument('1001', '0.25', '1');
const AAPL = instrument('AAPL', '0.01', '1');

export const ORDER_VENUES: readonly OrderVenue[] = [
  {
    name: 'binance_usdm',
    instrument: FUTURES,
    ids: textIds(PREFIX),
    priceTicks: 639_000,
    lots: 100,
    form: (desk, agenda, wires) => {
      const venue = new BinanceFutures(agenda, noCrowd);
      const options = {
        ...FUTURES_ORDER_DEFAULTS,
        ...KEYS,
        instruments: [FUTURES],
        ordersPerTenSeconds: PLENTY,
        ordersPerMinute: PLENTY,
      };
      return new FuturesForm(options, desk, jsonOutside(venue, wires));
    },
    peer: PEER_FUTURES,
  },
  {
    name: 'binance_spot',
    instrument: SPOT,
    ids: textIds(PREFIX),
    priceTicks: 6_390_000,
    lots: 100,
    form: (desk, agenda, wires) => {
      const venue = new BinanceSpot(agenda, noCrowd);
      const options = {
        ...SPOT_ORDER_DEFAULTS,
        ...KEYS,
        instruments: [SPOT],
        ordersPerTenSeconds: PLENTY,
        ordersPerDay: PLENTY,
        weightPerMinute: PLENTY,
      };
      return new SpotForm(options, desk, jsonOutside(venue, wires));
    },
    peer: PEER_SPOT,
  },
  {
    name: 'binance_spot_fix',
    instrument: SPOT,
    ids: textIds(PREFIX),
    priceTicks: 6_390_000,
    lots: 100,
    form: (desk, agenda, wires) => {
      const venue = new BinanceSpot(agenda, noCrowd);
      const options = { ...SPOT_FIX_DEFAULTS, ...KEYS, instruments: [SPOT], budget: BUDGET };
      const outside = { ...fixOutside(venue, wires), webSocket: dialInto(venue), call: callInto(venue) };
      return new FixForm(desk, outside, spotParts(options, desk, outside));
    },
  },
  {
    name: 'coinbase_fix',
    instrument: COINBASE,
    ids: uuidIds(PREFIX),
    priceTicks: 6_390_000,
    lots: 100_000,
    form: (desk, agenda, wires) => {
      const venue = new Coinbase(agenda, noCrowd);
      const [{ apiKey, secret, passphrase }] = COINBASE_DEFAULTS.keys;
      const keys = { apiKey, secret, passphrase, prefix: PREFIX, instruments: [COINBASE] };
      const options = { ...COINBASE_ORDER_DEFAULTS, ...keys, budget: BUDGET };
      const outside = { ...fixOutside(venue, wires), call: callInto(venue) };
      return new FixForm(desk, outside, coinbaseParts(options, desk, outside));
    },
  },
  {
    name: 'b3_fix',
    instrument: PETR4,
    ids: textIds(PREFIX),
    priceTicks: 3_800,
    lots: 10,
    form: (desk, agenda, wires) => {
      const venue = new B3(agenda, noCrowd);
      const names = { senderCompId: 'PREGAO', targetCompId: 'B3', password: 'secret', prefix: PREFIX };
      const parties = [
        { role: 5, id: '999001' },
        { role: 7, id: '1234' },
        { role: 36, id: 'TRADER' },
        { role: 54, id: 'SAO' },
      ];
      const options = {
        ...B3_ORDER_DEFAULTS,
        ...names,
        instruments: [PETR4],
        clients: new Map([[1, { parties, account: '12345', accountType: 38 }]]),
        store: () => new CountingStore(),
        budget: BUDGET,
      };
      return new FixForm(desk, fixOutside(venue, wires), b3Parts(options, desk));
    },
  },
  {
    name: 'b3_entrypoint',
    instrument: PETR4_ID,
    ids: numberIds(),
    priceTicks: 3_800,
    lots: 10,
    form: (desk, agenda, wires) => {
      const venue = new B3(agenda, noCrowd);
      const { sessionId, firm, accessKey } = DEMO_BINARY;
      const app = { clientIp: '127.0.0.1', clientAppName: 'Pregao', clientAppVersion: '1.0' };
      const options = {
        ...ENTRYPOINT_DEFAULTS,
        identity: {
          ...{ sessionId, accessKey, enteringFirm: Number(firm), ...app },
          cancelOnDisconnect: 0,
          cancelWindowMs: 0,
        },
        instruments: [PETR4_ID],
        clients: new Map([[1, { account: 12_345, investor: { prefix: 300, document: 123_456 } }]]),
        marketSegmentId: 80,
        senderLocation: 'SAO',
        enteringTrader: 'TRDR',
        selfTrade: 1,
        store: new FixpInMemory(),
        budget: BUDGET,
      };
      const dial = wires.tcp(dialIntoPort(agenda, (wire) => venue.connectBinary(wire)));
      return new EntryPointForm(options, desk, { dial, notice });
    },
  },
  {
    name: 'nasdaq_ouch',
    instrument: AAPL,
    ids: shortIds(PREFIX),
    priceTicks: 19_000,
    lots: 100,
    timeInForce: TimeInForce.Day,
    form: (desk, agenda, wires) => {
      const venue = new Nasdaq(agenda, noCrowd);
      const { username, password } = DEMO_PORT;
      const options = { ...NASDAQ_ORDER_DEFAULTS, username, password, prefix: PREFIX, budget: BUDGET };
      const dial = wires.tcp(dialIntoPort(agenda, (wire) => venue.connectOuch(wire)));
      return new OuchForm({ ...options, instruments: [AAPL] }, desk, { dial, notice });
    },
  },
  {
    name: 'nasdaq_fix',
    instrument: AAPL,
    ids: textIds(PREFIX),
    priceTicks: 19_000,
    lots: 100,
    timeInForce: TimeInForce.Day,
    form: (desk, agenda, wires) => {
      const venue = new Nasdaq(agenda, noCrowd);
      const options = {
        ...NASDAQ_FIX_DEFAULTS,
        senderCompId: DEMO_FIX_LINE.compId,
        prefix: PREFIX,
        instruments: [AAPL],
        store: () => new CountingStore(),
        budget: BUDGET,
      };
      return new FixForm(desk, fixOutside(venue, wires), nasdaqFixParts(options, desk));
    },
  },
  {
    name: 'cme_ilink',
    instrument: ES,
    ids: textIds(PREFIX),
    priceTicks: 24_000,
    lots: 10,
    form: (desk, agenda, wires) => {
      const venue = new Cme(agenda, noCrowd);
      const who = { operatorId: 'TRADER', location: 'US,IL', partyDetailsListReqId: 1 };
      const options = {
        ...CME_ORDER_DEFAULTS,
        ...who,
        identity: DEMO_ILINK,
        prefix: PREFIX,
        instruments: [ES],
        store: new FixpInMemory(),
        budget: BUDGET,
      };
      const dial = wires.tcp(dialIntoPort(agenda, (wire) => venue.connectBinary(wire)));
      return new IlinkForm(options, desk, { dial, notice });
    },
  },
];

const jsonOutside = (venue: VenueAgent, wires: Wires) => ({
  dial: wires.webSocket(dialInto(venue)),
  call: callInto(venue),
  notice,
});

const fixOutside = (venue: FixVenue, wires: Wires) => ({
  dial: wires.tcp(fixDialInto(venue)),
  notice,
});
