/** The simulated Binance spot exchange: its FIX door, WebSocket API, market streams and REST on one market. No socket, no clock of its own. */
import type { FixPeer } from '../../fix/peer.js';
import type { Agenda } from '../../kit/agenda.js';
import { Agenda as AgendaOfShell } from '../../kit/agenda.js';
import type { Fault } from '../../kit/fault.js';
import type { Wire } from '../../kit/outlet.js';
import { Crowd } from '../../market/crowd.js';
import type { Order } from '../../market/order.js';
import { serve } from '../../shell/serve.js';
import type { RestAnswer, RestRequest, ShellOptions, Simulator, VenueAgent } from '../../shell/venue.js';
import { FixDoor } from './fix-door.js';
import { SpotFixSession } from './fix-session.js';
import { SPOT_DEFAULTS, type SpotOptions } from './options.js';
import { SpotVenue } from './venue.js';

const EXPIRE_EVERY_MS = 100;

export class BinanceSpot implements VenueAgent {
  readonly venue: SpotVenue;
  private readonly door: FixDoor;
  private readonly fixSessions = new Set<SpotFixSession>();

  constructor(
    readonly agenda: Agenda,
    options: Partial<SpotOptions> = {},
  ) {
    this.venue = new SpotVenue(agenda, { ...SPOT_DEFAULTS, ...options });
    this.door = new FixDoor(agenda, this.venue.options.maxFixSessions);
    this.venue.faults.act = (fault) => this.act(fault);
    agenda.every(EXPIRE_EVERY_MS, () => this.market.expire());
    if (this.venue.options.hasCrowd) this.gather();
  }

  get market() {
    return this.venue.market;
  }

  get faults() {
    return this.venue.faults;
  }

  connectFix(wire: Wire<Buffer>): FixPeer {
    const session = new SpotFixSession(wire, this.venue, this.door);
    this.fixSessions.add(session);
    return session;
  }

  rest(_: RestRequest): RestAnswer {
    return { status: 404, body: {} };
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
        maxLots: symbol.qty.parse(symbol.options.price.length > 3 ? '1' : '100'),
        takesOnceIn: 4,
      });
  }

  private act(fault: Fault): string {
    switch (fault.do) {
      case 'halt':
      case 'resume':
        this.market.setPhase(fault.symbol!, fault.do === 'halt' ? 'halt' : 'open');
        return `${fault.symbol} ${this.market.phase(fault.symbol!)}`;
      case 'fill':
        this.venue.filling(this.ordered(fault))(fault);
        return 'filled';
      case 'cancel':
        this.market.cancel(this.ordered(fault), 'venue');
        return 'cancelled';
      case 'maintenance':
        for (const session of this.fixSessions) session.announceEnd(fault.seconds!);
        return 'announced';
      case 'foreign':
        return `order ${this.foreign(fault).id}`;
      default:
        throw new Error(`Binance spot has no "${fault.do}"`);
    }
  }

  private foreign({ symbol, side, price, qty }: Fault): Order {
    const { name } = this.venue.options.accounts[0];
    return this.venue.place(
      { account: name, session: 'foreign' },
      {
        symbol,
        side: side!.toUpperCase(),
        type: 'LIMIT',
        timeInForce: 'GTC',
        price,
        quantity: qty,
      },
    )!;
  }

  private ordered({ orderId, clientId }: Fault): Order {
    const order =
      orderId === undefined
        ? this.venue.options.accounts.map(({ name }) => this.market.find(name, clientId ?? '')).find(Boolean)
        : this.market.order(orderId);
    if (order === undefined) throw new Error(`no order ${orderId ?? clientId}`);
    return order;
  }
}

export type StartSpot = Partial<SpotOptions> & ShellOptions;

export const startBinanceSpot = (options: StartSpot = {}): Promise<Simulator> =>
  serve(new BinanceSpot(new AgendaOfShell(Date.now()), options), options);
