/** `npm run check` calls this: holds every file of the tree against the room rules, exit 1 where one is broken. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type Complaint, checkFile } from './check.js';
import { checkPortable } from './portable.js';

const CODE = /^(?:engine|protocol|adapters|strategies|bench|test)\/.*\.ts$/;
const TEXT = /\.(?:[cm]?[jt]s|json|jsonc|md|fbs|ya?ml|txt|html|svg)$|(?:^|\/)(?:[^./]+|\.\w+)$/;

/** What git tracks or would track: committed or not, but not ignored. */
function files(): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && TEXT.test(file) && existsSync(file));
}

function check(file: string): Complaint[] {
  const text = readFileSync(file, 'utf8');
  return [...(CODE.test(file) ? checkFile(file, text) : []), ...checkPortable(file, text)];
}

const tree = files();
const complaints = tree.flatMap(check);
for (const { file, line, message } of complaints) console.error(`${file}:${line}: ${message}`);
console.log(`room rules: ${tree.length} files, ${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;
