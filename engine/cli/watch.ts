/**
 * `pregao watch SYMBOL`: the book and its trades, live. On a terminal it redraws in place, at most ten times a second;
 * otherwise it prints a line for every change, so that it can be piped.
 */
import { Command } from 'commander';
import type {
  EngineClient,
  Subscription,
  TradeChangedEvent,
  TradeEvent,
} from '../../protocol/client/index.js';
import { GATEWAY_LIMITS } from '../config/limits.js';
import { depthScreen, MOST_TRADES, marketText, tradeChangedLine, tradeLine } from './depth-screen.js';
import { UsageError } from './failure.js';
import { listen, withUrl } from './session.js';
import { type WatchLevel, watchLevel } from './watch-levels.js';

interface WatchOptions {
  readonly url: string;
  readonly level: string;
  readonly levels: string;
  readonly venue?: string;
}

const REDRAW_MS = 100;
const DEFAULT_ROWS = 24;
const DEFAULT_COLUMNS = 80;
const HOME = '\x1b[H';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
/** The other screen, no cursor, lines cut at the window's edge; and back. */
const OPEN_SCREEN = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const CLOSE_SCREEN = '\x1b[?7h\x1b[?25h\x1b[?1049l';

export function watchCommand(): Command {
  const command = new Command('watch')
    .description('live market data of an instrument; needs no key. Ctrl-C ends it')
    .argument('<symbol>')
    .option('--level <level>', '1 = best bid and offer, 2 = price levels, 3 = orders', '2')
    .option(
      '--venue <name>',
      'a venue instead of our own book, or consolidated: all of them (levels 1 and 2)',
    )
    .option('--levels <count>', 'price levels, or orders, shown a side', '10')
    .action(async (symbol: string, options: WatchOptions) => {
      const levels = levelsOf(options);
      const level = levelOf(options, levels);
      const client = await listen(options.url);
      try {
        const engine = await client.engineOf(symbol);
        const subscription = engine.subscribe(symbol, { ...level.options, venue: options.venue });
        if (process.stdout.isTTY) await drawn(new Screen(engine, subscription, level, levels, options.url));
        else await printed(engine, subscription, level);
      } finally {
        client.close();
      }
    });
  return withUrl(command);
}

function levelsOf({ levels }: WatchOptions): number {
  const count = Number(levels);
  const most = GATEWAY_LIMITS.depthLevels;
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new UsageError(`--levels must be from 1 to ${most}, not ${levels}`);
  return count;
}

function levelOf({ level }: WatchOptions, levels: number): WatchLevel {
  const found = watchLevel(level, levels);
  if (found === undefined) throw new UsageError(`--level must be 1, 2 or 3, not ${level}`);
  return found;
}

/** Until Ctrl-C, or the reader of our output has gone. */
function untilStopped(client: EngineClient): Promise<void> {
  return new Promise((resolve, reject) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.stdout.once('error', resolve);
    client.on('problem', ({ text }) => reject(new Error(text)));
    client.on('closed', (error) => (error ? reject(error) : resolve()));
  });
}

async function drawn(screen: Screen): Promise<void> {
  process.stdout.write(OPEN_SCREEN);
  const timer = setInterval(() => screen.draw(), REDRAW_MS);
  try {
    await untilStopped(screen.client);
  } finally {
    clearInterval(timer);
    process.stdout.write(CLOSE_SCREEN);
  }
}

/** Keeps what is to be shown, and draws it when something has changed. */
class Screen {
  private readonly trades: TradeEvent[] = [];
  private changed = true;

  constructor(
    readonly client: EngineClient,
    private readonly subscription: Subscription,
    private readonly level: WatchLevel,
    private readonly levels: number,
    private readonly url: string,
  ) {
    const change = () => {
      this.changed = true;
    };
    level.onChange(subscription, change);
    subscription.on('trade', (trade) => {
      this.trades.unshift(trade);
      this.trades.length = Math.min(this.trades.length, MOST_TRADES);
      change();
    });
    subscription.on('tradeChanged', (changed) => {
      this.putRight(changed);
      change();
    });
    subscription.on('phase', change);
    subscription.on('indicative', change);
    subscription.on('status', change);
    client.on('connected', change);
    client.on('disconnected', change);
    process.stdout.on('resize', change);
  }

  private putRight({ trade, busted, price, quantity }: TradeChangedEvent): void {
    const { trades } = this;
    const at = trades.findIndex(
      ({ event }) => event.sequence === trade.sequence && event.index === trade.index,
    );
    if (at < 0) return;
    if (busted) trades.splice(at, 1);
    else trades[at] = { ...trades[at], price, quantity };
  }

  draw(): void {
    if (!this.changed) return;
    this.changed = false;
    const { client, url, trades, levels } = this;
    const book = this.level.book(this.subscription);
    // Some terminals say nothing of their size.
    const rows = process.stdout.rows || DEFAULT_ROWS;
    const columns = process.stdout.columns || DEFAULT_COLUMNS;
    const trouble = client.connected ? '' : 'the engine is away; waiting for it';
    const market = marketText(this.subscription);
    const lines = depthScreen({ url, book, trades, levels, rows, columns, trouble, market }).slice(0, rows);
    process.stdout.write(`${HOME}${lines.map((line) => line + CLEAR_LINE).join('\n')}${CLEAR_BELOW}`);
  }
}

async function printed(client: EngineClient, subscription: Subscription, level: WatchLevel): Promise<void> {
  level.onChange(subscription, () => console.log(level.line(subscription)));
  subscription.on('trade', (trade) => console.log(`trade ${tradeLine(trade)}`));
  subscription.on('tradeChanged', (change) => console.log(`trade ${tradeChangedLine(change)}`));
  for (const event of ['phase', 'indicative'] as const)
    subscription.on(event, () => console.log(`phase ${marketText(subscription) || 'continuous'}`));
  subscription.on('status', ({ state }) => console.log(`${state} ${marketText(subscription)}`.trimEnd()));
  client.on('disconnected', (error) =>
    console.error(`the engine is away (${error.message}); waiting for it`),
  );
  await untilStopped(client);
}
