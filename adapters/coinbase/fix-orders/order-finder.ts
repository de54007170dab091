/**
 * What became of an order at Coinbase: OrderStatusRequest over FIX; when that knows nothing, and for executions that have never come,
 * REST. Over REST an order is found among all of its product, because a replace has given it another client order id.
 */
import { Liquidity } from '../../../protocol/codes/enums.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { msgType } from '../../../protocol/fix/codec/tags.js';
import type { FixSender } from '../../fix-orders/fix-form.js';
import type { Finder } from '../../fix-orders/fix-venue.js';
import { unitsIn, unitsOrNone } from '../../fix-orders/quantities.js';
import { textIn } from '../../fix-orders/report-reader.js';
import { T } from '../../fix-orders/tags.js';
import type { Call } from '../../kit/feed/outside.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { ClientIds } from '../../kit/orders/client-ids.js';
import type { FormEvents, Found, FoundFill, FoundStatus } from '../../kit/orders/order-form.js';
import { Asked } from '../../kit/orders/sent-requests.js';
import { unitsOf } from '../../kit/units.js';
import type { CoinbaseOrderOptions } from './options.js';
import { signedHeaders } from './signing.js';

const STATUS_REQUEST = msgType('H');

/** The venue gives so many at most, the newest first. */
const MOST_ORDERS = 1_000;
/** OrdStatus. */
const STATUS: Readonly<Record<string, FoundStatus>> = {
  '0': 'open',
  '1': 'open',
  '2': 'filled',
  '4': 'cancelled',
  '5': 'open',
  '8': 'rejected',
  C: 'expired',
};

interface OrderRow {
  readonly id: string;
  readonly client_oid?: string;
  readonly status: string;
  readonly done_reason?: string;
  readonly price?: string;
  readonly size: string;
  readonly filled_size: string;
}

interface FillRow {
  readonly trade_id: number;
  readonly price: string;
  readonly size: string;
  readonly liquidity: string;
}

export class CoinbaseFinder implements Finder {
  private readonly byId = new Map<number, VenueInstrument>();
  private nowMs = 0;

  constructor(
    private readonly options: CoinbaseOrderOptions,
    private readonly ids: ClientIds,
    private readonly sender: FixSender,
    private readonly call: Call,
    private readonly desk: FormEvents,
  ) {
    for (const instrument of options.instruments) this.byId.set(instrument.id, instrument);
  }

  find(order: ChildOrder, nowMs: number): boolean {
    this.nowMs = nowMs;
    const { symbol } = this.byId.get(order.terms.instrument)!;
    const fill: Parameters<FixSender['ask']>[3] = (to) => {
      to.text(T.ClOrdID, order.venueName);
      if (order.venueId !== '') to.text(T.OrderID, order.venueId);
      to.text(T.Symbol, symbol).int(T.Side, order.terms.side);
    };
    return this.sender.ask(STATUS_REQUEST, Asked.Status, order, fill, nowMs);
  }

  status(order: ChildOrder, message: FixMessage): void {
    const status = STATUS[textIn(message, 39)];
    if (status === undefined) return;
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    this.stands(order, {
      status,
      venueId: textIn(message, T.OrderID),
      cumLots: unitsIn(message, T.CumQty, qty),
      fills: [],
      priceTicks: unitsOrNone(message, T.Price, price),
      totalLots: unitsIn(message, T.OrderQty, qty),
    });
  }

  statusRefused(order: ChildOrder): void {
    const { symbol } = this.byId.get(order.terms.instrument)!;
    this.get<readonly OrderRow[]>(`/orders?status=all&product_id=${symbol}&limit=${MOST_ORDERS}`, (rows) => {
      const row = rows.find(({ id, client_oid = '' }) => this.isOf(order, id, client_oid));
      if (row === undefined) this.desk.notFound(order);
      else this.stands(order, this.foundIn(order, row));
    });
  }

  private isOf(order: ChildOrder, id: string, clientId: string): boolean {
    return id === order.venueId || this.ids.orderOf(clientId) === order.clientId;
  }

  private foundIn(order: ChildOrder, row: OrderRow): Found {
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    return {
      status: statusOf(row),
      venueId: row.id,
      cumLots: unitsOf(row.filled_size, qty),
      fills: [],
      priceTicks: row.price === undefined ? 0 : unitsOf(row.price, price),
      totalLots: unitsOf(row.size, qty),
    };
  }

  /** A market order has no price. */
  private stands(order: ChildOrder, found: Found): void {
    const priced = { ...found, priceTicks: found.priceTicks || order.priceTicks };
    if (found.cumLots === order.executedLots) return this.desk.stands(order, priced);
    this.get<readonly FillRow[]>(`/fills?order_id=${found.venueId}`, (rows) =>
      this.desk.stands(order, { ...priced, fills: this.fillsIn(order, rows) }),
    );
  }

  /** The newest stands first. */
  private fillsIn(order: ChildOrder, rows: readonly FillRow[]): FoundFill[] {
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    return [...rows]
      .sort((a, b) => a.trade_id - b.trade_id)
      .map((row) => ({
        lots: unitsOf(row.size, qty),
        priceTicks: unitsOf(row.price, price),
        liquidity: row.liquidity === 'M' ? Liquidity.Maker : Liquidity.Taker,
        executionId: `trade ${row.trade_id}`,
      }));
  }

  /** No answer, or none that can be read, is asked for again by the desk. */
  private get<Body>(target: string, then: (body: Body) => void): void {
    const headers = signedHeaders(this.options, 'GET', target, this.nowMs);
    this.call({ method: 'GET', url: this.options.restUrl + target, headers }, (status, body) => {
      const parsed = status === 200 ? parse<Body>(body) : undefined;
      if (parsed !== undefined) then(parsed);
    });
  }
}

function statusOf({ status, done_reason }: OrderRow): FoundStatus {
  if (status === 'rejected') return 'rejected';
  if (status !== 'done') return 'open';
  return done_reason === 'filled' ? 'filled' : 'cancelled';
}

function parse<Body>(body: Uint8Array | undefined): Body | undefined {
  try {
    return JSON.parse(Buffer.from(body ?? []).toString()) as Body;
  } catch {
    return undefined;
  }
}
