/** An OUCH message by its names, with the options behind it: for tests, logs and `replay`. It makes objects, and is never on a hot path. */
import { type Described, decimal, describe, type Value } from '../views/describe.js';
import { OptionTag, type OuchOptions } from './options.js';
import type { OuchReader } from './reader.js';

const enum Kind {
  Text,
  Number,
  /** Four decimal places; offsets have a sign. */
  Price,
  Offset,
}

const PRICE_PLACES = 4;
const OPTIONS: Readonly<Record<number, readonly [name: string, kind: Kind]>> = {
  [OptionTag.SecondaryOrderReference]: ['secondaryOrderReference', Kind.Number],
  [OptionTag.Firm]: ['firm', Kind.Text],
  [OptionTag.MinQty]: ['minQty', Kind.Number],
  [OptionTag.CustomerType]: ['customerType', Kind.Text],
  [OptionTag.MaxFloor]: ['maxFloor', Kind.Number],
  [OptionTag.PriceType]: ['priceType', Kind.Text],
  [OptionTag.PegOffset]: ['pegOffset', Kind.Offset],
  [OptionTag.DiscretionPrice]: ['discretionPrice', Kind.Price],
  [OptionTag.DiscretionPriceType]: ['discretionPriceType', Kind.Text],
  [OptionTag.DiscretionPegOffset]: ['discretionPegOffset', Kind.Offset],
  [OptionTag.PostOnly]: ['postOnly', Kind.Text],
  [OptionTag.RandomReserves]: ['randomReserves', Kind.Number],
  [OptionTag.Route]: ['route', Kind.Text],
  [OptionTag.ExpireTime]: ['expireTime', Kind.Number],
  [OptionTag.TradeNow]: ['tradeNow', Kind.Text],
  [OptionTag.HandleInst]: ['handleInst', Kind.Text],
  [OptionTag.BboWeightIndicator]: ['bboWeightIndicator', Kind.Text],
  [OptionTag.DisplayQuantity]: ['displayQuantity', Kind.Number],
  [OptionTag.DisplayPrice]: ['displayPrice', Kind.Price],
  [OptionTag.GroupId]: ['groupId', Kind.Number],
  [OptionTag.SharesLocated]: ['sharesLocated', Kind.Text],
};

/** The last message that was read, once: its options are passed. */
export function describeOuch({ message, options }: OuchReader): Described {
  const described = describe(message!);
  const entries: Record<string, Value>[] = [];
  while (options.next()) entries.push(optionOf(options));
  return entries.length === 0 ? described : { ...described, options: entries };
}

function optionOf(options: OuchOptions): Record<string, Value> {
  const [name, kind] = OPTIONS[options.tag] ?? [`tag${options.tag}`, Kind.Text];
  const value = kind === Kind.Text ? options.text : numberOf(options, kind);
  return { [name]: value };
}

/** null: it has another size than any number. */
function numberOf(options: OuchOptions, kind: Kind): Value {
  const number = kind === Kind.Offset ? options.signed : options.number;
  if (Number.isNaN(options.number)) return null;
  return kind === Kind.Number ? number : decimal(BigInt(number), PRICE_PLACES);
}
