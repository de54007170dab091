/** The levels of market data as `watch` shows them: what to subscribe to, the rows of a screen, a line for each change. */
import type { SubscribeOptions, Subscription } from '../../protocol/client/index.js';
import type { ScreenBook, ScreenRow } from './depth-screen.js';
import { trimmed } from './report-line.js';

export interface WatchLevel {
  readonly options: SubscribeOptions;
  /** Calls back when what is shown has changed. */
  onChange(subscription: Subscription, changed: () => void): void;
  book(subscription: Subscription): ScreenBook;
  /** One line, for printing one after the other. */
  line(subscription: Subscription): string;
}

/** By the number that people give. @param levels rows a side */
export function watchLevel(level: string, levels: number): WatchLevel | undefined {
  switch (level) {
    case '1':
      return topOnly;
    case '2':
      return { ...levelsOfBook, options: { levels } };
    case '3':
      return ordersOfBook;
    default:
      return undefined;
  }
}

const topOnly: WatchLevel = {
  options: { levels: 0, top: true },
  onChange: (subscription, changed) => void subscription.on('top', changed),
  book: ({ security, top: { bid, ask } }) => ({
    ...{ security, heading: 'orders' },
    bids: () => (bid ? [levelRow(bid)] : []),
    asks: () => (ask ? [levelRow(ask)] : []),
  }),
  line: ({ top: { bid, ask, last } }) =>
    `top   ${sideText('bid', bid)}  ${sideText('ask', ask)}  ${sideText('last', last)}`,
};

const levelsOfBook: Omit<WatchLevel, 'options'> = {
  onChange: (subscription, changed) => void subscription.on('book', changed),
  book: ({ security, book }) => ({
    ...{ security, heading: 'orders' },
    bids: (count) => book.bids(count).map(levelRow),
    asks: (count) => book.asks(count).map(levelRow),
  }),
  line: ({ book }) => `book  ${sideText('bid', book.bids(1)[0])}  ${sideText('ask', book.asks(1)[0])}`,
};

const ordersOfBook: WatchLevel = {
  options: { levels: 0, orders: true },
  onChange: (subscription, changed) => void subscription.on('orders', changed),
  book: ({ security, orderBook }) => ({
    ...{ security, heading: 'order' },
    bids: (count) => orderBook.bids(count).map(orderRow),
    asks: (count) => orderBook.asks(count).map(orderRow),
  }),
  line: ({ orderBook }) => {
    const first = (name: string, order: Order | undefined) =>
      sideText(name, order) + (order ? ` order ${order.orderId}` : '');
    return `orders  ${first('bid', orderBook.bids(1)[0])}  ${first('ask', orderBook.asks(1)[0])}`;
  },
};

interface Order {
  readonly orderId: bigint;
  readonly price: string;
  readonly quantity: string;
}

const levelRow = (level: { price: string; quantity: string; orders: number }): ScreenRow => ({
  ...{ price: level.price, quantity: level.quantity, word: `${level.orders}` },
});

const orderRow = ({ orderId, price, quantity }: Order): ScreenRow => ({
  price,
  quantity,
  word: `${orderId}`,
});

const sideText = (name: string, at: { price: string; quantity: string } | undefined): string =>
  at ? `${name} ${trimmed(at.quantity)} @ ${at.price}` : `${name} none`;
