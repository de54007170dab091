/** What `spread-crypto-etf` can be told. The first six are those of the system that it grew from; the others have values that a person can start with. */
import { z } from 'zod';

/** Per fund: what hedges it, and whose price its fair price follows. */
const FUNDS: Readonly<Record<string, { readonly hedge: string; readonly price: string }>> = {
  BITH11: { hedge: 'BTCUSDT', price: 'BTCUSD_PERP' },
  ETHE11: { hedge: 'ETHUSDT', price: 'ETHUSD_PERP' },
  SOLH11: { hedge: 'SOLUSDT', price: 'SOLUSD_PERP' },
};

const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number as text');
const milliseconds = z.int().min(1);

const shape = z.strictObject({
  broker: z
    .string()
    .optional()
    .describe('taken, and of no effect: the venue’s configuration says through whom orders go'),
  account: z
    .string()
    .optional()
    .describe('taken, and of no effect: orders are for the account of the strategy'),
  symbol: z.enum(['BITH11', 'ETHE11', 'SOLH11']).describe('the fund'),
  side: z.enum(['buy', 'sell']).describe('of the fund; the hedge is the other one'),
  quantity: z.int().min(1).describe('of the fund, in shares'),
  spread_threshold: z
    .number()
    .positive()
    .max(0.5)
    .describe('how far from the fair price the order stands; 0.005 is half a percent'),
  reprice_threshold: z
    .number()
    .positive()
    .default(0.0015)
    .describe(
      'the order is moved when its new price differs from the working one by more than this part of it',
    ),
  run: z
    .int()
    .min(1)
    .max(1e9)
    .optional()
    .describe(
      'number of the run, 1 unless given, or that of the algorithm that was asked for; one that has ended is not begun anew, another number begins another one',
    ),
  etf_venue: z.string().optional().describe('where the fund’s order goes; our own book unless given'),
  hedge_venue: z.string().optional().describe('where hedges go; our own book unless given'),
  hedge: z.string().optional().describe('instrument that hedges; BTCUSDT, ETHUSDT or SOLUSDT unless given'),
  price: z
    .string()
    .optional()
    .describe(
      'instrument whose reference is the crypto price in US dollars; BTCUSD_PERP and so on unless given',
    ),
  underlying: z
    .string()
    .optional()
    .describe(
      'instrument whose reference is the underlying per share; BITH11.PER.SHARE and so on unless given',
    ),
  rate: z
    .string()
    .default('USDBRL')
    .describe('instrument whose reference is what a US dollar costs in reais'),
  hedge_step: decimal.optional().describe('market step of the hedge; its lot unless given'),
  hedge_minimum: decimal.optional().describe('smallest market order of the hedge; its step unless given'),
  hedge_min_notional: decimal.default('100').describe('smallest value of a market order of the hedge'),
  max_unhedged: z
    .int()
    .min(1)
    .default(1_000)
    .describe('with more shares than this not hedged the fund’s order is pulled'),
  linger_ms: milliseconds
    .default(60_000)
    .describe('how long it stays when a run is over, for executions that come late; then the strategy ends'),
  underlying_max_age_ms: milliseconds
    .default(3_600_000)
    .describe('older than this, the fund’s order is pulled; so the two below'),
  price_max_age_ms: milliseconds.default(10_000).describe('of the crypto price'),
  rate_max_age_ms: milliseconds.default(60_000).describe('of the exchange rate'),
});

export const parameters = shape.refine(
  ({ spread_threshold: spread, reprice_threshold: reprice }) => spread > reprice,
  {
    path: ['spread_threshold'],
    message:
      'has to be more than reprice_threshold, or the order could stand on the wrong side of the fair price before it is moved',
  },
);

export type SpreadParameters = z.output<typeof parameters>;

/** The instruments of a run by what they are for. */
export interface Legs {
  readonly etf: string;
  readonly hedge: string;
  readonly price: string;
  readonly underlying: string;
  readonly rate: string;
}

export function legsOf({ symbol, hedge, price, underlying, rate }: SpreadParameters): Legs {
  const fund = FUNDS[symbol];
  return {
    etf: symbol,
    hedge: hedge ?? fund.hedge,
    price: price ?? fund.price,
    underlying: underlying ?? `${symbol}.PER.SHARE`,
    rate,
  };
}

const RUN_DIGITS = 12;

/** Of the run that was asked for. */
export const runOf = ({ run }: SpreadParameters, asked: string | undefined): number =>
  run ?? (asked === undefined ? 1 : Number.parseInt(asked.replaceAll('-', '').slice(0, RUN_DIGITS), 16));
