/** `pregao backtest …`: the same as `npm run backtest -- …`. */
import type { Command } from 'commander';
import { passedOn } from './bench.js';

export function backtestCommand(): Command {
  return passedOn('backtest', 'run a strategy over recorded market data', 'strategies/backtest/main.js');
}
