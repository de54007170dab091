/**
 * `pregao keygen`: an Ed25519 key pair. The private half stays in a file of mode 0600, the public half goes into the configuration.
 * For REST a secret: the file has it, the configuration its hash.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { createKey, writeKeyFile } from '../../protocol/client/key-file.js';
import { UsageError } from './failure.js';

interface KeygenOptions {
  readonly out?: string;
  readonly accounts: string[];
  readonly rest?: boolean;
}

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

export function keygenCommand(): Command {
  return new Command('keygen')
    .description('make a key for logging on')
    .argument('<id>', 'name of the key, as the configuration will name it')
    .option('--out <file>', 'key file to write (default: ID.key)')
    .requiredOption('--accounts <name...>', 'accounts that it may act for')
    .option('--rest', 'a key for REST')
    .addHelpText('after', '\nExample:\n  pregao keygen desk --accounts demo maker')
    .action((id: string, { out = `${id}.key`, accounts, rest }: KeygenOptions) => {
      if (existsSync(out)) throw new UsageError(`${out} stands already; a key is never overwritten`);
      if (rest) restKey(id, out, accounts);
      else loginKey(id, out, accounts);
    });
}

function loginKey(id: string, out: string, accounts: string[]): void {
  const key = createKey(id, accounts);
  writeKeyFile(out, key);
  tell(`Private key written to ${out}`, 'keys', { id, publicKey: key.publicKey, accounts });
}

function restKey(id: string, out: string, accounts: string[]): void {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  writeFileSync(out, `${secret}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  const sha256 = createHash('sha256').update(secret).digest('hex');
  tell(`Key written to ${out}`, 'rest.keys', { id, sha256, accounts });
}

function tell(written: string, section: string, entry: object): void {
  console.error(`${written} (readable by you only). Put this into "${section}" of the configuration:`);
  console.log(JSON.stringify(entry));
}
