/** The simulated Nasdaq: OUCH 5.0 over SoupBinTCP, FIX 4.2, ITCH 5.0 over SoupBinTCP and MoldUDP64, on one market of stocks. No socket, no clock of its own. */
import type { FixPeer } from '../fix/peer.js';
import { Agenda } from '../kit/agenda.js';
import type { Fault } from '../kit/fault.js';
import { Grid } from '../kit/grid.js';
import type { Wire } from '../kit/outlet.js';
import { Crowd } from '../market/crowd.js';
import { leavesOf, type Order } from '../market/order.js';
import { serve } from '../shell/serve.js';
import type { FixVenue, ShellOptions, Simulator, TcpPeer } from '../shell/venue.js';
import { FixDesk } from './fix/desk.js';
import { NasdaqFixSession } from './fix/session.js';
import { ItchDatagrams } from './itch-datagrams.js';
import { ItchSession } from './itch-session.js';
import { NASDAQ_DEFAULTS, type NasdaqOptions } from './options.js';
import { NasdaqSession } from './session.js';
import { NasdaqVenue } from './venue.js';

const EXPIRE_EVERY_MS = 100;
const CROWD_SHARES = 900;
const CENTS = new Grid('0.01');

export class Nasdaq implements FixVenue {
  readonly venue: NasdaqVenue;
  readonly datagrams: ItchDatagrams;
  private readonly fixDesk: FixDesk;

  constructor(
    readonly agenda: Agenda,
    options: Partial<NasdaqOptions> = {},
  ) {
    this.venue = new NasdaqVenue(agenda, { ...NASDAQ_DEFAULTS, ...options });
    this.datagrams = new ItchDatagrams(this.venue);
    this.fixDesk = new FixDesk(this.venue);
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
    return new NasdaqFixSession(wire, this.fixDesk);
  }

  connectOuch(wire: Wire<Buffer>): TcpPeer {
    return new NasdaqSession(wire, this.venue);
  }

  connectItch(wire: Wire<Buffer>): TcpPeer {
    return new ItchSession(wire, this.venue);
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
        this.venue.decrease(this.named(fault), this.lots(fault), 'S');
        return 'restated';
      case 'bust':
        return this.market.bust(fault.tradeId!) ? 'busted' : `no trade ${fault.tradeId}`;
      case 'maintenance':
        this.agenda.after(fault.seconds! * 1_000, () => this.endSessions());
        return 'announced to nobody';
      default:
        throw new Error(`Nasdaq has no "${fault.do}"`);
    }
  }

  private endSessions(): void {
    this.venue.endDay();
    for (const { session } of this.venue.ports) session?.endOfSession();
    for (const session of this.venue.itchSessions) session.endOfSession();
    for (const { session } of this.fixDesk.lines.values()) session?.endOfService();
  }

  private lots(fault: Fault): number {
    return fault.qty === undefined ? leavesOf(this.named(fault)) : Number(fault.qty);
  }

  private named({ orderId, clientId }: Fault): Order {
    const order =
      orderId === undefined
        ? [...this.venue.ports, ...this.fixDesk.lines.values()]
            .map(({ options }) => this.market.find(options.account, clientId ?? ''))
            .find(Boolean)
        : this.market.order(orderId);
    if (order === undefined) throw new Error(`no order ${orderId ?? clientId}`);
    return order;
  }

  private gather(): void {
    for (const { symbol, price } of this.venue.options.stocks)
      new Crowd(this.market, this.agenda, {
        symbol,
        seed: this.venue.options.seed,
        priceTicks: CENTS.parse(price),
        periodMs: 100,
        levels: 10,
        stepTicks: 1,
        maxLots: CROWD_SHARES,
        takesOnceIn: 4,
      });
  }
}

export type StartNasdaq = Partial<NasdaqOptions> & ShellOptions;

export const startNasdaq = (options: StartNasdaq = {}): Promise<Simulator> =>
  serve(new Nasdaq(new Agenda(Date.now(), true), options), options);
