/**
 * The simulated Binance spot exchange on one market: FIX order entry, and on one address, told apart by path,
 *
 *     /ws-api/v3                     WebSocket API: orders and user data
 *     /ws/…, /stream?streams=…       market streams
 *     /api/v3/…                      REST: time, exchangeInfo, depth, orders to reconcile with
 *
 * No socket, no clock of its own.
 */
import type { FixPeer } from '../../fix/peer.js';
import { Agenda } from '../../kit/agenda.js';
import type { Fault } from '../../kit/fault.js';
import type { Wire } from '../../kit/outlet.js';
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
import { FixDoor } from './fix-door.js';
import { SpotFixSession } from './fix-session.js';
import { SpotFormat } from './market-json.js';
import { spotMethods } from './methods.js';
import { SPOT_DEFAULTS, type SpotOptions } from './options.js';
import { spotRoutes } from './rest.js';
import { UserEvents } from './user-events.js';
import { SpotVenue } from './venue.js';

const EXPIRE_EVERY_MS = 100;
const DAY_MS = 86_400_000;
const PINGS = { pingMs: 20_000, pongTimeoutMs: 60_000, lifetimeMs: DAY_MS };
const STREAM_RULES = { ...PINGS, maxInPerSecond: 5 };
const MAX_STREAMS = 1_024;

export class BinanceSpot implements VenueAgent, FaultyVenue {
  readonly venue: SpotVenue;
  private readonly door: FixDoor;
  private readonly hub: StreamHub;
  private readonly services: ApiServices;
  private readonly routes: RestRoutes;
  private readonly fixSessions = new Set<SpotFixSession>();
  private readonly peers = new Set<WsApiPeer | StreamPeer>();
  private sessions = 0;

  constructor(
    readonly agenda: Agenda,
    options: Partial<SpotOptions> = {},
  ) {
    this.venue = new SpotVenue(agenda, { ...SPOT_DEFAULTS, ...options });
    this.door = new FixDoor(agenda, this.venue.options.maxFixSessions);
    this.hub = this.streamHub();
    const events = new UserEvents(this.venue);
    const { accounts, limits, faults, outbox } = this.venue;
    const methods = spotMethods(this.venue, this.hub, events);
    const statusFields = (peer: WsApiPeer) => ({ userDataStream: events.isSubscribed(peer) });
    this.services = { agenda, faults, accounts, limits, outbox, methods, rules: PINGS, statusFields };
    this.routes = spotRoutes(this.venue, this.hub);
    faults.act = (fault) => actOn(this, fault);
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

  readonly lotsOf = (symbol: string, qty: string): number => this.venue.symbol(symbol).qty.parse(qty);

  connectFix(wire: Wire<Buffer>): FixPeer {
    const session = new SpotFixSession(wire, this.venue, this.door);
    this.fixSessions.add(session);
    session.endings.add(() => this.fixSessions.delete(session));
    return session;
  }

  connectWs(path: string, query: string, wire: TextWire): WsPeer | undefined {
    const [, kind, ...names] = path.split('/');
    const params = new URLSearchParams(query);
    const session = `${kind}-${++this.sessions}`;
    if (path === '/ws-api/v3') return this.kept(new WsApiPeer(wire, this.services, session, params));
    if (kind !== 'ws' && kind !== 'stream') return undefined;
    const isCombined = kind === 'stream';
    const streams = isCombined ? (params.get('streams')?.split('/') ?? []) : names;
    const isMicro = params.get('timeUnit') === 'MICROSECOND';
    const options = { isCombined, isMicro, streams, maxStreams: MAX_STREAMS };
    const subscribe = this.hub.subscribe.bind(this.hub);
    return this.kept(
      new StreamPeer(wire, this.agenda, this.faults, STREAM_RULES, session, subscribe, options),
    );
  }

  rest(request: RestRequest): RestAnswer {
    return this.venue.outbox.run(() =>
      restAnswer(this.routes, this.venue.accounts, this.venue.limits, request),
    );
  }

  announceEnd(seconds: number): void {
    for (const session of this.fixSessions) session.announceEnd(seconds);
    for (const peer of this.peers) peer.announceEnd(seconds);
  }

  revoke(): void {
    this.venue.accounts.revokeAll();
  }

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

  private streamHub(): StreamHub {
    const format = new SpotFormat(this.venue, (symbol) => this.hub.lastUpdateId(symbol));
    const speeds = { depthMs: 1_000, markMs: 0 };
    const numbering = { startsAt: 1_000, leavesOut: 0 };
    const names = [...this.venue.symbols.keys()];
    return new StreamHub(this.agenda, this.market, this.faults, format, speeds, numbering, names);
  }

  private kept<T extends WsApiPeer | StreamPeer>(peer: T): T {
    this.peers.add(peer);
    peer.endings.add(() => this.peers.delete(peer));
    return peer;
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
        maxLots: symbol.qty.floor(symbol.options.crowdQty),
        takesOnceIn: 4,
      });
  }
}

export type StartSpot = Partial<SpotOptions> & ShellOptions;

export const startBinanceSpot = (options: StartSpot = {}): Promise<Simulator> =>
  serve(new BinanceSpot(new Agenda(Date.now(), true), options), options);
