/** Options of all formats: how the text of the command line becomes numbers. Errors say what would do. */
import { InvalidArgumentError } from 'commander';
import { parseFixed } from '../../protocol/fixed.js';
import type { ProgressOutput } from './progress.js';

const ORDERS_MAX = 1 << 26;

export interface CommonOptions {
  readonly messages: string;
  /** Where progress is shown; its end of the line is its own. */
  readonly progress: ProgressOutput;
  readonly orders: number;
  /** One tick, decimal; chosen from the data when not given. */
  readonly tick?: string;
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

export const orderCount = wholeNumber(16, ORDERS_MAX);

/** Checks the text of `--tick`; `tickOf` makes the number of it. */
export function tickText(places: number): (text: string) => string {
  return (text) => {
    if (/^\d+(\.\d+)?$/.test(text) && placesOf(text) <= places && Number(text) > 0) return text;
    throw new InvalidArgumentError(`It must be a price above zero of at most ${places} decimal places.`);
  };
}

/** The tick in units of `places` decimal places. */
export const tickOf = (text: string, places: number): number => parseFixed(text, places);

const placesOf = (text: string): number => (text.split('.')[1] ?? '').replace(/0+$/, '').length;
