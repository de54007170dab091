/** What is asked of Nasdaq, written into one buffer that is used again for each message. */
import { Side, TimeInForce } from '../../../protocol/codes/enums.js';
import {
  AccountQuery,
  CancelOrder,
  EnterOrder,
  ReplaceOrder,
} from '../../../protocol/messages/generated/ouch-inbound.js';
import { OptionTag, OuchOptionsWriter } from '../../../protocol/ouch/options.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { NasdaqUnits } from '../units.js';
import type { NasdaqOrderOptions } from './options.js';
import type { OuchOrder } from './ouch-order.js';

const BUFFER_BYTES = 128;
const FIRM_BYTES = 4;

const code = (text: string): number => text.charCodeAt(0);
/** Sales are long, short, or short exempt. */
const SIDES: Readonly<Record<number, number>> = {
  [Side.Buy]: code('B'),
  [Side.Sell]: code('S'),
  [Side.SellShort]: code('T'),
  [Side.SellShortExempt]: code('E'),
};
const DISPLAYED = code('Y');
const NO = code('N');
const YES = code('Y');
const CONTINUOUS = code('N');
const POST_ONLY = code('P');
const DAY = code('0');
const IMMEDIATE = code('3');

export class OuchRequests {
  readonly buffer = Buffer.alloc(BUFFER_BYTES);
  private readonly enter = new EnterOrder();
  private readonly change = new ReplaceOrder();
  private readonly remove = new CancelOrder();
  private readonly question = new AccountQuery();
  private readonly appendage = new OuchOptionsWriter();
  private readonly capacity: number;

  constructor(private readonly options: NasdaqOrderOptions) {
    this.capacity = code(options.capacity);
  }

  /** @returns where it ends */
  newOrder(order: ChildOrder, { symbol, sharesPerLot, unitsPerTick }: NasdaqUnits, ref: number): number {
    const { enter, buffer } = this;
    const { meantSide, timeInForce } = order.terms;
    const optionsAt = enter.encode(buffer, 0);
    enter.userRefNum = ref;
    enter.side = SIDES[meantSide];
    enter.quantity = order.totalLots * sharesPerLot;
    enter.symbol = symbol;
    enter.price = order.priceTicks * unitsPerTick;
    enter.timeInForce = timeInForce === TimeInForce.Day ? DAY : IMMEDIATE;
    enter.display = DISPLAYED;
    enter.capacity = this.capacity;
    enter.intermarketSweep = NO;
    enter.crossType = CONTINUOUS;
    enter.clOrdId = order.clientId;
    const options = this.commonOptions(order, optionsAt);
    if (this.options.firm !== undefined) options.text(OptionTag.Firm, FIRM_BYTES, this.options.firm);
    // All or nothing, at once: the least that may execute is the whole.
    if (timeInForce === TimeInForce.FillOrKill) options.number(OptionTag.MinQty, 4, enter.quantity);
    enter.appendageBytes = options.end - optionsAt;
    return options.end;
  }

  /** @returns where it ends */
  replace(order: OuchOrder, ref: number): number {
    const { change, buffer } = this;
    const { child, units } = order;
    const optionsAt = change.encode(buffer, 0);
    change.origUserRefNum = order.ref;
    change.userRefNum = ref;
    change.quantity = child.pendingLots * units.sharesPerLot;
    change.price = child.pendingTicks * units.unitsPerTick;
    change.timeInForce = DAY;
    change.display = DISPLAYED;
    change.intermarketSweep = NO;
    change.clOrdId = child.clientId;
    const options = this.commonOptions(child, optionsAt);
    change.appendageBytes = options.end - optionsAt;
    return options.end;
  }

  /** Of everything that is left. @returns where it ends */
  cancel(ref: number): number {
    const end = this.remove.encode(this.buffer, 0);
    this.remove.userRefNum = ref;
    return end;
  }

  /** @returns where it ends */
  accountQuery(): number {
    return this.question.encode(this.buffer, 0);
  }

  private commonOptions({ terms }: ChildOrder, at: number): OuchOptionsWriter {
    const options = this.appendage.begin(this.buffer, at);
    if (terms.postOnly) options.number(OptionTag.PostOnly, 1, POST_ONLY);
    const { meantSide } = terms;
    const isShort = meantSide === Side.SellShort || meantSide === Side.SellShortExempt;
    if (isShort) options.number(OptionTag.SharesLocated, 1, YES);
    return options;
  }
}
