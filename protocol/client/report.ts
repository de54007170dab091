/** Execution reports as people read them: words and decimal text instead of codes and fixed point. */

import { Route } from '../codes/enums.js';
import { Reason } from '../codes/reasons.js';
import {
  Body,
  type EventId,
  OrderAccepted,
  OrderExecuted,
  OrderRejected,
  type OrderState,
} from '../generated/pregao/wire.js';
import type { FrameDecoder } from '../wire/decoder.js';
import { ReportFields } from '../wire/fields.js';
import {
  type ChildStatusWord,
  childStatusWord,
  type LiquidityWord,
  liquidityWord,
  type ReportedOrdTypeWord,
  reportedOrdTypeWord,
  type SideWord,
  sideWord,
  type TimeInForceWord,
  timeInForceWord,
} from '../words.js';
import { type EngineAddress, type ReasonInfo, reasonInfo } from './errors.js';
import { priceText, quantityText, type Security } from './security.js';

export const REPORT_TYPES = {
  [Body.OrderAccepted]: 'accepted',
  [Body.OrderRejected]: 'rejected',
  [Body.OrderReplaced]: 'replaced',
  [Body.ReplaceRejected]: 'replaceRejected',
  [Body.OrderCancelled]: 'cancelled',
  [Body.CancelRejected]: 'cancelRejected',
  [Body.OrderExecuted]: 'executed',
  [Body.OrderExpired]: 'expired',
  [Body.OrderRestated]: 'restated',
  [Body.OrderTriggered]: 'triggered',
  [Body.OrderPending]: 'pending',
  [Body.ChildReport]: 'child',
} as const;

type ReportBody = keyof typeof REPORT_TYPES;
export type ReportType = (typeof REPORT_TYPES)[ReportBody];

/** (sequence of the command, index in its event group). */
export interface EventIdentity {
  readonly sequence: number;
  readonly index: number;
}

export interface OrderReport {
  readonly type: ReportType;
  readonly event: EventIdentity;
  /** Seconds since 1970, and nanoseconds. */
  readonly seconds: number;
  readonly nanos: number;
  /** 0 for a rejected order. */
  readonly orderId: bigint;
  readonly clientOrderId: bigint;
  readonly symbol: string;
  /** Name; the number as text where the logon did not name it. */
  readonly account: string;
  readonly side: SideWord | undefined;
  /** `quoted`: a side of a quote, whose id is the client order id. */
  readonly ordType: ReportedOrdTypeWord | undefined;
  readonly timeInForce: TimeInForceWord | undefined;
  readonly price: string;
  readonly total: string;
  readonly executed: string;
  readonly open: string;
  readonly last: string;
  /** Number of the request that this answers; 0 = none of ours. */
  readonly messageNumber: number;
  /** Why, where the type has a reason. */
  readonly reason: ReasonInfo | undefined;
  /** The engine that tells it, among several, each with ids and events of its own; '' = the only one. */
  readonly engine: string;
  /** Where its instrument lives, when that is why it was refused. */
  readonly elsewhere: EngineAddress | undefined;
  /** Only `executed`. */
  readonly execution: ExecutionInfo | undefined;
  /** Only `child`: the report is about a part of a routed order. */
  readonly child: ChildInfo | undefined;
}

export interface ChildInfo {
  /** Engine id of the routed order. */
  readonly parentOrderId: bigint;
  /** Our own book, or the number of its venue. */
  readonly at: 'own book' | number;
  readonly status: ChildStatusWord | undefined;
}

export interface ExecutionInfo {
  /** The same on both sides. */
  readonly id: EventIdentity;
  readonly price: string;
  readonly liquidity: LiquidityWord | undefined;
}

/** A report as it came: kept until the securities that it speaks of are known. */
export interface RawReport {
  readonly type: ReportBody;
  readonly fields: ReportFields;
  /** Exact values where a field was beyond 2^53. */
  readonly large?: LargeAmounts;
  readonly elsewhere?: EngineAddress | undefined;
}

type LargeAmounts = Record<'price' | 'total' | 'executed' | 'open' | 'last' | 'lastPrice', bigint>;

export const isReport = (type: Body): type is ReportBody => type in REPORT_TYPES;

export function readRawReport(decoder: FrameDecoder): RawReport {
  const type = decoder.type as ReportBody;
  const fields = new ReportFields();
  decoder.report(fields);
  if (fields.reason === Reason.InstrumentElsewhere)
    return { type, fields, elsewhere: placeIn(decoder.body(new OrderRejected())) };
  return fields.outOfRange ? { type, fields, large: largeAmounts(decoder) } : { type, fields };
}

export function orderReport(
  { type, fields, large, elsewhere }: RawReport,
  security: Security,
  accountName: (account: number) => string,
  engine: string,
): OrderReport {
  const amounts = large ?? fields;
  return {
    type: REPORT_TYPES[type],
    event: { sequence: fields.sequence, index: fields.index },
    seconds: fields.seconds,
    nanos: fields.nanos,
    orderId: uint64(fields.orderIdLow, fields.orderIdHigh),
    clientOrderId: uint64(fields.clientIdLow, fields.clientIdHigh),
    symbol: security.symbol,
    account: accountName(fields.account),
    side: sideWord(fields.side),
    ordType: reportedOrdTypeWord(fields.ordType),
    timeInForce: timeInForceWord(fields.timeInForce),
    price: priceText(security, amounts.price),
    total: quantityText(security, amounts.total),
    executed: quantityText(security, amounts.executed),
    open: quantityText(security, amounts.open),
    last: quantityText(security, amounts.last),
    messageNumber: fields.messageNumber,
    reason: fields.reason === 0 ? undefined : reasonInfo(fields.reason),
    engine,
    elsewhere,
    execution: type === Body.OrderExecuted ? execution(fields, amounts.lastPrice, security) : undefined,
    child: type === Body.ChildReport ? childInfo(fields) : undefined,
  };
}

export const uint64 = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

function execution(fields: ReportFields, price: number | bigint, security: Security): ExecutionInfo {
  return {
    id: { sequence: fields.executionSequence, index: fields.executionIndex },
    price: priceText(security, price),
    liquidity: liquidityWord(fields.liquidity),
  };
}

function childInfo(fields: ReportFields): ChildInfo {
  return {
    parentOrderId: uint64(fields.parentIdLow, fields.parentIdHigh),
    at: fields.route === Route.OwnBook ? 'own book' : fields.route - Route.Venue,
    status: childStatusWord(fields.status),
  };
}

/** Refusals that have both fields: those of orders and requests are alike. */
interface Refused {
  engine(): string | null;
  address(): string | null;
}

export function placeIn(refused: Refused): EngineAddress | undefined {
  const engine = refused.engine();
  return engine === null ? undefined : { engine, address: refused.address() ?? '' };
}

/** All reports begin with the order's state, so any of their classes reads it. */
function largeAmounts(decoder: FrameDecoder): LargeAmounts {
  const order = decoder.body(new OrderAccepted()).order() as OrderState;
  const executed = decoder.type === Body.OrderExecuted;
  return {
    price: order.price(),
    total: order.total(),
    executed: order.executed(),
    open: order.open(),
    last: order.last(),
    lastPrice: executed ? decoder.body(new OrderExecuted()).lastPrice() : 0n,
  };
}

/** Sequences stay below 2^53. */
export const eventIdentity = (id: EventId): EventIdentity => ({
  sequence: Number(id.sequence()),
  index: id.index(),
});
