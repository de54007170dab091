/** What became of an order: `order.status`, and where it has executed more than we know, the account's trades of that order. */
import { Liquidity } from '../../../protocol/codes/enums.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents, Found, FoundFill } from '../../kit/orders/order-form.js';
import { unitsOf } from '../../kit/units.js';
import { isNoSuchOrder } from './error-codes.js';
import { FOUND_STATUS } from './order-words.js';
import type { Answer, WsApi } from './ws-api.js';

/** The venue gives so many trades at a time at most. */
export const TRADES_LIMIT = 1_000;

export interface TradeRow {
  readonly id: number;
  readonly orderId: number;
  readonly price: string;
  readonly qty: string;
  /** Spot's name for it and futures'. */
  readonly isMaker?: boolean;
  readonly maker?: boolean;
}

/** Tells the trades of an order; when there is no answer, nothing. */
export type AskTrades = (
  symbol: string,
  orderId: string,
  nowMs: number,
  told: (rows: readonly TradeRow[]) => void,
) => void;

export class OrderQuery {
  constructor(
    private readonly api: WsApi,
    private readonly desk: FormEvents,
    private readonly instrumentOf: (id: number) => VenueInstrument,
    private readonly askTrades: AskTrades,
  ) {}

  /** Tells the desk; when there is no answer, nothing. */
  find(order: ChildOrder, nowMs: number): void {
    const instrument = this.instrumentOf(order.terms.instrument);
    const params = { symbol: instrument.symbol, origClientOrderId: order.clientId, timestamp: nowMs };
    this.api.request('order.status', params, (answer) => {
      if (isNoSuchOrder(answer.code)) return this.desk.notFound(order);
      const found = foundIn(answer, order, instrument);
      if (found === undefined) return;
      if (found.cumLots === order.executedLots) return this.desk.stands(order, found);
      this.askTrades(instrument.symbol, found.venueId, nowMs, (rows) =>
        this.desk.stands(order, { ...found, fills: fillsOf(rows, found.venueId, instrument) }),
      );
    });
  }
}

function foundIn(
  { status: answered, result }: Answer,
  order: ChildOrder,
  { price, qty }: VenueInstrument,
): Found | undefined {
  const status = FOUND_STATUS[String(result.status)];
  if (answered !== 200 || status === undefined) return undefined;
  return {
    status,
    venueId: String(result.orderId),
    cumLots: unitsOf(String(result.executedQty), qty),
    fills: [],
    // 0 of a market order.
    priceTicks: unitsOf(String(result.price), price) || order.priceTicks,
    totalLots: unitsOf(String(result.origQty), qty) - unitsOf(String(result.preventedQuantity ?? 0), qty),
  };
}

const fillsOf = (rows: readonly TradeRow[], orderId: string, { price, qty }: VenueInstrument): FoundFill[] =>
  rows
    .filter((row) => String(row.orderId) === orderId)
    .sort((a, b) => a.id - b.id)
    .map((row) => ({
      lots: unitsOf(row.qty, qty),
      priceTicks: unitsOf(row.price, price),
      liquidity: (row.isMaker ?? row.maker) ? Liquidity.Maker : Liquidity.Taker,
      executionId: String(row.id),
    }));
