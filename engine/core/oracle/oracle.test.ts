/**
 * The engine says to random commands what the oracle says, which knows the rule book and nothing of the engine. In stages,
 * so that what differs is first seen among few kinds of orders.
 */
import fc from 'fast-check';
import t from 'tap';
import { holds } from '../../book/test-property.js';
import type { Record16 } from '../test-commands.js';
import { SMALL, TestCore } from '../test-kit.js';
import { Comparison } from './test-comparing.js';
import { Oracle } from './test-oracle.js';
import {
  BASIC,
  LINKED,
  MASS,
  PHASES,
  sequenceOf,
  TAKING,
  WAITING,
  withLimits,
  withTicks,
} from './test-sequences.js';

/** Room for everything: what happens when a pool is full is not the oracle's matter. */
const ROOMY = { ...SMALL, orders: 512, levelChunks: 512 };
/** Remembered client ids. None where orders end together: in which order they do is not the oracle's matter either. */
const [SOME, NONE] = [4, 0];

const everything = withLimits(withTicks(sequenceOf(BASIC, MASS, TAKING, WAITING, LINKED, PHASES)));

agree('limit and market orders', 150, sequenceOf(BASIC), SOME);
agree(
  'and what takes, shows a part, keeps from itself',
  150,
  withLimits(sequenceOf(BASIC, MASS, TAKING)),
  NONE,
);
agree('and what waits', 150, withLimits(sequenceOf(BASIC, MASS, TAKING, WAITING)), NONE);
agree('and what is linked', 200, sequenceOf(BASIC, MASS, TAKING, WAITING, LINKED), NONE);
agree('and phases, auctions, bands', 250, everything, NONE);

t.test('the sequences use every rule', async (t) => {
  const used = new Map<string, number>();
  for (const sequence of fc.sample(everything, { seed: 1, numRuns: 600 }))
    for (const [rule, times] of play(sequence, NONE)) used.set(rule, (used.get(rule) ?? 0) + times);
  for (const rule of RULES) t.ok((used.get(rule) ?? 0) >= 5, `${rule}: ${used.get(rule) ?? 0}`);
});

function agree(name: string, runs: number, sequences: fc.Arbitrary<Record16[]>, remembers: number): void {
  holds(name, runs, sequences, (sequence) => {
    play(sequence, remembers);
  });
}

/** How often each rule was used. */
function play(sequence: readonly Record16[], clientIdHistory: number): ReadonlyMap<string, number> {
  const oracle = new Oracle(clientIdHistory);
  const kit = new TestCore({ limits: { ...ROOMY, clientIdHistory } }).standard();
  const comparison = new Comparison(kit, oracle);
  for (const command of sequence) comparison.play(command);
  return oracle.world.used;
}

const RULES = [
  ...[
    'trade',
    'fill or kill',
    'protection',
    'protection of the instrument',
    'peg without a price',
    'MaxNotionalExceeded',
    'minimum rests',
    'trigger',
    'uncross',
    'indicative',
  ],
  ...['replace', 'replace keeps its place', 'prevention 1', 'prevention 2', 'prevention 3', 'prevention 4'],
  ...['dynamic band 1', 'dynamic band 2', 'joins 7', 'joins 66', 'phase 1', 'phase 2', 'phase 3', 'phase 4'],
  ...['phase 5', 'phase 7', 'phase 9', 'CancelledByUser', 'MassCancelled', 'ReplacedToExecuted', 'Expired'],
  ...['ImmediateRemainder', 'FillOrKillNotFillable', 'PostOnlyWouldTake', 'NoLiquidity', 'PricedAtBest'],
  ...['MinimumQuantityNotAvailable', 'MovedBehindBest', 'SelfTradePrevented', 'Refreshed', 'Repriced'],
  ...['TriggerAlreadyReached', 'ReduceOnlyWouldIncrease', 'ReduceOnlyCut', 'LinkedOrderExecuted'],
  ...['LinkedOrderTriggered', 'LinkedOrderGone', 'InvalidLink', 'AwaitsParent', 'ChildArmed', 'ParentEnded'],
  ...['NotReplaceable', 'NotYourOrder', 'UnknownOrder', 'DuplicateClientOrderId', 'InstrumentHalted'],
  ...['MarketClosed', 'NotInAuction', 'AuctionNotAhead', 'AuctionOver', 'EndOfDay', 'PriceOffTick'],
  ...['PriceOutsideStaticBand', 'PriceBeyondDynamicBand'],
];
