/** What the OUCH 5.0 messages of a port do, and how each is refused: mostly by silence. */
import {
  AccountQuery,
  CancelOrder,
  EnterOrder,
  MESSAGES,
  ModifyOrder,
  ReplaceOrder,
} from '../../../protocol/messages/generated/ouch-inbound.js';
import { OptionTag } from '../../../protocol/ouch/options.js';
import { OuchFault, OuchReader } from '../../../protocol/ouch/reader.js';
import { leavesOf, type Order, type OrderRequest, type Tif } from '../market/order.js';
import type { OuchPort } from './port.js';
import { type NasdaqVenue, RejectReason } from './venue.js';

const SHARES_MAX = 999_999;
/** Prices have four decimal places; a dollar and more goes in cents. */
const UNITS_A_TICK = 100;
const MAX_PRICE_UNITS = 1_999_999_900;
const DAY_MS = 86_400_000;

const SIDES: Readonly<Record<string, 'buy' | 'sell'>> = { B: 'buy', S: 'sell', T: 'sell', E: 'sell' };
const TIFS: Readonly<Record<string, Tif>> = { '0': 'day', '3': 'ioc', '5': 'day', '6': 'gtd', E: 'day' };
/** What Modify may make of a side. */
const MODIFIES: readonly string[] = ['SE', 'ST', 'ET', 'TE', 'SS', 'TT', 'EE', 'BB'];
const DISPLAYS = ['Y', 'A'];
const POST_ONLY = 'P'.charCodeAt(0);

interface Options {
  readonly postOnly: boolean;
  readonly expireMs: number | undefined;
  readonly minQty: number | undefined;
  readonly isServed: boolean;
}

class Refusal extends Error {
  constructor(readonly reason: RejectReason) {
    super(`reason ${reason}`);
  }
}

export class OuchDesk {
  private readonly reader = new OuchReader(MESSAGES);

  constructor(
    private readonly venue: NasdaqVenue,
    private readonly port: OuchPort,
  ) {}

  /** Bytes that are no message are ignored, as everything that comes unsequenced may be lost. */
  request(bytes: Buffer, start: number, end: number): void {
    if (this.reader.read(bytes, start, end) !== OuchFault.None) return;
    const { message } = this.reader;
    if (message instanceof EnterOrder) this.enter(message);
    else if (message instanceof ReplaceOrder)
      this.onOrder(
        'replace',
        message.origUserRefNum,
        (order) => this.replace(order, message),
        () => this.refuseReplace(message),
      );
    else if (message instanceof CancelOrder)
      this.onOrder(
        'cancel',
        message.userRefNum,
        (order) => this.cancel(order, message.quantity),
        () => this.venue.rejectCancel(this.port, message.userRefNum),
      );
    else if (message instanceof ModifyOrder)
      this.onOrder('replace', message.userRefNum, (order) => this.modify(order, message));
    else if (message instanceof AccountQuery) this.venue.answerQuery(this.port);
  }

  private enter(message: EnterOrder): void {
    const { userRefNum } = message;
    if (userRefNum < this.port.nextUserRefNum) return;
    const fault = this.faultOf('new', String(userRefNum));
    if (fault === 'ignored') return;
    this.port.nextUserRefNum = userRefNum + 1;
    if (fault === 'throttled')
      return this.venue.reject(this.port, userRefNum, RejectReason.PortRate, message.clOrdId);
    try {
      this.venue.place(this.port, this.orderOf(message), {
        side: char(message.side),
        timeInForce: message.timeInForce,
        display: message.display,
        capacity: message.capacity,
        intermarketSweep: message.intermarketSweep,
        crossType: message.crossType,
        clOrdId: message.clOrdId,
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.venue.reject(this.port, userRefNum, error.reason, message.clOrdId);
    }
  }

  /** @throws Refusal */
  private orderOf(message: EnterOrder): OrderRequest {
    const { symbol, quantity } = message;
    const side = SIDES[char(message.side)];
    const tif = TIFS[char(message.timeInForce)];
    const options = this.options();
    if (!this.venue.market.has(symbol)) throw new Refusal(RejectReason.Symbol);
    if (side === undefined) throw new Refusal(RejectReason.Side);
    if (!(quantity >= 1 && quantity <= SHARES_MAX)) throw new Refusal(RejectReason.Quantity);
    if (char(message.crossType) !== 'N') throw new Refusal(RejectReason.CrossOrder);
    if (!DISPLAYS.includes(char(message.display))) throw new Refusal(RejectReason.Display);
    if (tif === undefined || !options.isServed) throw new Refusal(RejectReason.OrderType);
    if (tif === 'gtd' && options.expireMs === undefined) throw new Refusal(RejectReason.OrderType);
    // Of minimum quantities only the whole is served, and only at once.
    const isWhole = options.minQty === quantity && tif === 'ioc';
    if (options.minQty !== undefined && !isWhole) throw new Refusal(RejectReason.MinQty);
    const priceTicks = ticksOf(message.price);
    if (this.venue.market.phase(symbol) !== 'open') throw new Refusal(RejectReason.Halted);
    const placing = {
      account: this.port.options.account,
      session: this.port.options.username,
      clientId: String(message.userRefNum),
    };
    return {
      ...placing,
      symbol,
      side,
      kind: 'limit',
      tif: isWhole ? 'fok' : tif,
      priceTicks,
      qtyLots: quantity,
      postOnly: options.postOnly,
      expireMs: options.expireMs,
    };
  }

  /** What the options behind the message ask for. */
  private options(): Options {
    const { options } = this.reader;
    let [postOnly, isServed] = [false, true];
    let expireMs: number | undefined;
    let minQty: number | undefined;
    while (options.next()) {
      if (options.tag === OptionTag.PostOnly) postOnly = options.number === POST_ONLY;
      else if (options.tag === OptionTag.ExpireTime) expireMs = this.midnightMs() + options.number * 1_000;
      else if (options.tag === OptionTag.MinQty) minQty = options.number;
      else if (UNSERVED.includes(options.tag)) isServed = false;
    }
    return { postOnly, expireMs, minQty, isServed };
  }

  private midnightMs(): number {
    const { nowMs } = this.venue.agenda;
    return nowMs - (nowMs % DAY_MS);
  }

  /** What is said of an order that is dead, or was never there, is ignored. */
  private onOrder(
    kind: string,
    userRefNum: number,
    act: (order: Order) => void,
    refuse: () => void = () => {},
  ): void {
    const { market, faults } = this.venue;
    const order = market.find(this.port.options.account, String(userRefNum));
    const clientId = order?.clientId ?? String(userRefNum);
    const fault = faults.incoming({ session: this.port.options.username, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return;
    if (fault?.do === 'throttle') return refuse();
    if (fault?.do === 'unknown') faults.inject({ do: 'lose', clientId });
    if (order === undefined) return;
    if (fault?.do === 'fillFirst')
      market.fill(order, fault.qty === undefined ? leavesOf(order) : Number(fault.qty));
    if (order.state !== 'done') act(order);
  }

  private faultOf(kind: string, clientId: string): 'ignored' | 'throttled' | undefined {
    const { faults } = this.venue;
    const fault = faults.incoming({ session: this.port.options.username, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return 'ignored';
    if (fault?.do === 'unknown') faults.inject({ do: 'lose', clientId });
    return fault?.do === 'throttle' ? 'throttled' : undefined;
  }

  /** Quantity is the whole of the chain, what is executed included. Bad details cancel the old order. */
  private replace(order: Order, message: ReplaceOrder): void {
    const { userRefNum, quantity } = message;
    if (userRefNum < this.port.nextUserRefNum) return;
    this.port.nextUserRefNum = userRefNum + 1;
    const options = this.options();
    const isServed =
      options.isServed && options.minQty === undefined && TIFS[char(message.timeInForce)] === order.tif;
    const isGood =
      isServed && quantity <= SHARES_MAX && isOnTick(message.price) && quantity > order.filledLots;
    if (!isGood) return void this.venue.market.cancel(order, 'user');
    this.venue.replace(order, {
      priceTicks: message.price / UNITS_A_TICK,
      qtyLots: quantity,
      userRefNum,
      clOrdId: message.clOrdId,
      display: message.display,
    });
  }

  /** The order that it was to replace stands as it did. */
  private refuseReplace({ userRefNum, clOrdId }: ReplaceOrder): void {
    if (userRefNum < this.port.nextUserRefNum) return;
    this.port.nextUserRefNum = userRefNum + 1;
    this.venue.reject(this.port, userRefNum, RejectReason.PortRate, clOrdId);
  }

  /** Quantity is what the order is meant to come to in all; 0 is none of it. */
  private cancel(order: Order, quantity: number): void {
    const { market } = this.venue;
    if (quantity <= order.filledLots) market.cancel(order, 'user');
    else if (quantity < order.qtyLots) market.decrease(order, order.qtyLots - quantity);
  }

  private modify(order: Order, message: ModifyOrder): void {
    const side = char(message.side);
    const { quantity } = message;
    if (!MODIFIES.includes(`${this.venue.sideOf(order)}${side}`) || quantity > order.qtyLots) return;
    if (quantity <= order.filledLots) return void this.venue.market.cancel(order, 'user');
    this.venue.modify(order, side, quantity);
  }
}

/** Orders that the simulator does not serve. */
const UNSERVED: readonly OptionTag[] = [
  OptionTag.MaxFloor,
  OptionTag.PriceType,
  OptionTag.PegOffset,
  OptionTag.DiscretionPrice,
  OptionTag.DiscretionPriceType,
  OptionTag.DiscretionPegOffset,
  OptionTag.RandomReserves,
];

const char = (code: number): string => String.fromCharCode(code);

const isOnTick = (units: number): boolean =>
  units > 0 && units <= MAX_PRICE_UNITS && units % UNITS_A_TICK === 0;

/** @throws Refusal */
function ticksOf(units: number): number {
  if (!isOnTick(units)) throw new Refusal(RejectReason.Price);
  return units / UNITS_A_TICK;
}
