/**
 * One user data stream: the account's reports from every session, over a listen key. An `events` list in the address lets only those through, the end
 * of the key included: who leaves that out is never told.
 */
import { type TextWire, WsPeer } from '../../kit/ws-peer.js';
import { type Exec, KIND_OF_EXEC, type Report } from '../report.js';
import { averageText } from './order-json.js';
import type { PositionSide } from './positions.js';
import type { FuturesVenue } from './venue.js';

const EXECS: Readonly<Record<Exec, string>> = {
  NEW: 'NEW',
  TRADE: 'TRADE',
  CANCELED: 'CANCELED',
  REPLACED: 'AMENDMENT',
  EXPIRED: 'EXPIRED',
  TRADE_PREVENTION: 'EXPIRED',
};
const DAY_MS = 86_400_000;
export const STREAM_RULES = {
  pingMs: 180_000,
  pongTimeoutMs: 600_000,
  lifetimeMs: DAY_MS,
  maxInPerSecond: 10,
};

export class UserStream extends WsPeer {
  private readonly stopListening: () => void;
  private readonly letGo: () => void;

  constructor(
    wire: TextWire,
    private readonly venue: FuturesVenue,
    session: string,
    private readonly account: string,
    listenKey: string,
    private readonly events: ReadonlySet<string> | undefined,
  ) {
    super(wire, venue.agenda, venue.faults, STREAM_RULES);
    this.outlet.session = session;
    this.stopListening = venue.reporter.listen(account, (report) => this.report(report));
    this.letGo = venue.listenKeys.hold(listenKey, { ended: (key) => this.ended(key) });
  }

  protected override onText(): void {}

  protected override onClosed(): void {
    this.stopListening();
    this.letGo();
  }

  private ended(listenKey: string): void {
    this.tell({ e: 'listenKeyExpired', E: this.agenda.nowMs, listenKey }, 'event');
    this.stopListening();
  }

  private report(report: Report): void {
    const kind = KIND_OF_EXEC[report.exec];
    const { clientId } = report.order;
    if (report.fill) this.tell(this.lite(report), 'lite', clientId);
    this.tell(this.update(report), kind, clientId);
    if (report.fill) this.tell(this.accountUpdate(report), 'event', clientId);
  }

  private tell(
    event: { readonly e: string; readonly [field: string]: unknown },
    kind: string,
    clientId?: string,
  ): void {
    if (this.events === undefined || this.events.has(event.e)) this.send(event, kind, clientId);
  }

  private update(report: Report) {
    const { order, fill } = report;
    const symbol = this.venue.symbol(order.symbol);
    const { echo } = order;
    const money = (side: 'buy' | 'sell'): string =>
      order.side === side
        ? symbol.money.format(BigInt(report.priceTicks) * BigInt(report.leavesLots), 5)
        : '0';
    return {
      e: 'ORDER_TRADE_UPDATE',
      E: this.agenda.nowMs,
      T: report.timeMs,
      o: {
        s: order.symbol,
        c: report.clientId,
        S: order.side.toUpperCase(),
        o: echo.type,
        f: echo.tif,
        q: symbol.qtyText(report.qtyLots),
        p: symbol.priceText(report.priceTicks),
        ap: averageText({ ...order, filledLots: report.filledLots, filledQuote: report.filledQuote }, symbol),
        sp: '0',
        x: EXECS[report.exec],
        X: report.status,
        i: order.id,
        l: fill ? symbol.qtyText(fill.lots) : '0',
        z: symbol.qtyText(report.filledLots),
        L: fill ? symbol.priceText(fill.priceTicks) : '0',
        ...(fill ? { N: fill.asset, n: fill.commission } : {}),
        T: report.timeMs,
        t: fill?.tradeId ?? 0,
        b: money('buy'),
        a: money('sell'),
        m: fill?.isMaker ?? false,
        R: echo.reduceOnly === 'true',
        wt: 'CONTRACT_PRICE',
        ot: echo.type,
        ps: echo.positionSide,
        cp: false,
        pP: false,
        si: 0,
        ss: 0,
        rp: fill?.profit ?? '0',
        V: echo.prevention,
        pm: 'NONE',
        gtd: Number(echo.goodTillDate),
        er: '0',
      },
    };
  }

  /** The fill, sooner and with less. */
  private lite({ order, fill, timeMs }: Report) {
    const symbol = this.venue.symbol(order.symbol);
    return {
      e: 'TRADE_LITE',
      E: this.agenda.nowMs,
      T: timeMs,
      s: order.symbol,
      q: symbol.qtyText(order.qtyLots),
      p: symbol.priceText(order.priceTicks),
      m: fill!.isMaker,
      c: order.clientId,
      S: order.side.toUpperCase(),
      L: symbol.priceText(fill!.priceTicks),
      l: symbol.qtyText(fill!.lots),
      t: fill!.tradeId,
      i: order.id,
    };
  }

  private accountUpdate({ order, timeMs }: Report) {
    const symbol = this.venue.symbol(order.symbol);
    const { positions } = this.venue;
    const position = positions.of(this.account, order.symbol, order.echo.positionSide as PositionSide);
    const wallet = positions.walletText(this.account);
    return {
      e: 'ACCOUNT_UPDATE',
      T: timeMs,
      E: this.agenda.nowMs,
      a: {
        m: 'ORDER',
        B: [{ a: symbol.options.margin, wb: wallet, cw: wallet, bc: '0' }],
        P: [
          {
            s: order.symbol,
            pa: `${position.lots < 0 ? '-' : ''}${symbol.qtyText(Math.abs(position.lots))}`,
            ep: positions.entryText(position),
            bep: positions.entryText(position),
            cr: '0',
            up: '0',
            mt: 'cross',
            iw: '0',
            ps: position.side,
          },
        ],
      },
    };
  }
}
