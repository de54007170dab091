/** The compact `level3` channel: rows instead of objects, with the schema as its first message and sequences as text. */
import type { FeedMessage } from './feed-messages.js';

export const LEVEL3_SCHEMA = {
  type: 'level3',
  schema: {
    change: ['type', 'product_id', 'sequence', 'order_id', 'price', 'size', 'time'],
    done: ['type', 'product_id', 'sequence', 'order_id', 'time'],
    match: ['type', 'product_id', 'sequence', 'maker_order_id', 'taker_order_id', 'price', 'size', 'time'],
    noop: ['type', 'product_id', 'sequence', 'time'],
    open: ['type', 'product_id', 'sequence', 'order_id', 'side', 'price', 'size', 'time'],
  },
};

/** What changes no book is a `noop`, so that the sequence has no gap. */
export function level3Row({ type, product, sequence, time, fields }: FeedMessage): unknown[] {
  const head = (name: string): unknown[] => [name, product, String(sequence)];
  switch (type) {
    case 'open':
      return [...head(type), fields.order_id, fields.side, fields.price, fields.remaining_size, time];
    case 'match':
      return [...head(type), fields.maker_order_id, fields.taker_order_id, fields.price, fields.size, time];
    case 'done':
      return [...head(type), fields.order_id, time];
    case 'change':
      return [...head(type), fields.order_id, fields.new_price ?? fields.price, fields.new_size, time];
    default:
      return [...head('noop'), time];
  }
}
