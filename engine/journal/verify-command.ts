/**
 * `pregao journal verify DIR` for people: prints what `verifyJournal` found and answers with an exit code, 0 when all
 * of it holds. Reads only; it may look at the directory of a running engine.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { JournalDamage, JournalMismatch } from './errors.js';
import { NodeFiles } from './node-files.js';
import { realVerifyOptions } from './real-core.js';
import { type Verified, type VerifyOptions, verifyJournal } from './verify.js';
import { listSegments } from './walk.js';

/** The journal's place within a data directory. */
export const JOURNAL_DIRECTORY = 'journal';

export interface VerifyCommandOptions extends Partial<Pick<VerifyOptions, 'coreVersion' | 'makeCore'>> {
  /** Takes one line of the result. */
  readonly print: (line: string) => void;
  /** Takes a line now and then while it runs. */
  readonly progress?: (line: string) => void;
}

/** @param directory a data directory, or the journal directory in it */
export function verifyCommand(directory: string, options: VerifyCommandOptions): number {
  const files = journalIn(directory);
  if (files === undefined) {
    options.print(`there is no journal in ${directory}`);
    return 1;
  }
  try {
    const verified = verifyJournal({
      ...realVerifyOptions(),
      ...options,
      files,
      progress: everySecond(options.progress),
    });
    for (const line of report(files.directory, verified)) options.print(line);
    return isSound(verified) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof JournalDamage || error instanceof JournalMismatch)) throw error;
    options.print(`NOT SOUND: ${error.message}`);
    return error.exitCode;
  }
}

function journalIn(directory: string): NodeFiles | undefined {
  const inner = join(directory, JOURNAL_DIRECTORY);
  const files = new NodeFiles(existsSync(inner) ? inner : directory);
  return existsSync(directory) && listSegments(files).length > 0 ? files : undefined;
}

const isSound = (v: Verified): boolean =>
  v.stateHash === v.recoveredStateHash && v.images.every(({ problem }) => problem === '');

function report(directory: string, v: Verified): string[] {
  const lines = [
    `journal         ${v.journalId} in ${directory}`,
    `segments        ${number(v.segments)}${v.notReplayed > 0 ? `, of which ${v.notReplayed} of an older core, not replayed` : ''}`,
    `batches         ${number(v.batches)}`,
    `records         ${number(v.records)}, of which ${number(v.commands)} commands replayed`,
    `last sequence   ${number(v.lastSequence)}`,
    `last epoch      ${number(v.lastEpoch)}`,
    `chain hash      ${v.chainHash}`,
    `torn tail       ${tornLine(v)}`,
    `state hash      ${v.stateHash}   replayed from ${v.notReplayed > 0 ? 'the older core’s image' : 'zero'}`,
    `recovered       ${v.recoveredStateHash}   newest image and tail`,
  ];
  if (v.missing > 0)
    lines.push(`last group      ${number(v.missing)} records not written yet; a start completes it`);
  for (const { name, problem } of v.images) lines.push(`image           ${name}: ${problem || 'sound'}`);
  lines.push(isSound(v) ? 'all of it holds' : 'NOT SOUND: see above');
  return lines;
}

function tornLine({ torn }: Verified): string {
  if (torn === undefined) return 'none';
  const { bytes, records, segment, offset } = torn;
  return `${number(bytes)} bytes (${number(records)} whole records) in segment ${segment} at offset ${offset}: being written, or cut by the next start`;
}

const number = (value: number): string => value.toLocaleString('en-US');

function everySecond(print?: (line: string) => void): VerifyOptions['progress'] {
  if (print === undefined) return undefined;
  let next = performance.now() + 1_000;
  return (records, sequence) => {
    if (performance.now() < next) return;
    next = performance.now() + 1_000;
    print(`${number(records)} records, sequence ${number(sequence)} …`);
  };
}
