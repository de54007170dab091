/** `pregao journal verify DIR`: checks a data directory's journal, also under a running engine. */
import { Command } from 'commander';

export function journalCommand(): Command {
  return new Command('journal').description('look at a journal').addCommand(verifySubcommand());
}

function verifySubcommand(): Command {
  return new Command('verify')
    .description('check every checksum, replay from zero, compare state hashes; changes nothing')
    .argument('<dir>', 'data directory, or the journal directory in it')
    .action(async (directory: string) => {
      process.exitCode = await verify(directory);
    });
}

async function verify(directory: string): Promise<number> {
  const { verifyCommand } = await import('../journal/verify-command.js');
  const { PrivateRing } = await import('../journal/replay.js');
  const { Core, CORE_VERSION } = await import('../core/core.js');
  const { DEFAULT_LIMITS } = await import('../config/limits.js');
  return verifyCommand(directory, {
    coreVersion: CORE_VERSION,
    makeCore: (limits) => {
      const ring = new PrivateRing();
      return { ring, core: new Core({ ...DEFAULT_LIMITS, ...limits }, ring.writer) };
    },
    print: (line) => console.log(line),
    progress: (line) => console.error(line),
  });
}
