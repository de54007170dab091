/** The instruments of the simulated futures: USD-M, which trade, and COIN-M, whose streams are there for fair prices. */
import { Grid, ProductGrid } from '../../kit/grid.js';

export type Product = 'um' | 'cm';

export interface FuturesSymbolOptions {
  readonly product: Product;
  readonly symbol: string;
  readonly pair: string;
  readonly base: string;
  readonly quote: string;
  readonly margin: string;
  readonly tick: string;
  readonly step: string;
  readonly maxQty: string;
  readonly marketMaxQty: string;
  readonly minNotional: string;
  readonly pricePrecision: number;
  readonly quantityPrecision: number;
  readonly price: string;
  /** COIN-M: USD a contract. */
  readonly contractSize?: number;
}

const um = (
  base: string,
  tick: string,
  step: string,
  minNotional: string,
  price: string,
): FuturesSymbolOptions => ({
  product: 'um',
  symbol: `${base}USDT`,
  pair: `${base}USDT`,
  base,
  quote: 'USDT',
  margin: 'USDT',
  tick,
  step,
  maxQty: '1000',
  marketMaxQty: '120',
  minNotional,
  pricePrecision: 2,
  quantityPrecision: new Grid(step).scale,
  price,
});

const cm = (base: string, tick: string, contractSize: number, price: string): FuturesSymbolOptions => ({
  product: 'cm',
  symbol: `${base}USD_PERP`,
  pair: `${base}USD`,
  base,
  quote: 'USD',
  margin: base,
  tick,
  step: '1',
  maxQty: '1000000',
  marketMaxQty: '60000',
  minNotional: '0',
  pricePrecision: new Grid(tick).scale,
  quantityPrecision: 0,
  price,
  contractSize,
});

export const FUTURES_SYMBOLS: readonly FuturesSymbolOptions[] = [
  um('BTC', '0.10', '0.001', '100', '64000'),
  um('ETH', '0.01', '0.001', '20', '3400'),
  um('SOL', '0.010', '0.01', '5', '150'),
  cm('BTC', '0.1', 100, '64000'),
  cm('ETH', '0.01', 10, '3400'),
  cm('SOL', '0.01', 10, '150'),
];

export const DELIVERY_MS = 4_133_404_800_000;
export const ONBOARD_MS = 1_569_398_400_000;
export const PERCENT_UP = 1.05;
export const PERCENT_DOWN = 0.95;
export const MAX_NUM_ORDERS = 200;

export class FuturesSymbol {
  readonly price: Grid;
  readonly qty: Grid;
  readonly money: ProductGrid;
  readonly maxLots: number;
  readonly marketMaxLots: number;
  readonly minNotional: bigint;
  readonly startTicks: number;

  constructor(readonly options: FuturesSymbolOptions) {
    this.price = new Grid(options.tick);
    this.qty = new Grid(options.step);
    this.money = new ProductGrid(this.price, this.qty);
    this.maxLots = this.qty.parse(options.maxQty);
    this.marketMaxLots = this.qty.parse(options.marketMaxQty);
    this.minNotional = this.money.floor(options.minNotional)!;
    this.startTicks = this.price.parse(options.price);
  }

  get name(): string {
    return this.options.symbol;
  }

  /** 1 USD-M, 2 COIN-M: `st` of the streams. */
  get st(): number {
    return this.options.product === 'um' ? 1 : 2;
  }

  priceText(ticks: number): string {
    return this.price.format(ticks, this.options.pricePrecision);
  }

  qtyText(lots: number): string {
    return this.qty.format(lots, this.options.quantityPrecision);
  }

  /** As in exchangeInfo. @param state TRADING, or why not */
  described(state: string): unknown {
    const { product, symbol, pair, base, quote, margin, tick, step, maxQty, marketMaxQty, minNotional } =
      this.options;
    const { pricePrecision, quantityPrecision, contractSize } = this.options;
    const status = product === 'um' ? { status: state } : { contractStatus: state, contractSize };
    const notional = product === 'um' ? [{ filterType: 'MIN_NOTIONAL', notional: minNotional }] : [];
    return {
      symbol,
      pair,
      contractType: 'PERPETUAL',
      deliveryDate: DELIVERY_MS,
      onboardDate: ONBOARD_MS,
      ...status,
      baseAsset: base,
      quoteAsset: quote,
      marginAsset: margin,
      pricePrecision,
      quantityPrecision,
      baseAssetPrecision: 8,
      quotePrecision: 8,
      underlyingType: 'COIN',
      triggerProtect: '0.0500',
      marketTakeBound: '0.05',
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000', tickSize: tick },
        { filterType: 'LOT_SIZE', minQty: step, maxQty, stepSize: step },
        { filterType: 'MARKET_LOT_SIZE', minQty: step, maxQty: marketMaxQty, stepSize: step },
        { filterType: 'MAX_NUM_ORDERS', limit: MAX_NUM_ORDERS },
        ...notional,
        {
          filterType: 'PERCENT_PRICE',
          multiplierUp: PERCENT_UP.toFixed(4),
          multiplierDown: PERCENT_DOWN.toFixed(4),
          multiplierDecimal: 4,
        },
      ],
      orderTypes: ['LIMIT', 'MARKET'],
      timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
    };
  }
}
