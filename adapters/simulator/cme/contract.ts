/** One contract: ticks inside, PRICE9 mantissas outside. */
import { Grid } from '../kit/grid.js';
import type { ContractOptions } from './options.js';

const PLACES = 9;

export class Contract {
  readonly referenceTicks: number;
  /** PRICE9 mantissa of one tick. */
  private readonly unitsATick: number;

  constructor(readonly options: ContractOptions) {
    const grid = new Grid(options.tick);
    this.referenceTicks = grid.parse(options.price);
    this.unitsATick = Number(grid.units(1)) * 10 ** (PLACES - grid.scale);
  }

  /** @returns NaN between two ticks */
  ticksOf(mantissa: number): number {
    const ticks = mantissa / this.unitsATick;
    return Number.isInteger(ticks) ? ticks : Number.NaN;
  }

  mantissaOf(ticks: number): number {
    return ticks * this.unitsATick;
  }
}
