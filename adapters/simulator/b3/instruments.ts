/** The instruments of the simulated B3: shares in round lots, exchange-traded funds in single ones. */
import { Grid, ProductGrid } from '../kit/grid.js';

export interface InstrumentOptions {
  readonly symbol: string;
  /** SecurityID(48) with SecurityIDSource 8 and SecurityExchange BVMF. */
  readonly securityId: string;
  readonly tick: string;
  readonly lot: string;
  readonly maxQty: string;
  /** Orders further than this from the reference are refused, in percent. */
  readonly tunnelPercent: number;
  /** The day's reference price, where the crowd begins. */
  readonly price: string;
}

const share = (symbol: string, securityId: string, price: string): InstrumentOptions => ({
  symbol,
  securityId,
  tick: '0.01',
  lot: '100',
  maxQty: '1000000',
  tunnelPercent: 10,
  price,
});
const fund = (symbol: string, securityId: string, price: string): InstrumentOptions => ({
  ...share(symbol, securityId, price),
  lot: '1',
});

export const INSTRUMENTS: readonly InstrumentOptions[] = [
  share('PETR4', '200000163669', '38.50'),
  share('VALE3', '200000163670', '61.20'),
  fund('BITH11', '200001000001', '101.20'),
  fund('ETHE11', '200001000002', '45.10'),
  fund('SOLH11', '200001000003', '23.40'),
];

export class Instrument {
  readonly price: Grid;
  readonly qty: Grid;
  readonly money: ProductGrid;
  readonly maxLots: number;
  readonly referenceTicks: number;

  constructor(readonly options: InstrumentOptions) {
    this.price = new Grid(options.tick);
    this.qty = new Grid(options.lot);
    this.money = new ProductGrid(this.price, this.qty);
    this.maxLots = this.qty.parse(options.maxQty);
    this.referenceTicks = this.price.parse(options.price);
  }

  get symbol(): string {
    return this.options.symbol;
  }

  priceText(ticks: number): string {
    return this.price.format(ticks);
  }

  qtyText(lots: number): string {
    return this.qty.format(lots, 0);
  }

  /** @returns the price limits of orders: below and above they are refused */
  get tunnel(): readonly [low: number, high: number] {
    const width = Math.floor((this.referenceTicks * this.options.tunnelPercent) / 100);
    return [this.referenceTicks - width, this.referenceTicks + width];
  }
}
