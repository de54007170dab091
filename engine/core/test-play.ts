/** Whole command sequences through a core, and what came of them as bytes and hash. */
import { Cmd, isExtended } from '../../protocol/records/command.js';
import { LANE_PAYLOAD_WORDS, RECORD_WORDS } from '../../protocol/records/layout.js';
import { mustEqual } from '../book/test-property.js';
import type { Record16 } from './test-commands.js';
import { type CoreOptions, TestCore } from './test-kit.js';

export interface Outcome {
  readonly events: Buffer;
  readonly hash: string;
}

/** After the standard definitions. */
export function play(options: CoreOptions, sequence: readonly Record16[]): Outcome {
  const kit = new TestCore(options).standard();
  const events = sendAll(kit, sequence);
  return { events, hash: kit.hash };
}

export function sendAll(kit: TestCore, sequence: readonly Record16[]): Buffer {
  return bytesOf(sequence.flatMap((command) => kit.send(command)));
}

export function bytesOf(records: readonly Record16[]): Buffer {
  return Buffer.concat(records.map((record) => Buffer.from(record.buffer)));
}

export function mustBeSame(a: Outcome, b: Outcome): void {
  mustEqual(a.events.equals(b.events), true, 'that the events are equal');
  mustEqual(a.hash, b.hash, 'the hash');
}

/** The command as the journal's replay takes it back out of its echo, and the terms behind it. */
export function commandOf([echo, next]: readonly Record16[]): Record16 {
  const extended = isExtended(echo, 0);
  const command = new Int32Array(extended ? 2 * RECORD_WORDS : RECORD_WORDS);
  command.set(echo.subarray(0, LANE_PAYLOAD_WORDS));
  command[Cmd.Flags] &= 0xffff;
  if (extended) command.set(next.subarray(0, LANE_PAYLOAD_WORDS), RECORD_WORDS);
  return command;
}
