/** The simulated B3: FIX 4.4 and Binary EntryPoint, and Binary UMDF market data, on one market of equities. No socket, no clock of its own. */
import type { FixPeer } from '../fix/peer.js';
import { FixpSession } from '../fixp/session.js';
import { Agenda } from '../kit/agenda.js';
import type { Fault } from '../kit/fault.js';
import type { Wire } from '../kit/outlet.js';
import { Crowd } from '../market/crowd.js';
import { leavesOf, type Order } from '../market/order.js';
import { serve } from '../shell/serve.js';
import type { FixVenue, ShellOptions, Simulator, TcpPeer } from '../shell/venue.js';
import { BinaryLine } from './binary/line.js';
import { binaryPart } from './binary/part.js';
import { B3Session } from './fix-session.js';
import { Lines } from './lines.js';
import { B3_DEFAULTS, type B3Options } from './options.js';
import { UmdfChannel } from './umdf/channel.js';
import { B3Venue } from './venue.js';

const EXPIRE_EVERY_MS = 100;
const CROWD_LOTS = 50;

export class B3 implements FixVenue {
  readonly venue: B3Venue;
  readonly datagrams: UmdfChannel;
  private readonly lines: Lines;
  private readonly binary: ReadonlyMap<number, BinaryLine>;

  constructor(
    readonly agenda: Agenda,
    options: Partial<B3Options> = {},
  ) {
    this.venue = new B3Venue(agenda, { ...B3_DEFAULTS, ...options });
    this.datagrams = new UmdfChannel(this.venue);
    this.lines = new Lines(this.venue);
    this.binary = new Map(
      this.venue.options.binary.map((each) => [each.sessionId, new BinaryLine(each, this.venue)]),
    );
    this.faults.act = (fault) => this.act(fault);
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
    return new B3Session(wire, this.venue, this.lines);
  }

  connectBinary(wire: Wire<Buffer>): TcpPeer {
    return FixpSession.of(wire, this.venue, binaryPart(this.venue, this.binary));
  }

  /** Sessions of Binary EntryPoint are negotiated anew; what rests stays. */
  newDay(): void {
    for (const line of this.binary.values()) line.newDay();
  }

  private act(fault: Fault): string {
    switch (fault.do) {
      case 'halt':
      case 'resume':
        this.market.setPhase(fault.symbol!, fault.do === 'halt' ? 'halt' : 'open');
        return `${fault.symbol} ${this.market.phase(fault.symbol!)}`;
      case 'close':
        this.market.close(fault.symbol!);
        return `${fault.symbol} closed`;
      case 'cancel':
        return this.venue.cancel(this.named(fault), 'venue') ? 'cancelled' : 'it has ended already';
      case 'reset':
        this.datagrams.feed?.resetChannel();
        return 'told again';
      case 'renumber':
        this.datagrams.feed?.renumber();
        return 'from the first packet on';
      case 'maintenance':
        this.agenda.after(fault.seconds! * 1_000, () => this.endService());
        return 'announced to nobody';
      default:
        return this.actOnExecution(fault);
    }
  }

  private actOnExecution(fault: Fault): string {
    switch (fault.do) {
      case 'fill':
        return this.fill(this.named(fault), fault.qty);
      case 'lateFill':
        return `trade ${this.market.fillLate(this.named(fault), this.lotsOf(fault)).id}`;
      case 'restate':
        if (fault.qty === undefined) this.venue.restate(this.named(fault));
        else this.market.decrease(this.named(fault), this.lotsOf(fault));
        return 'restated';
      case 'bust':
        return this.market.bust(fault.tradeId!) ? 'busted' : `no trade ${fault.tradeId}`;
      case 'correct':
        this.venue.correct(fault.tradeId!, fault.price!);
        return 'corrected';
      default:
        throw new Error(`B3 has no "${fault.do}"`);
    }
  }

  private endService(): void {
    for (const line of this.lines.all()) line.endService('End of service');
    for (const line of this.binary.values()) line.endService();
  }

  private fill(order: Order, qty: string | undefined): string {
    const lots =
      qty === undefined ? leavesOf(order) : this.venue.instruments.get(order.symbol)!.qty.parse(qty);
    return this.market.fill(order, lots) ? 'filled' : 'nothing is left of it';
  }

  private lotsOf(fault: Fault): number {
    return this.venue.instruments.get(this.named(fault).symbol)!.qty.parse(fault.qty!);
  }

  private named({ orderId, clientId }: Fault): Order {
    const order =
      orderId === undefined
        ? [...this.venue.options.lines, ...this.venue.options.binary]
            .map(({ firm }) => this.market.find(firm, clientId ?? ''))
            .find(Boolean)
        : this.market.order(orderId);
    if (order === undefined) throw new Error(`no order ${orderId ?? clientId}`);
    return order;
  }

  private gather(): void {
    for (const { symbol, referenceTicks } of this.venue.instruments.values())
      new Crowd(this.market, this.agenda, {
        symbol,
        seed: this.venue.options.seed,
        priceTicks: referenceTicks,
        periodMs: 250,
        levels: 10,
        stepTicks: 1,
        maxLots: CROWD_LOTS,
        takesOnceIn: 4,
      });
  }
}

export type StartB3 = Partial<B3Options> & ShellOptions;

export const startB3 = (options: StartB3 = {}): Promise<Simulator> =>
  serve(new B3(new Agenda(Date.now(), true), options), options);
