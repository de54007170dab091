/** The simulated Coinbase Exchange: FIX order entry, feed and REST on one market. No socket, no clock of its own. */
import type { FixPeer } from '../fix/peer.js';
import { Agenda } from '../kit/agenda.js';
import type { Fault } from '../kit/fault.js';
import type { Wire } from '../kit/outlet.js';
import type { TextWire, WsPeer } from '../kit/ws-peer.js';
import { Crowd } from '../market/crowd.js';
import { leavesOf, type Order } from '../market/order.js';
import { serve } from '../shell/serve.js';
import type { RestAnswer, RestRequest, ShellOptions, Simulator, VenueAgent } from '../shell/venue.js';
import { Feed } from './feed.js';
import { CoinbaseFixSession, KeyRing } from './fix-session.js';
import { COINBASE_DEFAULTS, type CoinbaseOptions } from './options.js';
import { coinbaseRest } from './rest.js';
import { CoinbaseVenue } from './venue.js';

const EXPIRE_EVERY_MS = 100;
const CROWD_LOTS = 20_000_000;
const WEEK_MS = 7 * 86_400_000;
/** Saturday, 13:00 in New York as the documents have it in UTC; 1970 began on a Thursday. */
const WEEKLY_LOGOUT_MS = 2 * 86_400_000 + 18 * 3_600_000;

export class Coinbase implements VenueAgent {
  readonly venue: CoinbaseVenue;
  private readonly ring = new KeyRing();
  private readonly feeds = new Set<Feed>();
  private feedsOpened = 0;

  constructor(
    readonly agenda: Agenda,
    options: Partial<CoinbaseOptions> = {},
  ) {
    this.venue = new CoinbaseVenue(agenda, { ...COINBASE_DEFAULTS, ...options });
    this.faults.act = (fault) => this.act(fault);
    agenda.every(EXPIRE_EVERY_MS, () => this.market.expire());
    this.awaitSaturday();
    if (this.venue.options.hasCrowd) this.gather();
  }

  get market() {
    return this.venue.market;
  }

  get faults() {
    return this.venue.faults;
  }

  connectFix(wire: Wire<Buffer>): FixPeer {
    return new CoinbaseFixSession(wire, this.venue, this.ring);
  }

  /** The feed's address has no path of its own. */
  connectWs(path: string, _: string, wire: TextWire): WsPeer | undefined {
    if (path !== '/') return undefined;
    const feed = new Feed(wire, this.venue, `feed-${++this.feedsOpened}`);
    this.feeds.add(feed);
    feed.endings.add(() => this.feeds.delete(feed));
    return feed;
  }

  rest(request: RestRequest): RestAnswer {
    return this.venue.outbox.run(() => coinbaseRest(this.venue, request));
  }

  private act(fault: Fault): string {
    switch (fault.do) {
      case 'halt':
      case 'resume':
        this.market.setPhase(fault.symbol!, fault.do === 'halt' ? 'halt' : 'open');
        return `${fault.symbol} ${this.market.phase(fault.symbol!)}`;
      case 'fill':
        return this.fill(this.named(fault), fault.qty);
      case 'cancel':
        return this.market.cancel(this.named(fault), 'venue') ? 'cancelled' : 'it has ended already';
      case 'maintenance':
        this.agenda.after(fault.seconds! * 1_000, () => {
          this.endService();
          for (const feed of this.feeds) feed.closeWith(1001, 'Going away');
        });
        return 'announced to nobody, as the real one does';
      case 'lateFill':
        return `trade ${this.market.fillLate(this.named(fault), this.lotsOf(fault)).id}`;
      case 'restate':
        if (fault.qty === undefined) this.venue.restate(this.named(fault));
        else this.market.decrease(this.named(fault), this.lotsOf(fault));
        return 'restated';
      case 'foreign':
        return `order ${this.foreign(fault).id}`;
      default:
        throw new Error(`Coinbase has no "${fault.do}"`);
    }
  }

  /** Everybody is logged out once a week. */
  private awaitSaturday(): void {
    const sinceMs = (this.agenda.nowMs - WEEKLY_LOGOUT_MS) % WEEK_MS;
    this.agenda.after(WEEK_MS - sinceMs, () => {
      this.endService();
      this.awaitSaturday();
    });
  }

  private endService(): void {
    for (const session of [...this.ring.inUse.values()]) session.endService('Server is shutting down');
  }

  private fill(order: Order, qty: string | undefined): string {
    const lots = qty === undefined ? leavesOf(order) : this.venue.products.get(order.symbol)!.size.parse(qty);
    return this.market.fill(order, lots) ? 'filled' : 'nothing is left of it';
  }

  private foreign({ symbol, side, price, qty }: Fault): Order {
    const product = this.venue.products.get(symbol!);
    if (product === undefined) throw new Error(`no ${symbol}`);
    return this.market.place({
      account: this.venue.options.keys[0].profile,
      session: 'foreign',
      clientId: 'foreign',
      symbol: symbol!,
      side: side === 'buy' ? 'buy' : 'sell',
      kind: 'limit',
      tif: 'gtc',
      priceTicks: product.price.parse(price!),
      qtyLots: product.size.parse(qty!),
      echo: { ordType: '2', tif: '1', stp: 'D' },
    });
  }

  private lotsOf(fault: Fault): number {
    return this.venue.products.get(this.named(fault).symbol)!.size.parse(fault.qty!);
  }

  private named({ orderId, clientId }: Fault): Order {
    const order =
      orderId === undefined
        ? this.venue.options.keys
            .map(({ profile }) => this.market.find(profile, clientId ?? ''))
            .find(Boolean)
        : this.market.order(orderId);
    if (order === undefined) throw new Error(`no order ${orderId ?? clientId}`);
    return order;
  }

  private gather(): void {
    for (const product of this.venue.products.values())
      new Crowd(this.market, this.agenda, {
        symbol: product.id,
        seed: this.venue.options.seed,
        priceTicks: product.startTicks,
        periodMs: 100,
        levels: 20,
        stepTicks: Math.max(1, Math.round(product.startTicks / 20_000)),
        maxLots: CROWD_LOTS,
        takesOnceIn: 4,
      });
  }
}

export type StartCoinbase = Partial<CoinbaseOptions> & ShellOptions;

export const startCoinbase = (options: StartCoinbase = {}): Promise<Simulator> =>
  serve(new Coinbase(new Agenda(Date.now(), true), options), options);
