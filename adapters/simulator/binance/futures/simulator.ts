/**
 * Simulated Binance futures on one market: USD-M orders (WebSocket API, REST), user data streams, market streams of USD-M split by tier, COIN-M streams.
 * One address carries all of it, told apart by path:
 *
 *     /ws-fapi/v1                              orders
 *     /public/…, /market/…, /private/…         fstream: books, prices and trades, user data
 *     /ws/…, /stream?streams=…                 dstream: COIN-M
 *     /fapi/v1/…, /dapi/v1/…                   REST
 */
import { Agenda } from '../../kit/agenda.js';
import type { Fault } from '../../kit/fault.js';
import type { TextWire, WsPeer } from '../../kit/ws-peer.js';
import { Crowd } from '../../market/crowd.js';
import type { Order } from '../../market/order.js';
import { serve } from '../../shell/serve.js';
import type { RestAnswer, RestRequest, ShellOptions, Simulator, VenueAgent } from '../../shell/venue.js';
import { type RestRoutes, restAnswer } from '../rest.js';
import { StreamHub } from '../stream-hub.js';
import { StreamPeer } from '../stream-peer.js';
import { actOn, type FaultyVenue } from '../venue-faults.js';
import { type ApiServices, WsApiPeer } from '../ws-api.js';
import { FuturesFormat } from './formats.js';
import { futuresMethods } from './methods.js';
import { FUTURES_DEFAULTS, type FuturesOptions } from './options.js';
import { futuresRoutes } from './rest.js';
import type { Product } from './symbols.js';
import { STREAM_RULES, UserStream } from './user-stream.js';
import { FuturesVenue } from './venue.js';

const EXPIRE_EVERY_MS = 100;
const MAX_STREAMS = 1_024;
const API_RULES = { ...STREAM_RULES, maxInPerSecond: undefined };
/** What each tier of fstream carries; a stream on the wrong one is silent. */
const TIERS: Readonly<Record<string, RegExp>> = {
  public: /@(?:depth|rpiDepth|bookTicker)|^!bookTicker/,
  market: /@(?:aggTrade|trade|markPrice|kline|ticker|miniTicker|forceOrder)|^!markPrice|^!contractInfo/,
};

export class BinanceFutures implements VenueAgent, FaultyVenue {
  readonly venue: FuturesVenue;
  private readonly hubs: Readonly<Record<Product, StreamHub>>;
  private readonly services: ApiServices;
  private readonly routes: RestRoutes;
  private readonly peers = new Set<WsApiPeer | StreamPeer>();
  private sessions = 0;

  constructor(
    readonly agenda: Agenda,
    options: Partial<FuturesOptions> = {},
  ) {
    this.venue = new FuturesVenue(agenda, { ...FUTURES_DEFAULTS, ...options });
    const { accounts, limits, faults, outbox } = this.venue;
    this.hubs = { um: this.hub('um'), cm: this.hub('cm') };
    this.services = {
      agenda,
      faults,
      accounts,
      limits,
      outbox,
      methods: futuresMethods(this.venue),
      rules: API_RULES,
    };
    this.routes = { ...futuresRoutes(this.venue, this.hubs.um, this.hubs.cm) };
    faults.act = (fault) => this.act(fault);
    agenda.every(EXPIRE_EVERY_MS, () => this.market.expire());
    if (this.venue.options.hasCrowd) this.gather();
  }

  get market() {
    return this.venue.market;
  }

  get faults() {
    return this.venue.faults;
  }

  get accountNames(): string[] {
    return this.venue.options.accounts.map(({ name }) => name);
  }

  readonly lotsOf = (symbol: string, qty: string): number => this.venue.lotsOf(symbol, qty);

  connectWs(path: string, query: string, wire: TextWire): WsPeer | undefined {
    const [, first, ...rest] = path.split('/');
    const params = new URLSearchParams(query);
    if (path === '/ws-fapi/v1')
      return this.kept(new WsApiPeer(wire, this.services, this.session('api'), params));
    if (first === 'private') return this.userStream(rest, params, wire);
    if (first in TIERS) return this.streams('um', rest, params, wire, TIERS[first]);
    if (first === 'ws' || first === 'stream') return this.streams('cm', [first, ...rest], params, wire, /./);
    return undefined;
  }

  rest(request: RestRequest): RestAnswer {
    return this.venue.outbox.run(() =>
      restAnswer(this.routes, this.venue.accounts, this.venue.limits, request),
    );
  }

  announceEnd(seconds: number): void {
    for (const peer of this.peers) peer.announceEnd(seconds);
  }

  revoke(): void {
    this.venue.accounts.revokeAll();
  }

  /** With a client id such as `autoclose-1`: an order that the venue made. */
  foreign({ symbol, side, price, qty, clientId }: Fault): Order | undefined {
    const order = {
      symbol,
      side: side!.toUpperCase(),
      type: 'LIMIT',
      timeInForce: 'GTC',
      price,
      quantity: qty,
    };
    const asker = { account: this.accountNames[0], session: 'foreign' };
    return this.venue.place(asker, { ...order, newClientOrderId: clientId });
  }

  private act(fault: Fault): string {
    if (fault.do !== 'expireKeys') return actOn(this, fault);
    this.venue.listenKeys.expireAll();
    return 'expired';
  }

  private hub(product: Product): StreamHub {
    const names = this.venue.options.symbols
      .filter((each) => each.product === product)
      .map(({ symbol }) => symbol);
    const numbering = { startsAt: 1_000, leavesOut: 2 };
    const speeds = { depthMs: 250, markMs: 3_000 };
    const { market, faults } = this.venue;
    return new StreamHub(
      this.agenda,
      market,
      faults,
      new FuturesFormat(this.venue),
      speeds,
      numbering,
      names,
    );
  }

  private userStream(
    rest: readonly string[],
    params: URLSearchParams,
    wire: TextWire,
  ): UserStream | undefined {
    const listenKey = params.get('listenKey') ?? rest[1] ?? '';
    const account = this.venue.listenKeys.accountOf(listenKey);
    if (account === undefined) return undefined;
    const events = params.get('events')?.split('/');
    return new UserStream(
      wire,
      this.venue,
      this.session('user'),
      account,
      listenKey,
      events && new Set(events),
    );
  }

  private streams(
    product: Product,
    [kind, ...names]: readonly string[],
    params: URLSearchParams,
    wire: TextWire,
    carries: RegExp,
  ): StreamPeer {
    const isCombined = kind === 'stream';
    const streams = isCombined ? (params.get('streams')?.split('/') ?? []) : names;
    const peer = new StreamPeer(
      wire,
      this.agenda,
      this.faults,
      STREAM_RULES,
      this.session('stream'),
      (stream, hear) => (carries.test(stream) ? this.subscribe(product, stream, hear) : undefined),
      { isCombined, isMicro: params.get('timeUnit') === 'MICROSECOND', streams, maxStreams: MAX_STREAMS },
    );
    return this.kept(peer);
  }

  /** What is of all symbols is of both products, on either host. */
  private subscribe(
    product: Product,
    stream: string,
    hear: (data: object) => void,
  ): (() => void) | undefined {
    if (!stream.startsWith('!')) return this.hubs[product].subscribe(stream, hear);
    const stops = [this.hubs.um, this.hubs.cm].map((hub) => hub.subscribe(stream, hear));
    return () => {
      for (const stop of stops) stop?.();
    };
  }

  private kept<T extends WsApiPeer | StreamPeer>(peer: T): T {
    this.peers.add(peer);
    peer.endings.add(() => this.peers.delete(peer));
    return peer;
  }

  private session(kind: string): string {
    return `${kind}-${++this.sessions}`;
  }

  private gather(): void {
    for (const symbol of this.venue.symbols.values())
      new Crowd(this.market, this.agenda, {
        symbol: symbol.name,
        seed: this.venue.options.seed,
        priceTicks: symbol.startTicks,
        periodMs: 100,
        levels: 20,
        stepTicks: Math.max(1, Math.round(symbol.startTicks / 20_000)),
        maxLots: symbol.qty.parse('1') * 2,
        takesOnceIn: 4,
      });
  }
}

export type StartFutures = Partial<FuturesOptions> & ShellOptions;

export const startBinanceFutures = (options: StartFutures = {}): Promise<Simulator> =>
  serve(new BinanceFutures(new Agenda(Date.now(), true), options), options);
