/** `pregao`: puts the commands together. Each one is a file of its own; what they share stands in `session.ts`. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { adminCommand } from './admin.js';
import { backtestCommand } from './backtest.js';
import { benchCommand } from './bench.js';
import { cancelCommand } from './cancel.js';
import { Exit, explain } from './failure.js';
import { journalCommand } from './journal.js';
import { keygenCommand } from './keygen.js';
import { orderCommand } from './order.js';
import { quoteCommand } from './quote.js';
import { replaceCommand } from './replace.js';
import { replayCommand } from './replay.js';
import { routeCommand } from './route.js';
import { startCommand } from './start.js';
import { strategyCommand } from './strategy.js';
import { strategiesCommand } from './strategy-lead.js';
import { venuesCommand } from './venues.js';
import { watchCommand } from './watch.js';

const PACKAGE = new URL('../../../package.json', import.meta.url);

const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };

const program = new Command('pregao')
  .enablePositionalOptions()
  .description('a low-latency trading engine: start it, send it orders, watch it')
  .version(version)
  .addCommand(startCommand())
  .addCommand(orderCommand())
  .addCommand(quoteCommand())
  .addCommand(replaceCommand())
  .addCommand(cancelCommand())
  .addCommand(routeCommand())
  .addCommand(venuesCommand())
  .addCommand(watchCommand())
  .addCommand(adminCommand())
  .addCommand(strategyCommand())
  .addCommand(strategiesCommand())
  .addCommand(keygenCommand())
  .addCommand(journalCommand())
  .addCommand(replayCommand())
  .addCommand(backtestCommand())
  .addCommand(benchCommand());

/** What commander refuses ends like every other wrong command line. */
function endUsageErrors(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : Exit.Usage));
  command.commands.forEach(endUsageErrors);
}

endUsageErrors(program);
try {
  await program.parseAsync();
} catch (error) {
  const { message, exitCode } = explain(error);
  console.error(`pregao: ${message}`);
  process.exitCode = exitCode;
}
