/**
 * `pregao watch SYMBOL`: the book and its trades, live. On a terminal it redraws in place, at most ten times a second;
 * otherwise it prints a line for every change, so that it can be piped.
 */
import { Command } from 'commander';
import type { BookView, PregaoClient, Subscription, TradeEvent } from '../../protocol/client/index.js';
import { depthScreen, tradeLine } from './depth-screen.js';
import { UsageError } from './failure.js';
import { trimmed } from './report-line.js';
import { listen, withUrl } from './session.js';

interface WatchOptions {
  readonly url: string;
  readonly levels: string;
}

const REDRAW_MS = 100;
const TRADES_SHOWN = 8;
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const HOME = '\x1b[H';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const OTHER_SCREEN = '\x1b[?1049h';
const FIRST_SCREEN = '\x1b[?1049l';

export function watchCommand(): Command {
  const command = new Command('watch')
    .description('live depth and trades of an instrument; needs no key. Ctrl-C ends it')
    .argument('<symbol>')
    .option('--levels <count>', 'price levels a side', '10')
    .action(async (symbol: string, options: WatchOptions) => {
      const levels = Number(options.levels);
      if (!Number.isInteger(levels) || levels < 1 || levels > 1_000)
        throw new UsageError(`--levels must be from 1 to 1000, not ${options.levels}`);
      const client = await listen(options.url);
      try {
        const subscription = client.subscribe(symbol, { levels });
        await (process.stdout.isTTY ? drawn : printed)(client, subscription, options.url);
      } finally {
        client.close();
      }
    });
  return withUrl(command);
}

/** Until Ctrl-C, or the reader of our output has gone. */
function untilStopped(client: PregaoClient): Promise<void> {
  return new Promise((resolve, reject) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.stdout.once('error', resolve);
    client.on('closed', (error) => (error ? reject(error) : resolve()));
  });
}

async function drawn(client: PregaoClient, subscription: Subscription, url: string): Promise<void> {
  const trades: TradeEvent[] = [];
  let changed = true;
  subscription.on('book', () => {
    changed = true;
  });
  subscription.on('trade', (trade) => {
    trades.unshift(trade);
    trades.length = Math.min(trades.length, TRADES_SHOWN);
    changed = true;
  });
  const draw = () => {
    if (!changed && client.connected) return;
    changed = false;
    const { security, levels, book } = subscription;
    const trouble = client.connected ? '' : 'the engine is away; waiting for it';
    const lines = depthScreen({ symbol: security.symbol, url, book, trades, levels: shown(levels), trouble });
    process.stdout.write(`${HOME}${lines.map((line) => line + CLEAR_LINE).join('\n')}${CLEAR_BELOW}`);
  };
  process.stdout.write(OTHER_SCREEN + HIDE_CURSOR);
  const timer = setInterval(draw, REDRAW_MS);
  try {
    await untilStopped(client);
  } finally {
    clearInterval(timer);
    process.stdout.write(SHOW_CURSOR + FIRST_SCREEN);
  }
}

/** As many levels as the window has room for. */
const shown = (levels: number): number =>
  Math.max(1, Math.min(levels, Math.floor(((process.stdout.rows ?? 40) - TRADES_SHOWN - 6) / 2)));

async function printed(client: PregaoClient, subscription: Subscription): Promise<void> {
  subscription.on('book', (book) => console.log(topLine(book)));
  subscription.on('trade', (trade) => console.log(`trade ${tradeLine(trade)}`));
  client.on('disconnected', (error) =>
    console.error(`the engine is away (${error.message}); waiting for it`),
  );
  await untilStopped(client);
}

function topLine(book: BookView): string {
  const side = (name: string, [level]: { price: string; quantity: string }[]): string =>
    level ? `${name} ${trimmed(level.quantity)} @ ${level.price}` : `${name} none`;
  return `book  ${side('bid', book.bids(1))}  ${side('ask', book.asks(1))}`;
}
