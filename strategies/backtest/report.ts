/** What a back-test came to: lines for people, the same for programs. Nothing in it depends on the machine or the hour. */
import { labelled, number } from '../../engine/replay/verdict.js';
import { REASON_TEXT } from '../../protocol/codes/reasons.js';
import type { Backtest, Holding } from './backtest.js';
import type { MarketCounts } from './market-orders.js';

export interface ReportHead {
  readonly strategy: string;
  readonly plugin: string;
  readonly data: string;
  readonly latency: string;
  readonly queue: string;
}

export interface Result {
  readonly events: number;
  /** Of the recording's time. */
  readonly seconds: number;
  readonly orders: number;
  readonly replaces: number;
  readonly cancels: number;
  readonly refused: number;
  readonly fills: number;
  readonly makerFills: number;
  readonly instruments: readonly InstrumentResult[];
  /** Money as in `Holding`: realized + unrealized - fees. */
  readonly profit: number;
  readonly drawdown: number;
  /** Seconds since the beginning. */
  readonly drawdownAt: number;
  readonly market: Omit<MarketCounts, 'lastRefusal'>;
  readonly fillHash: string;
  readonly stateHash: string;
}

export interface InstrumentResult extends Omit<Holding, 'netLots' | 'markTicks'> {
  /** Decimals. */
  readonly bought: string;
  readonly sold: string;
  readonly position: string;
  readonly mark: string | undefined;
}

const SECOND_NS = 1e9;
const PLACES = 8;

export function resultOf(backtest: Backtest): Result {
  const { account, curve, engine, events, markets, time } = backtest;
  const instruments = backtest.holdings().map((holding, i): InstrumentResult => {
    const { instrument } = markets[i];
    const { netLots, markTicks, ...money } = holding;
    const { boughtLots = 0, soldLots = 0 } = account.traded.get(instrument.id) ?? {};
    const units = backtest.units(i);
    return {
      ...money,
      bought: units.quantity(boughtLots),
      sold: units.quantity(soldLots),
      position: units.quantity(netLots),
      mark: Number.isNaN(markTicks) ? undefined : units.price(Math.round(markTicks)),
    };
  });
  const sum = (of: (market: MarketCounts) => number) =>
    markets.reduce((all, { counts }) => all + of(counts), 0);
  return {
    events,
    seconds: time.nowNs / SECOND_NS,
    ...{
      orders: account.orders,
      replaces: account.replaces,
      cancels: account.cancels,
      refused: account.refused,
    },
    ...{ fills: account.makerFills + account.takerFills, makerFills: account.makerFills },
    instruments,
    profit: instruments.reduce(
      (all, { realized, unrealized, fees }) => all + realized + unrealized - fees,
      0,
    ),
    ...{ drawdown: curve.drawdown, drawdownAt: curve.drawdownNs / SECOND_NS },
    market: {
      trades: sum(({ trades }) => trades),
      displaced: sum(({ displaced }) => displaced),
      crossed: sum(({ crossed }) => crossed),
      unknown: sum(({ unknown }) => unknown),
      unplaced: sum(({ unplaced }) => unplaced),
      refused: sum(({ refused }) => refused),
    },
    fillHash: account.fillHash.toString(16).padStart(8, '0'),
    stateHash: engine.core.stateHash(),
  };
}

export function reportLines(head: ReportHead, result: Result, backtest: Backtest): string[] {
  const { orders, replaces, cancels, refused, fills, makerFills, profit, drawdown } = result;
  return [
    labelled('strategy', `${head.strategy} (${head.plugin})`),
    labelled(
      'recording',
      `${head.data}: ${number(result.events)} events, ${number(Math.round(result.seconds))} s`,
    ),
    labelled('latency', head.latency),
    labelled('queue', head.queue),
    labelled(
      'orders',
      `${number(orders)} orders, ${number(replaces)} replaces, ${number(cancels)} cancels, ${number(refused)} of them refused`,
    ),
    labelled(
      'fills',
      `${number(fills)}, ${number(makerFills)} as maker, ${number(fills - makerFills)} as taker`,
    ),
    ...result.instruments.flatMap(instrumentLines),
    labelled('profit', `${money(profit)} (realized + unrealized - fees)`),
    labelled('drawdown', `${money(drawdown)} at ${number(Math.round(result.drawdownAt))} s`),
    ...marketLines(result, backtest),
    labelled('state hash', `${result.stateHash}, fills ${result.fillHash}`),
  ];
}

function instrumentLines(each: InstrumentResult): string[] {
  const { symbol, bought, sold, position, mark, realized, unrealized, fees } = each;
  if (Number(bought) === 0 && Number(sold) === 0) return [];
  return [
    labelled(symbol, `bought ${bought}, sold ${sold}, position ${position}${mark ? ` at ${mark}` : ''}`),
    labelled('', `realized ${money(realized)}, unrealized ${money(unrealized)}, fees ${money(fees)}`),
  ];
}

/** Only what is not as recorded. */
function marketLines({ market }: Result, { markets }: Backtest): string[] {
  const { trades, displaced, crossed, unknown, unplaced, refused } = market;
  const reasons = new Set(
    markets.flatMap(({ counts }) => (counts.refused > 0 ? [REASON_TEXT[counts.lastRefusal]] : [])),
  );
  return [
    [displaced, 'executions met another order of the market first than the one recorded'],
    [crossed, 'recorded orders crossed the recorded book and stood aside until they fitted'],
    [unknown, 'executions and cancels were of orders that the recording had not told of'],
    [unplaced, `of ${number(trades)} trades did not fit the book of their time`],
    [refused, `commands of the market were refused: ${[...reasons].join('; ')}`],
  ].flatMap(([count, what]) =>
    count === 0 ? [] : [labelled('market', `${number(count as number)} ${what}`)],
  );
}

/** Without the noise of the last binary digits. */
const money = (value: number): string => String(Number(value.toFixed(PLACES)) + 0);
