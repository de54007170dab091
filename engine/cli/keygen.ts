/** `pregao keygen`: an Ed25519 key pair. The private half stays in a file of mode 0600, the public half goes into the configuration. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { createKey, writeKeyFile } from '../../protocol/client/key-file.js';
import { UsageError } from './failure.js';

interface KeygenOptions {
  readonly out?: string;
  readonly accounts: string[];
}

export function keygenCommand(): Command {
  return new Command('keygen')
    .description('make a key for logging on')
    .argument('<id>', 'name of the key, as the configuration will name it')
    .option('--out <file>', 'key file to write (default: ID.key)')
    .requiredOption('--accounts <name...>', 'accounts that it may act for')
    .addHelpText('after', '\nExample:\n  pregao keygen desk --accounts demo maker')
    .action((id: string, { out = `${id}.key`, accounts }: KeygenOptions) => {
      if (existsSync(out)) throw new UsageError(`${out} stands already; a key is never overwritten`);
      const key = createKey(id, accounts);
      writeKeyFile(out, key);
      console.error(
        `Private key written to ${out} (readable by you only). Put this into "keys" of the configuration:`,
      );
      console.log(JSON.stringify({ id, publicKey: key.publicKey, accounts }));
    });
}
