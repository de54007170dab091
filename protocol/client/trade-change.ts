/** What became of an execution after it was reported. Its order stays as it is; position and cash do not. */

import type { TradeChangeFields } from '../wire/trade-change.js';
import { sideWord } from '../words.js';
import type { EventIdentity } from './report.js';
import { priceText, quantityText, type Security } from './security.js';

export interface TradeChange {
  readonly event: EventIdentity;
  /** The engine that tells it, among several; '' = the only one. */
  readonly engine: string;
  readonly seconds: number;
  readonly nanos: number;
  /** Of the execution that is meant, as its report had it. */
  readonly executionId: EventIdentity;
  readonly symbol: string;
  readonly account: string;
  readonly side: string;
  /** Busted: what is taken back. Corrected: what is right. */
  readonly price: string;
  readonly quantity: string;
  /** Corrected: what was reported. */
  readonly oldPrice: string | undefined;
  readonly oldQuantity: string | undefined;
}

export function tradeChange(
  fields: TradeChangeFields,
  isCorrection: boolean,
  security: Security,
  account: string,
  engine: string,
): TradeChange {
  return {
    event: { sequence: fields.sequence, index: fields.index },
    engine,
    seconds: fields.seconds,
    nanos: fields.nanos,
    executionId: { sequence: fields.executionSequence, index: fields.executionIndex },
    symbol: security.symbol,
    account,
    side: sideWord(fields.side) ?? 'none',
    price: priceText(security, fields.price),
    quantity: quantityText(security, fields.quantity),
    oldPrice: isCorrection ? priceText(security, fields.oldPrice) : undefined,
    oldQuantity: isCorrection ? quantityText(security, fields.oldQuantity) : undefined,
  };
}
