/** What a scenario is, and how one is played: a day from before the open to after the close, and what has to be so at its end. */
import { Day, type DayOptions } from './day.js';
import { FUND } from './world.js';

export interface Scenario {
  readonly name: string;
  readonly options?: Omit<DayOptions, 'seed'>;
  /** What goes wrong, and when. @throws Error it did not become what it should */
  readonly play: (day: Day) => void;
  /** How the run ends: what it says. Unless given, with the day: a move that the close overtakes is refused. */
  readonly ends?: RegExp;
}

export interface Outcome {
  readonly name: string;
  readonly shares: number;
  readonly targetLots: number;
  readonly hedgedLots: number;
  readonly hedges: number;
  readonly kills: number;
  readonly events: number;
  readonly virtualMs: number;
  /** Nothing = all that is promised is kept. */
  readonly wrong: readonly string[];
  readonly day: Day;
}

/** Less than this may stay unhedged: two lots of 0.001 are the first that are worth 100 dollars. */
const MINIMUM_LOTS = 2;
const AFTER_CLOSE_MS = 120_000;
const WITH_THE_DAY = /expired|rejected/;

/** @param hours that the day has, @param prices see `CrowdOptions` */
export function playScenario(
  { name, options, play, ends = WITH_THE_DAY }: Scenario,
  seed: number,
  hours?: number,
  prices?: readonly number[],
): Outcome {
  const crowd = { ...options?.crowd, ...(prices !== undefined && { prices }) };
  const day = new Day({ seed, ...options, crowd, ...(hours !== undefined && { hours }) });
  const beganMs = day.agenda.nowMs;
  const wrong: string[] = [];
  try {
    play(day);
    toTheEnd(day);
  } catch (error) {
    wrong.push((error as Error).message);
  }
  wrong.push(...day.promises.broken.slice(0, 3), ...endingOf(day, ends));
  const all = day.strategies.map((_, run) => day.tally(run));
  const sum = (of: (tally: (typeof all)[number]) => number) =>
    all.reduce((total, tally) => total + of(tally), 0);
  return {
    ...{ name, shares: sum(({ filled }) => filled), targetLots: sum(({ targetLots }) => targetLots) },
    ...{ hedgedLots: sum(({ hedged }) => hedged), hedges: sum(({ sent }) => sent), kills: day.kills },
    ...{ events: day.promises.events, virtualMs: day.agenda.nowMs - beganMs, wrong, day },
  };
}

/** The rest of the day, unless all runs are over before. */
function toTheEnd(day: Day): void {
  const isOver = () => day.over >= day.strategies.length;
  if (!day.until(isOver, Math.max(0, day.closeMs - day.agenda.nowMs)))
    day.fault('b3', { do: 'close', symbol: FUND });
  day.run(AFTER_CLOSE_MS);
}

function endingOf(day: Day, ends: RegExp): string[] {
  const wrong: string[] = [];
  let hedged = 0;
  let filled = 0;
  let anything = 0;
  for (const run of day.strategies.keys()) {
    const tally = day.tally(run);
    const sign = day.buys(run) ? 1 : -1;
    hedged -= sign * tally.hedged;
    filled += sign * tally.filled;
    anything += tally.filled;
    if (Math.abs(tally.targetLots - tally.hedged) >= MINIMUM_LOTS)
      wrong.push(
        `run ${run + 1}: ${tally.hedged} lots hedged of ${tally.targetLots}, and nothing is on its way`,
      );
    if (tally.out.size > 0) wrong.push(`run ${run + 1}: hedges have not ended`);
    const last = day.logged.findLast((line) => line.startsWith(`${run + 1}: run is over`)) ?? 'not at all';
    if (!ends.test(last)) wrong.push(`run ${run + 1} ended otherwise: ${last}`);
  }
  if (anything === 0) wrong.push('nothing was filled: this scenario shows nothing');
  if (day.atB3 !== filled) wrong.push(`B3 has ${day.atB3} shares for us, the engine ${filled}`);
  if (day.atBinance !== hedged) wrong.push(`Binance has ${day.atBinance} lots for us, the engine ${hedged}`);
  if (day.standing !== undefined) wrong.push('an order of ours still stands at B3');
  return wrong;
}
