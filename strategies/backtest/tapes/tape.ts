/** A recording as a back-test plays it: moments in their order, and what has happened in the market at each. */
import { formatFixed } from '../../../protocol/fixed.js';
import type { RecordedMarket } from '../recorded-market.js';

/** In the recording's own steps, as decimals. */
export interface TapeInstrument {
  readonly symbol: string;
  readonly tick: string;
  readonly lot: string;
}

export interface Tape {
  readonly instruments: readonly TapeInstrument[];
  /** All of it. Rejects where it cannot be read. */
  play(stage: Stage): Promise<void>;
}

/** Where it is played. */
export interface Stage {
  /** On to a moment: what is due before it happens first. A time that is over is now. */
  at(seconds: number, nanos: number): void;
  /** The market of the instrument at this place of the tape; undefined: nobody wants it. */
  market(index: number): RecordedMarket | undefined;
  /** One more event of the recording. */
  event(): void;
}

/** 10 at 3 places is "0.01": one step as a decimal. */
export const stepText = (units: number, places: number): string =>
  formatFixed(units, places).replace(/\.0+$|(?<=\.\d*)0+$/, '');
