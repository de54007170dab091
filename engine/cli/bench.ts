/** `pregao bench SUITE`: the same as `npm run bench -- SUITE`. */
import { Command } from 'commander';
import { runModule } from './child.js';

export function benchCommand(): Command {
  return passedOn('bench', 'measure a part of the engine', 'bench/main.js');
}

/** A command whose arguments another program understands. */
export function passedOn(name: string, description: string, module: string): Command {
  return new Command(name)
    .description(description)
    .argument('[args...]')
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action((args: string[]) => runModule(module, args));
}
