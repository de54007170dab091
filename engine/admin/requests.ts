/** What the operator's door takes: a path and a body each. */
import { z } from 'zod';

/** Names of limits at the door and on the command line. */
export const LIMIT_NAMES = [
  'collar-ticks',
  'collar-basis-points',
  'protection-ticks',
  'position',
  'exposure',
  'credit',
  'open-orders',
  'orders-per-second',
  'cancels-per-second',
  'executions',
  'restricted',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What a person may ask for; `resume` is no phase but the way back to the calendar's. */
export const PHASE_NAMES = [
  'pre-open',
  'opening-auction',
  'continuous',
  'volatility-auction',
  'closing-auction',
  'closed',
  'halt',
  'resume',
] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

const narrowed = { account: z.string().optional(), symbol: z.string().optional() };
/** A session is a key's or a strategy's. */
const session = { key: z.string().optional(), strategy: z.string().optional() };
const trade = z.string().regex(/^\d{1,16}-\d{1,8}$/, 'SEQUENCE-INDEX of the trade, such as 1024-1');

export const REQUESTS = {
  '/kill-switch': z.strictObject({ on: z.boolean(), ...narrowed, ...session }),
  '/reduce-only': z.strictObject({ on: z.boolean(), ...narrowed, ...session }),
  '/mass-cancel': z.strictObject({ side: z.enum(['buy', 'sell']).optional(), ...narrowed }),
  '/end-of-day': z.strictObject({ symbol: z.string().optional() }),
  /** `resume`: the one that the calendar says; without a calendar, continuous. Without a symbol: of every instrument. */
  '/trading-phase': z.strictObject({ phase: z.enum(PHASE_NAMES), symbol: z.string().optional() }),
  /** A value as the configuration writes it, `none`, or `config` for what the configuration says. */
  '/limit': z.strictObject({
    limit: z.enum(LIMIT_NAMES),
    value: z.string(),
    currency: z.string().optional(),
    ...narrowed,
    ...session,
  }),
  '/reset-throttle': z.strictObject(session),
  '/currency-rate': z.strictObject({ currency: z.string(), rate: z.string() }),
  '/bust': z.strictObject({ trade }),
  '/correct': z.strictObject({ trade, symbol: z.string(), price: z.string(), quantity: z.string() }),
} as const;

export type Path = keyof typeof REQUESTS;
export type Body<P extends Path> = z.infer<(typeof REQUESTS)[P]>;

export const isPath = (url: string): url is Path => Object.hasOwn(REQUESTS, url);
