/** `pregao replay FORMAT …`: the same as `npm run replay -- FORMAT …`. */
import type { Command } from 'commander';
import { passedOn } from './bench.js';

export function replayCommand(): Command {
  return passedOn(
    'replay',
    'push recorded market data through the engine and compare with the recorded truth',
    'engine/replay/main.js',
  );
}
