/** `pregao start`: the engine itself, in this process. */
import { Command, Option } from 'commander';
import type { StartOptions } from '../main.js';

export function startCommand(): Command {
  return new Command('start')
    .description('run the engine; Ctrl-C drains it, flushes its journal and ends it')
    .option('--config <file>', 'configuration (default: paper instruments and a demo key)')
    .option('--data <dir>', 'data directory: journal, epoch and demo key (default: ./data)')
    .option('--host <address>', 'address of all doors (default: 127.0.0.1; 0.0.0.0 = every one)')
    .addOption(new Option('--port <port>', 'port of all doors, 0 = a free one').argParser(Number))
    .addOption(new Option('--durability <mode>', 'when an order is acknowledged').choices(['sync', 'async']))
    .action(async (options: StartOptions) => {
      const { runEngine } = await import('../main.js');
      await runEngine(options);
    });
}
