/** The simulated CME Globex: iLink 3 order entry and MDP 3.0 market data on one market of futures. No socket, no clock of its own. */

import { FixpSession } from '../fixp/session.js';
import { Agenda } from '../kit/agenda.js';
import type { Fault } from '../kit/fault.js';
import type { Wire } from '../kit/outlet.js';
import { Crowd } from '../market/crowd.js';
import { leavesOf, type Order } from '../market/order.js';
import { serve } from '../shell/serve.js';
import type { FixVenue, ShellOptions, Simulator, TcpPeer } from '../shell/venue.js';
import { MdpChannel } from './mdp/channel.js';
import { CME_DEFAULTS, type CmeOptions } from './options.js';
import { ilinkPart } from './part.js';
import { CmeVenue } from './venue.js';

const EXPIRE_EVERY_MS = 100;
const CROWD_LOTS = 20;

export class Cme implements FixVenue {
  readonly venue: CmeVenue;
  readonly datagrams: MdpChannel;

  constructor(
    readonly agenda: Agenda,
    options: Partial<CmeOptions> = {},
  ) {
    this.venue = new CmeVenue(agenda, { ...CME_DEFAULTS, ...options });
    this.datagrams = new MdpChannel(this.venue);
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

  connectBinary(wire: Wire<Buffer>): TcpPeer {
    return FixpSession.of(wire, this.venue, ilinkPart(this.venue));
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
        return this.market.cancel(this.named(fault), 'venue') ? 'cancelled' : 'it has ended already';
      case 'fill':
        return this.market.fill(this.named(fault), this.lots(fault)) ? 'filled' : 'nothing is left of it';
      case 'lateFill':
        return `trade ${this.market.fillLate(this.named(fault), Number(fault.qty)).id}`;
      case 'restate':
        this.market.decrease(this.named(fault), this.lots(fault));
        return 'restated';
      case 'reset':
        this.datagrams.feed?.resetChannel();
        return 'told again';
      case 'maintenance':
        this.agenda.after(fault.seconds! * 1_000, () => this.endService());
        return 'announced to nobody';
      default:
        throw new Error(`CME has no "${fault.do}"`);
    }
  }

  private endService(): void {
    for (const line of this.venue.lines.values()) line.endService();
  }

  private lots(fault: Fault): number {
    return fault.qty === undefined ? leavesOf(this.named(fault)) : Number(fault.qty);
  }

  private named({ orderId, clientId }: Fault): Order {
    const order =
      orderId === undefined
        ? [...this.venue.lines.keys()].map((line) => this.market.find(line, clientId ?? '')).find(Boolean)
        : this.market.order(orderId);
    if (order === undefined) throw new Error(`no order ${orderId ?? clientId}`);
    return order;
  }

  private gather(): void {
    for (const { options, referenceTicks } of this.venue.contracts.values())
      new Crowd(this.market, this.agenda, {
        symbol: options.symbol,
        seed: this.venue.options.seed,
        priceTicks: referenceTicks,
        periodMs: 100,
        levels: 10,
        stepTicks: 1,
        maxLots: CROWD_LOTS,
        takesOnceIn: 4,
      });
  }
}

export type StartCme = Partial<CmeOptions> & ShellOptions;

export const startCme = (options: StartCme = {}): Promise<Simulator> =>
  serve(new Cme(new Agenda(Date.now(), true), options), options);
