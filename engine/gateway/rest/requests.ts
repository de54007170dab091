/** What requests carry, as schemas: they validate, and the OpenAPI document is made of them. Keys that they do not name are passed over. */
import { z } from 'zod';
import { Reason } from '../../../protocol/codes/reasons.js';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '../../views/order-words.js';
import { AMOUNT } from './amounts.js';
import { Refusal } from './refusal.js';

const SYMBOL_CHARACTERS = 64;

/** A word in any case. */
const word = <Word extends string>(words: Readonly<Record<Word, number>>) =>
  z
    .string()
    .toUpperCase()
    .pipe(z.enum(Object.keys(words) as [Word, ...Word[]]))
    .meta({ enum: Object.keys(words) });

/** Exact, however it is written: nothing is rounded on the way in. */
const amount = z
  .string('a decimal number')
  .regex(AMOUNT, 'a decimal number')
  .meta({ type: ['number', 'string'], example: '0.25' });

const text = z.string().min(1).max(SYMBOL_CHARACTERS);
/** Of people who number their accounts. */
const code = text.meta({ type: ['string', 'number'] });

export const whichExchange = z.object({
  exchange_name: text.meta({ description: 'An exchange of the configuration', example: 'pregao' }),
  strategy: text.meta({ description: 'Which way to it', example: 'simple-order' }),
});

export const whichOrder = whichExchange.extend({
  order_id: z.string().regex(/^\d{1,20}$/, 'an order id, as send-order gave it'),
  symbol: text.optional().meta({ description: 'Where it is given, the order has to be in it' }),
});

export const sendOrder = z.object({
  symbol: text,
  side: word(SIDES),
  quantity: amount,
  order_type: word(ORDER_TYPES),
  price: amount.optional().meta({ description: 'Of LIMIT and STOP_LIMIT' }),
  stop_price: amount.optional().meta({ description: 'Of STOP and STOP_LIMIT: the last trade elects them' }),
  time_in_force: word(TIMES_IN_FORCE)
    .optional()
    .meta({ description: 'MARKET: IOC; else GTC on Binance, DAY everywhere else' }),
  account: code.optional().meta({ description: 'Where the key has several' }),
  broker: code.optional().meta({ description: 'Not needed: configured with the venue' }),
});

export const updateOrder = z.object({
  quantity: amount.optional().meta({ description: 'The new total, what has executed included' }),
  price: amount.optional(),
  side: word(SIDES).optional(),
  order_type: word(ORDER_TYPES).optional(),
  time_in_force: word(TIMES_IN_FORCE).optional(),
});

export const whichAlgo = z.object({
  algo_name: text.meta({ description: 'An algorithm of the configuration' }),
});
export const whichRun = z.object({ algo_id: text.meta({ description: 'As send-algo gave it' }) });

export const whichStrategy = z.object({
  strategy_name: text.meta({ description: 'A strategy of the configuration' }),
});
export const whichStrategies = z.object({
  strategy_name: text.optional().meta({ description: 'This one alone' }),
});

export const whosePositions = z.object({
  account: text.optional().meta({ description: 'This one alone' }),
});

export type SendOrder = z.output<typeof sendOrder>;
export type UpdateOrder = z.output<typeof updateOrder>;

/** What orders can have and these requests cannot say. A key that nobody knows is passed over; one of these means something. */
const NOT_HERE = [
  ...['post_only', 'reduce_only', 'display_quantity', 'minimum_quantity', 'expire_time', 'protection'],
  ...['trigger_price', 'trigger_source', 'trailing_offset', 'peg', 'peg_offset', 'oco', 'bracket'],
  ...['self_trade_prevention', 'prevent_within_firm', 'route'],
];

/** @throws Refusal InvalidField: an order without it would be another one */
export const checkedOrder = (given: Record<string, unknown>): SendOrder =>
  checked(sendOrder, without(NOT_HERE, given));

/** @throws Refusal InvalidField, the same; a stop keeps its trigger */
export const checkedUpdate = (given: Record<string, unknown>): UpdateOrder =>
  checked(updateOrder, without([...NOT_HERE, 'stop_price'], given));

function without(keys: readonly string[], given: Record<string, unknown>): Record<string, unknown> {
  const said = keys.filter((key) => given[key] !== undefined && given[key] !== false);
  if (said.length > 0) throw new Refusal(Reason.InvalidField, `${said.join(', ')}: cannot be said over REST`);
  return given;
}

/** @throws Refusal InvalidField, with all that is wrong */
export function checked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const complaints = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Refusal(Reason.InvalidField, complaints.join('; '));
}
