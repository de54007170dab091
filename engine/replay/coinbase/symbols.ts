/** The pass over a Coinbase recording before it is replayed: its products, their steps, and how it tells the book. */
import type { BookChannel } from '../../../adapters/coinbase/market-data/options.js';
import { Entry, type Recording } from '../venues/recording.js';
import { Symbols } from '../venues/survey.js';

type Rows = readonly (readonly string[])[];

interface Message {
  readonly type?: string;
  readonly product_id?: string;
  readonly bids?: Rows;
  readonly asks?: Rows;
  readonly changes?: Rows;
  readonly price?: string;
  readonly size?: string;
  readonly remaining_size?: string;
  readonly new_size?: string;
  readonly new_price?: string;
  readonly best_bid?: string;
  readonly best_ask?: string;
  readonly last_size?: string;
}

const PRODUCT = /\/products\/([^/?]+)\/book/;

export const productOf = (url: string): string => PRODUCT.exec(url)?.[1] ?? url;

export class CoinbaseSurvey {
  readonly symbols = new Symbols();
  snapshots = 0;
  private isByOrder = false;

  readonly look = (recording: Recording, parsed: unknown): void => {
    const message = parsed as Message | undefined;
    if (recording.entry === Entry.Answer && message?.bids) this.rows(productOf(recording.url), message);
    else if (recording.entry === Entry.Received && message?.product_id)
      this.message(message.product_id, message);
  };

  get channel(): BookChannel {
    return this.isByOrder ? 'full' : 'level2';
  }

  /** @throws InputError */
  finish(recording: Recording): void {
    if (this.symbols.names.length === 0) recording.fail('there is no message of a Coinbase product in it');
  }

  private rows(product: string, { bids = [], asks = [] }: Message): void {
    this.snapshots++;
    this.symbols.of(product).levels(bids);
    this.symbols.of(product).levels(asks);
  }

  private message(product: string, message: Message): void {
    if (message.bids || message.asks) this.rows(product, message);
    if (message.type === 'open' || message.type === 'received') this.isByOrder = true;
    const symbol = this.symbols.of(product);
    symbol.levels(message.changes?.map(([, price, size]) => [price, size]));
    for (const price of [message.price, message.new_price, message.best_bid, message.best_ask])
      if (price) symbol.price(price);
    for (const size of [message.size, message.remaining_size, message.new_size]) if (size) symbol.qty(size);
  }
}
