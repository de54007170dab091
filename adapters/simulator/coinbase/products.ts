/** The products of the simulated Coinbase Exchange. */
import { Grid, ProductGrid } from '../kit/grid.js';

export interface ProductOptions {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly quoteIncrement: string;
  readonly baseIncrement: string;
  readonly minMarketFunds: string;
  /** Where the crowd begins. */
  readonly price: string;
}

const usd = (base: string, baseIncrement: string, price: string): ProductOptions => ({
  id: `${base}-USD`,
  base,
  quote: 'USD',
  quoteIncrement: '0.01',
  baseIncrement,
  minMarketFunds: '1',
  price,
});

export const PRODUCTS: readonly ProductOptions[] = [
  usd('BTC', '0.00000001', '64000'),
  usd('ETH', '0.00000001', '3400'),
  usd('SOL', '0.00000001', '150'),
];

export class Product {
  readonly price: Grid;
  readonly size: Grid;
  readonly money: ProductGrid;
  readonly minFunds: bigint;
  readonly startTicks: number;

  constructor(readonly options: ProductOptions) {
    this.price = new Grid(options.quoteIncrement);
    this.size = new Grid(options.baseIncrement);
    this.money = new ProductGrid(this.price, this.size);
    this.minFunds = this.money.floor(options.minMarketFunds)!;
    this.startTicks = this.price.parse(options.price);
  }

  get id(): string {
    return this.options.id;
  }

  priceText(ticks: number): string {
    return this.price.format(ticks);
  }

  sizeText(lots: number): string {
    return this.size.format(lots);
  }

  /** As REST and the status channel have it. @param isHalted only cancels are taken */
  described(isHalted: boolean): object {
    const { id, base, quote, quoteIncrement, baseIncrement, minMarketFunds } = this.options;
    return {
      id,
      base_currency: base,
      quote_currency: quote,
      quote_increment: quoteIncrement,
      base_increment: baseIncrement,
      display_name: `${base}-${quote}`,
      min_market_funds: minMarketFunds,
      margin_enabled: false,
      post_only: false,
      limit_only: false,
      cancel_only: isHalted,
      status: 'online',
      status_message: '',
      trading_disabled: false,
      fx_stablecoin: false,
      auction_mode: false,
    };
  }
}
