/**
 * The part of NewOrder that most orders do not have: written behind the other fields by `ClientEncoder`, read by
 * `FrameDecoder`, both only for orders that are extended. Allocates nothing.
 */
import { NewOrderField } from '../generated/layout.js';
import type { TermsFields } from './fields.js';
import { highHalf, lowHalf, put64, putTime, readTime } from './int64.js';
import type { OutputBuffer } from './output-buffer.js';
import type { TableReader } from './table-reader.js';
import type { Template } from './template.js';

/** Into the message that stands at `at`. */
export function writeTerms(out: OutputBuffer, at: number, template: Template, terms: TermsFields): void {
  const { i32, bytes } = out;
  const price = at + template.at(NewOrderField.TriggerPrice);
  const trailing = at + template.at(NewOrderField.TrailingOffset);
  const display = at + template.at(NewOrderField.DisplayQuantity);
  const minimum = at + template.at(NewOrderField.MinimumQuantity);
  const protection = at + template.at(NewOrderField.Protection);
  const pegOffset = at + template.at(NewOrderField.PegOffset);
  const linked = at + template.at(NewOrderField.LinkedClientOrderId);
  put64(i32, price, lowHalf(terms.triggerPrice), highHalf(terms.triggerPrice));
  put64(i32, trailing, lowHalf(terms.trailingOffset), highHalf(terms.trailingOffset));
  put64(i32, display, lowHalf(terms.displayQuantity), highHalf(terms.displayQuantity));
  put64(i32, minimum, lowHalf(terms.minimumQuantity), highHalf(terms.minimumQuantity));
  put64(i32, protection, lowHalf(terms.protection), highHalf(terms.protection));
  put64(i32, pegOffset, lowHalf(terms.pegOffset), highHalf(terms.pegOffset));
  put64(i32, linked, terms.linkedIdLow, terms.linkedIdHigh);
  putTime(i32, at + template.at(NewOrderField.ExpireTime), terms.expires);
  bytes[at + template.at(NewOrderField.TriggerSource)] = terms.triggerSource;
  bytes[at + template.at(NewOrderField.TriggerVenue)] = terms.triggerVenue;
  bytes[at + template.at(NewOrderField.Peg)] = terms.peg;
  bytes[at + template.at(NewOrderField.Contingency)] = terms.contingency;
  bytes[at + template.at(NewOrderField.SelfTradePrevention)] = terms.selfTradePrevention;
  bytes[at + template.at(NewOrderField.PreventWithinFirm)] = terms.preventWithinFirm ? 1 : 0;
  bytes[at + template.at(NewOrderField.ReduceOnly)] = terms.reduceOnly ? 1 : 0;
  bytes[at + template.at(NewOrderField.Route)] = terms.route;
}

/** Every field, absent or not. Sets the table's `outOfRange` where a number cannot be one. */
export function readTerms(table: TableReader, into: TermsFields): void {
  table.i64(NewOrderField.TriggerPrice);
  into.triggerPrice = table.value;
  into.triggerSource = table.u8(NewOrderField.TriggerSource, 0);
  into.triggerVenue = table.u8(NewOrderField.TriggerVenue, 0);
  table.i64(NewOrderField.TrailingOffset);
  into.trailingOffset = table.value;
  table.i64(NewOrderField.DisplayQuantity);
  into.displayQuantity = table.value;
  table.i64(NewOrderField.MinimumQuantity);
  into.minimumQuantity = table.value;
  readExpiry(table, into);
  table.i64(NewOrderField.Protection);
  into.protection = table.value;
  into.peg = table.u8(NewOrderField.Peg, 0);
  table.i64(NewOrderField.PegOffset);
  into.pegOffset = table.value;
  into.contingency = table.u8(NewOrderField.Contingency, 0);
  into.linkedIdLow = table.low(NewOrderField.LinkedClientOrderId);
  into.linkedIdHigh = table.high(NewOrderField.LinkedClientOrderId);
  into.selfTradePrevention = table.u8(NewOrderField.SelfTradePrevention, 0);
  into.preventWithinFirm = table.u8(NewOrderField.PreventWithinFirm, 0) !== 0;
  into.reduceOnly = table.u8(NewOrderField.ReduceOnly, 0) !== 0;
  into.route = table.u8(NewOrderField.Route, 0);
}

/** Times before 1970 are none. */
function readExpiry(table: TableReader, { expires }: TermsFields): void {
  const at = table.position(NewOrderField.ExpireTime);
  expires.seconds = expires.nanos = 0;
  if (at === 0) return;
  if (table.view.getInt32(at + 4, true) < 0) table.outOfRange = true;
  else readTime(table.view, at, expires);
}
