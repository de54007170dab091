/** What accounts have, exactly: totals move with trades, what open orders hold is counted from them. Units of 1e-8 of each asset. */

import { formatUnits } from '../../kit/grid.js';
import type { Market } from '../../market/market.js';
import { leavesOf, type Order, type OrderRequest, opposite, type Trade } from '../../market/order.js';
import { PLACES, type SpotSymbol } from './symbols.js';

const UNIT = 10n ** BigInt(PLACES);

export interface Commission {
  readonly units: bigint;
  readonly asset: string;
}

export class Balances {
  private readonly totals = new Map<string, bigint>();

  constructor(
    private readonly market: Market,
    private readonly symbols: ReadonlyMap<string, SpotSymbol>,
    private readonly feeBps: { readonly maker: number; readonly taker: number },
    private readonly initial: Readonly<Record<string, number>>,
  ) {}

  free(account: string, asset: string): bigint {
    return this.total(account, asset) - this.locked(account, asset);
  }

  locked(account: string, asset: string): bigint {
    return this.market
      .open(account)
      .reduce(
        (sum, order) => (this.assetOf(order) === asset ? sum + this.needs(order, leavesOf(order)) : sum),
        0n,
      );
  }

  covers(order: OrderRequest): boolean {
    return this.free(order.account, this.assetOf(order)) >= this.costOf(order);
  }

  /** Moves both assets; the commission comes off what is received. */
  traded(order: Order, trade: Trade): Commission {
    const { base, quote } = this.symbols.get(order.symbol)!.options;
    const [baseUnits, quoteUnits] = this.amounts(trade);
    const commission = this.commission(order, trade);
    const isBuy = order.side === 'buy';
    this.add(order.account, base, isBuy ? baseUnits - commission.units : -baseUnits);
    this.add(order.account, quote, isBuy ? -quoteUnits : quoteUnits - commission.units);
    return commission;
  }

  commission(order: Order, trade: Trade): Commission {
    const { base, quote } = this.symbols.get(order.symbol)!.options;
    const [baseUnits, quoteUnits] = this.amounts(trade);
    const bps = BigInt(order === trade.maker ? this.feeBps.maker : this.feeBps.taker);
    const isBuy = order.side === 'buy';
    return { units: ((isBuy ? baseUnits : quoteUnits) * bps) / 10_000n, asset: isBuy ? base : quote };
  }

  /** `outboundAccountPosition` rows. */
  rows(account: string, symbol: string): { a: string; f: string; l: string }[] {
    const { base, quote } = this.symbols.get(symbol)!.options;
    return [base, quote].map((asset) => ({
      a: asset,
      f: formatUnits(this.free(account, asset), PLACES, PLACES),
      l: formatUnits(this.locked(account, asset), PLACES, PLACES),
    }));
  }

  /** All assets of an account, as `account.status` lists them. */
  all(account: string): { asset: string; free: string; locked: string }[] {
    const assets = new Set(
      [...this.symbols.values()].flatMap(({ options }) => [options.base, options.quote]),
    );
    return [...assets].map((asset) => ({
      asset,
      free: formatUnits(this.free(account, asset), PLACES, PLACES),
      locked: formatUnits(this.locked(account, asset), PLACES, PLACES),
    }));
  }

  private amounts({ symbol: name, lots, priceTicks }: Trade): [base: bigint, quote: bigint] {
    const symbol = this.symbols.get(name)!;
    const steps = BigInt(priceTicks) * BigInt(lots);
    return [
      scaled(symbol.qty.units(lots), symbol.qty.scale),
      scaled(symbol.money.units(steps), symbol.money.scale),
    ];
  }

  private total(account: string, asset: string): bigint {
    return this.totals.get(`${account} ${asset}`) ?? BigInt(this.initial[asset] ?? 0) * UNIT;
  }

  private add(account: string, asset: string, units: bigint): void {
    this.totals.set(`${account} ${asset}`, this.total(account, asset) + units);
  }

  private assetOf({ symbol, side }: OrderRequest): string {
    const { base, quote } = this.symbols.get(symbol)!.options;
    return side === 'buy' ? quote : base;
  }

  private needs({ symbol: name, side, priceTicks }: OrderRequest, lots: number): bigint {
    const symbol = this.symbols.get(name)!;
    if (side === 'sell') return scaled(symbol.qty.units(lots), symbol.qty.scale);
    const steps = BigInt(priceTicks) * BigInt(lots);
    return scaled(symbol.money.units(steps), symbol.money.scale);
  }

  /** A market order costs what it would take. */
  private costOf(order: OrderRequest): bigint {
    if (order.kind === 'limit' || order.side === 'sell') return this.needs(order, order.qtyLots);
    const symbol = this.symbols.get(order.symbol)!;
    let left = order.qtyLots;
    let steps = 0n;
    for (const { priceTicks, lots } of this.market.book(order.symbol).depth(opposite(order.side))) {
      const taken = Math.min(left, lots);
      steps += BigInt(priceTicks) * BigInt(taken);
      left -= taken;
    }
    return scaled(symbol.money.units(steps), symbol.money.scale);
  }
}

const scaled = (units: bigint, scale: number): bigint =>
  scale <= PLACES ? units * 10n ** BigInt(PLACES - scale) : units / 10n ** BigInt(scale - PLACES);
