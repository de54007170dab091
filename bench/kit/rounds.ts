/**
 * Interleaved rounds: every contender runs once per round, each round starting with another one, so that what the
 * machine does meanwhile hits all of them alike. Claims are ratios, taken within each round.
 */
import { median } from './statistics.js';
import type { BenchOptions } from './suite.js';

/** Runs once and gives its figure: a rate, or whatever the suite compares. */
export type Contender = () => number | Promise<number>;

export class Rounds<Name extends string> {
  constructor(private readonly figures: Readonly<Record<Name, readonly number[]>>) {}

  of(name: Name): readonly number[] {
    return this.figures[name];
  }

  median(name: Name): number {
    return median(this.figures[name]);
  }

  /** The median of the rounds' ratios. */
  ratio(over: Name, under: Name): number {
    return median(this.figures[over].map((value, round) => value / this.figures[under][round]));
  }
}

export async function interleave<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, Contender>>,
  say: BenchOptions['say'] = () => {},
): Promise<Rounds<Name>> {
  const names = Object.keys(contenders) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      figures[name].push(await contenders[name]());
    }
    say(
      `round ${round + 1} of ${rounds}: ${names.map((name) => `${name} ${brief(figures[name][round])}`).join(', ')}`,
    );
  }
  return new Rounds(figures);
}

const brief = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
