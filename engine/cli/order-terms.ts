/** The options of `pregao order` for what most orders do not have, and the words of the client for them. */
import { type Command, Option } from 'commander';
import type { NewOrder, OrderTerms } from '../../protocol/client/index.js';
import { PEGS, SELF_TRADE_PREVENTIONS } from '../../protocol/words.js';
import { UsageError } from './failure.js';

export interface TermsOptions {
  readonly stop?: string;
  readonly trail?: string;
  readonly on?: string;
  readonly display?: string;
  readonly min?: string;
  readonly until?: string;
  readonly protect?: string;
  readonly peg?: NewOrder['peg'];
  readonly offset?: string;
  readonly oco?: string;
  readonly bracketOf?: string;
  readonly stp?: NewOrder['selfTradePrevention'];
  readonly firm?: boolean;
  readonly reduceOnly?: boolean;
  readonly route?: string;
}

type Row = readonly [name: keyof OrderTerms, value: unknown];

export const withTerms = (command: Command): Command =>
  command
    .option('--stop <price>', 'waits until the market gets there; with @ PRICE a limit order then')
    .option('--trail <distance>', 'a stop that follows the best price since its entry')
    .option('--on <source>', 'what a stop looks at: last, bid, offer, or venueN (default: last)')
    .option('--display <quantity>', 'an iceberg: shows so much at a time')
    .option('--min <quantity>', 'takes nothing where less is available at entry')
    .option('--until <time>', 'good till then, as in 2026-12-01T10:00:00Z')
    .option('--protect <distance>', 'a market order or stop takes nothing further from the best price')
    .addOption(
      new Option('--peg <to>', 'follows the best price of its side, or the middle, up to @ PRICE').choices(
        Object.keys(PEGS),
      ),
    )
    .option('--offset <distance>', 'a primary peg: so far away from the market')
    .option('--oco <id>', 'one cancels the other: client order id of the other one')
    .option('--bracket-of <id>', 'arms for what that order executes: client order id of the parent')
    .addOption(
      new Option('--stp <mode>', 'self-trade prevention: which order gives way').choices(
        Object.keys(SELF_TRADE_PREVENTIONS),
      ),
    )
    .option('--firm', 'self-trade prevention in the whole firm, not only the account')
    .option('--reduce-only', 'may only bring the position nearer to nothing')
    .option('--route <where>', 'executed at venueN, or smart: wherever it is best after fees');

/** Only what was said. */
export function termsOf(options: TermsOptions): OrderTerms {
  const rows: readonly Row[] = [
    ['triggerPrice', options.stop],
    ['trailingOffset', options.trail],
    ['triggerSource', options.on === undefined ? undefined : sourceOf(options.on)],
    ['displayQuantity', options.display],
    ['minimumQuantity', options.min],
    ['expireTime', options.until === undefined ? undefined : timeOf(options.until)],
    ['protection', options.protect],
    ['peg', options.peg],
    ['pegOffset', options.offset],
    ['oco', options.oco],
    ['bracket', options.bracketOf],
    ['selfTradePrevention', options.stp],
    ['preventWithinFirm', options.firm],
    ['reduceOnly', options.reduceOnly],
    ['route', options.route === undefined ? undefined : routeOf(options.route)],
  ];
  return Object.fromEntries(rows.filter(([, value]) => value !== undefined));
}

function sourceOf(text: string): NewOrder['triggerSource'] {
  const venue = /^venue(\d+)$/.exec(text)?.[1];
  if (venue !== undefined) return Number(venue);
  if (text === 'last' || text === 'bid' || text === 'offer') return text;
  throw new UsageError(`--on is last, bid, offer, or venueN as in venue2, not "${text}"`);
}

function routeOf(text: string): NewOrder['route'] {
  const venue = /^venue(\d+)$/.exec(text)?.[1];
  if (venue !== undefined) return Number(venue);
  if (text === 'smart') return text;
  throw new UsageError(`--route is smart, or venueN as in venue2, not "${text}"`);
}

function timeOf(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new UsageError(`--until: "${text}" is no time; write it as in 2026-12-01T10:00:00Z`);
  return time;
}
