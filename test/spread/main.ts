/**
 * `npm run scenarios`: plays every scenario on a whole day and prints a table. SEED repeats a day; what follows the command chooses scenarios by a part of
 * their names. Exit 1 when a promise is broken, 2 when there is no such recording.
 */
import { Command } from 'commander';
import pc from 'picocolors';
import { QUOTES_MS } from './crowd.js';
import { recordedPrices } from './recorded-prices.js';
import { type Outcome, playScenario } from './scenario.js';
import { SCENARIOS } from './scenarios.js';

const LOT = 0.001;
const hours = Number(process.env.HOURS ?? 7);
const seed = Number(process.env.SEED ?? 7);
const program = new Command('scenarios')
  .description('what can go wrong for spread-crypto-etf, a whole day each')
  .argument('[part]', 'of the names of those that are played', '')
  .option(
    '--data <format:files>',
    'the price moves as in this recording, of any format that back-tests read, instead of by the seed',
  )
  .option('--symbol <symbol>', 'of the recording (default: the first that has a book)')
  .parse();
const [wanted] = program.processedArgs as [string];
const { data, symbol } = program.opts<{ data?: string; symbol?: string }>();
const prices = await pathOf(data);

async function pathOf(recording: string | undefined): Promise<readonly number[] | undefined> {
  try {
    return recording === undefined ? undefined : await recordedPrices(recording, QUOTES_MS, symbol);
  } catch (error) {
    return program.error((error as Error).message, { exitCode: 2 });
  }
}

const row = ({ name, shares, targetLots, hedgedLots, hedges, kills, wrong }: Outcome): string =>
  [
    name.padEnd(82),
    String(shares).padStart(7),
    (targetLots * LOT).toFixed(3).padStart(8),
    (hedgedLots * LOT).toFixed(3).padStart(8),
    String(hedges).padStart(7),
    String(kills).padStart(6),
    wrong.length === 0 ? pc.green('  kept') : pc.red('  broken'),
  ].join('');

console.log(`seed ${seed}${prices === undefined ? '' : `, ${prices.length} prices of ${data}`}\n`);
console.log(`${'scenario'.padEnd(82)} shares  target  hedged hedges kills  promise`);
const outcomes = SCENARIOS.filter(({ name }) => name.includes(wanted)).map((scenario) => {
  const outcome = playScenario(scenario, seed, hours, prices);
  console.log(row(outcome));
  for (const each of outcome.wrong) console.log(`  ${each}`);
  if (process.env.LOG !== undefined)
    for (const line of [
      ...outcome.day.logged,
      ...outcome.day.notices.slice(-60),
      JSON.stringify(outcome.day.futures.faults.list()),
    ])
      console.log(`    ${line}`);
  return outcome;
});
const [events, played] = [
  outcomes.reduce((sum, outcome) => sum + outcome.events, 0),
  outcomes.reduce((sum, outcome) => sum + outcome.virtualMs, 0) / 3_600_000,
];
console.log(
  `\n${outcomes.length} scenarios, ${played.toFixed(0)} hours of trading, ${events} events, each of them looked at`,
);
process.exitCode = outcomes.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
