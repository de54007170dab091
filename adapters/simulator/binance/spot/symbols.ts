/** The instruments of the simulated spot exchange, with the filters that exchangeInfo tells. */
import { Grid, ProductGrid } from '../../kit/grid.js';

export interface SpotSymbolOptions {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: string;
  readonly step: string;
  readonly maxQty: string;
  readonly marketMaxQty: string;
  readonly minNotional: string;
  /** The most that the crowd quotes at a price. */
  readonly crowdQty: string;
  /** Where the crowd begins; also what is percent-checked against before the first trade. */
  readonly price: string;
}

export const SPOT_SYMBOLS: readonly SpotSymbolOptions[] = [
  spot('BTC', 'USDT', '0.01', '0.00001', '9000', '76.79', '5', '64000', '2'),
  spot('ETH', 'USDT', '0.01', '0.0001', '9000', '1000', '5', '3400', '30'),
  spot('SOL', 'USDT', '0.01', '0.001', '90000', '9000', '5', '150', '500'),
  spot('BNB', 'USDT', '0.01', '0.001', '90000', '9000', '5', '600', '100'),
  spot('LTC', 'BNB', '0.0001', '0.01', '90000', '9000', '0.01', '10', '100'),
];

function spot(
  base: string,
  quote: string,
  tick: string,
  step: string,
  maxQty: string,
  marketMaxQty: string,
  minNotional: string,
  price: string,
  crowdQty: string,
): SpotSymbolOptions {
  return {
    symbol: base + quote,
    base,
    quote,
    tick,
    step,
    maxQty,
    marketMaxQty,
    minNotional,
    price,
    crowdQty,
  };
}

/** Binance writes eight decimals everywhere. */
export const PLACES = 8;
export const PERCENT_UP = 5;
export const PERCENT_DOWN = 0.2;
export const MAX_NUM_ORDERS = 200;

export class SpotSymbol {
  readonly price: Grid;
  readonly qty: Grid;
  readonly money: ProductGrid;
  readonly maxLots: number;
  readonly marketMaxLots: number;
  readonly minNotional: bigint;
  readonly startTicks: number;

  constructor(readonly options: SpotSymbolOptions) {
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

  priceText(ticks: number): string {
    return this.price.format(ticks, PLACES);
  }

  qtyText(lots: number): string {
    return this.qty.format(lots, PLACES);
  }

  moneyText(steps: bigint): string {
    return this.money.format(steps, PLACES);
  }

  /** As in exchangeInfo. @param status TRADING, or why not */
  described(status: string): unknown {
    const { symbol, base, quote, tick, step, maxQty, marketMaxQty, minNotional } = this.options;
    const eight = (text: string): string => new Grid('0.00000001').format(new Grid('0.00000001').parse(text));
    return {
      symbol,
      status,
      baseAsset: base,
      baseAssetPrecision: PLACES,
      quoteAsset: quote,
      quotePrecision: PLACES,
      quoteAssetPrecision: PLACES,
      baseCommissionPrecision: PLACES,
      quoteCommissionPrecision: PLACES,
      orderTypes: [
        'LIMIT',
        'LIMIT_MAKER',
        'MARKET',
        'STOP_LOSS',
        'STOP_LOSS_LIMIT',
        'TAKE_PROFIT',
        'TAKE_PROFIT_LIMIT',
      ],
      icebergAllowed: false,
      ocoAllowed: false,
      otoAllowed: false,
      quoteOrderQtyMarketAllowed: true,
      allowTrailingStop: false,
      cancelReplaceAllowed: true,
      amendAllowed: true,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: [
        {
          filterType: 'PRICE_FILTER',
          minPrice: eight(tick),
          maxPrice: '1000000.00000000',
          tickSize: eight(tick),
        },
        { filterType: 'LOT_SIZE', minQty: eight(step), maxQty: eight(maxQty), stepSize: eight(step) },
        {
          filterType: 'MARKET_LOT_SIZE',
          minQty: '0.00000000',
          maxQty: eight(marketMaxQty),
          stepSize: '0.00000000',
        },
        {
          filterType: 'PERCENT_PRICE_BY_SIDE',
          bidMultiplierUp: String(PERCENT_UP),
          bidMultiplierDown: String(PERCENT_DOWN),
          askMultiplierUp: String(PERCENT_UP),
          askMultiplierDown: String(PERCENT_DOWN),
          avgPriceMins: 5,
        },
        {
          filterType: 'NOTIONAL',
          minNotional: eight(minNotional),
          applyMinToMarket: true,
          maxNotional: '9000000.00000000',
          applyMaxToMarket: false,
          avgPriceMins: 5,
        },
        { filterType: 'MAX_NUM_ORDERS', maxNumOrders: MAX_NUM_ORDERS },
      ],
      permissions: [],
      permissionSets: [['SPOT']],
      defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
      allowedSelfTradePreventionModes: ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'],
    };
  }
}
