/** Positions of accounts by average cost, exactly, and the wallet that profit and fees go to. Money in units of 1e-8 of the margin asset. */
import { formatUnits } from '../../kit/grid.js';
import type { Order, Trade } from '../../market/order.js';
import type { FuturesSymbol } from './symbols.js';

const PLACES = 8;
const LEVERAGE = 20n;

/** One-way mode has BOTH alone; hedge mode LONG and SHORT. */
export type PositionSide = 'BOTH' | 'LONG' | 'SHORT';

export interface Position {
  readonly symbol: string;
  readonly side: PositionSide;
  /** Signed. */
  lots: number;
  /** Ticks × lots of what is open, signed like the lots. */
  cost: bigint;
  realized: bigint;
}

export interface Booked {
  readonly commission: string;
  readonly profit: string;
}

export class Positions {
  private readonly positions = new Map<string, Position>();
  private readonly wallets = new Map<string, bigint>();

  constructor(
    private readonly symbols: ReadonlyMap<string, FuturesSymbol>,
    private readonly feeBps: { readonly maker: number; readonly taker: number },
    private readonly initialUsdt: number,
  ) {}

  of(account: string, symbol: string, side: PositionSide): Position {
    const key = `${account} ${symbol} ${side}`;
    const position = this.positions.get(key) ?? { symbol, side, lots: 0, cost: 0n, realized: 0n };
    this.positions.set(key, position);
    return position;
  }

  all(account: string): Position[] {
    return [...this.positions]
      .filter(([key]) => key.startsWith(`${account} `))
      .map(([, position]) => position);
  }

  wallet(account: string): bigint {
    return this.wallets.get(account) ?? BigInt(this.initialUsdt) * 10n ** BigInt(PLACES);
  }

  walletText(account: string): string {
    return formatUnits(this.wallet(account), PLACES, PLACES);
  }

  /** What a twentieth of the notional leaves of the wallet. */
  covers(account: string, symbol: FuturesSymbol, priceTicks: number, lots: number): boolean {
    const notional = this.units(symbol, BigInt(priceTicks) * BigInt(lots));
    const held = this.all(account).reduce((sum, each) => {
      const cost = each.cost < 0n ? -each.cost : each.cost;
      return sum + this.units(this.symbols.get(each.symbol)!, cost);
    }, 0n);
    return notional + held <= this.wallet(account) * LEVERAGE;
  }

  traded(order: Order, trade: Trade, side: PositionSide): Booked {
    const symbol = this.symbols.get(order.symbol)!;
    const position = this.of(order.account, order.symbol, side);
    const realized = this.units(
      symbol,
      apply(position, order.side === 'buy' ? trade.lots : -trade.lots, trade.priceTicks),
    );
    const bps = BigInt(order === trade.maker ? this.feeBps.maker : this.feeBps.taker);
    const commission = (this.units(symbol, BigInt(trade.priceTicks) * BigInt(trade.lots)) * bps) / 10_000n;
    position.realized += realized;
    this.wallets.set(order.account, this.wallet(order.account) + realized - commission);
    return {
      commission: formatUnits(commission, PLACES, PLACES),
      profit: formatUnits(realized, PLACES, PLACES),
    };
  }

  /** Average price as text; 0 without a position. */
  entryText({ symbol: name, lots, cost }: Position): string {
    if (lots === 0) return '0.0';
    const symbol = this.symbols.get(name)!;
    const units = (cost * symbol.price.units(1) * 10n ** BigInt(PLACES)) / BigInt(lots);
    return formatUnits(units, symbol.price.scale + PLACES, PLACES);
  }

  /** Against a price, as text. */
  unrealizedText({ symbol: name, lots, cost }: Position, markTicks: number): string {
    const steps = BigInt(lots) * BigInt(markTicks) - cost;
    return formatUnits(this.units(this.symbols.get(name)!, steps), PLACES, PLACES);
  }

  units(symbol: FuturesSymbol, steps: bigint): bigint {
    const { scale } = symbol.money;
    const units = symbol.money.units(steps);
    return scale <= PLACES ? units * 10n ** BigInt(PLACES - scale) : units / 10n ** BigInt(scale - PLACES);
  }
}

/** @returns what is realized, in ticks × lots */
function apply(position: Position, lots: number, priceTicks: number): bigint {
  const isReducing = position.lots !== 0 && Math.sign(lots) !== Math.sign(position.lots);
  const closing = isReducing ? Math.min(Math.abs(lots), Math.abs(position.lots)) : 0;
  let realized = 0n;
  if (closing > 0) {
    const costOfClosing = (position.cost * BigInt(closing)) / BigInt(Math.abs(position.lots));
    realized = BigInt(Math.sign(position.lots) * closing) * BigInt(priceTicks) - costOfClosing;
    position.cost -= costOfClosing;
    position.lots += Math.sign(lots) * closing;
  }
  const opening = lots - Math.sign(lots) * closing;
  position.lots += opening;
  position.cost += BigInt(opening) * BigInt(priceTicks);
  return realized;
}
