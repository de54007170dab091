/** The user data stream over the WebSocket API's own socket: `{"subscriptionId": …, "event": …}`. */
import { KIND_OF_EXEC, type Report } from '../report.js';
import type { WsApiPeer } from '../ws-api.js';
import type { SpotVenue } from './venue.js';

export class UserEvents {
  private readonly subscriptions = new Map<WsApiPeer, Map<number, () => void>>();
  private lastId = 0;

  constructor(private readonly venue: SpotVenue) {}

  subscribe(peer: WsApiPeer, account: string): { subscriptionId: number } {
    const own = this.subscriptions.get(peer) ?? this.begin(peer);
    const subscriptionId = own.size === 0 ? 0 : ++this.lastId;
    own.set(
      subscriptionId,
      this.venue.reporter.listen(account, (report) => this.tell(peer, subscriptionId, account, report)),
    );
    return { subscriptionId };
  }

  /** @param id all of the connection's when it is not given */
  unsubscribe(peer: WsApiPeer, id: number | undefined): object {
    const own = this.subscriptions.get(peer);
    for (const [each, stop] of own ?? [])
      if (id === undefined || each === id) {
        stop();
        own!.delete(each);
      }
    return {};
  }

  isSubscribed(peer: WsApiPeer): boolean {
    return (this.subscriptions.get(peer)?.size ?? 0) > 0;
  }

  private begin(peer: WsApiPeer): Map<number, () => void> {
    const own = new Map<number, () => void>();
    this.subscriptions.set(peer, own);
    peer.endings.add(() => {
      this.unsubscribe(peer, undefined);
      this.subscriptions.delete(peer);
    });
    return own;
  }

  private tell(peer: WsApiPeer, subscriptionId: number, account: string, report: Report): void {
    const { clientId, symbol } = report.order;
    peer.send({ subscriptionId, event: this.execution(report) }, KIND_OF_EXEC[report.exec], clientId);
    const position = {
      e: 'outboundAccountPosition',
      E: this.venue.agenda.nowMs,
      u: report.timeMs,
      B: this.venue.balances.rows(account, symbol),
    };
    peer.send({ subscriptionId, event: position }, 'event', clientId);
  }

  private execution(report: Report): object {
    const { order, fill } = report;
    const symbol = this.venue.symbol(order.symbol);
    const { echo } = order;
    return {
      e: 'executionReport',
      E: this.venue.agenda.nowMs,
      s: order.symbol,
      c: report.clientId,
      S: order.side.toUpperCase(),
      o: echo.type,
      f: echo.tif,
      q: symbol.qtyText(report.qtyLots),
      p: symbol.priceText(report.priceTicks),
      P: symbol.priceText(order.trigger?.priceTicks ?? 0),
      F: symbol.qtyText(0),
      g: -1,
      C: report.origClientId,
      x: report.exec,
      X: report.status,
      r: 'NONE',
      i: order.id,
      l: symbol.qtyText(fill?.lots ?? 0),
      z: symbol.qtyText(report.filledLots),
      L: symbol.priceText(fill?.priceTicks ?? 0),
      n: fill?.commission ?? '0',
      N: fill?.asset ?? null,
      T: report.timeMs,
      t: fill?.tradeId ?? -1,
      v: 3,
      I: report.execId,
      w: report.isWorking,
      m: fill?.isMaker ?? false,
      M: false,
      O: order.createdMs,
      Z: symbol.moneyText(report.filledQuote),
      Y: fill ? symbol.moneyText(BigInt(fill.priceTicks) * BigInt(fill.lots)) : symbol.moneyText(0n),
      Q: echo.quoteOrderQty ?? symbol.moneyText(0n),
      ...(report.isWorking ? { W: order.openedMs || report.timeMs } : {}),
      V: echo.prevention,
    };
  }
}
