/**
 * Finds the execution report that a session was sent, in its store of sent messages: what is taken back or put right is told in the
 * words in which it was told. Reports were sent in the order of their events, so the search halves what is left.
 */
import { FixMessage, Parsed } from '../../../protocol/fix/codec/message.js';
import type { SessionStore } from '../../../protocol/fix/session/store.js';
import { EXEC_ID } from './execution-writer.js';
import { Field, Type } from './fields.js';

const MAX_BYTES = 65_536 + 64;

export class SentExecutions {
  private readonly message = new FixMessage();
  private readonly bytes = new Uint8Array(MAX_BYTES);

  constructor(private readonly store: SessionStore) {}

  /** @returns the report, good until the next search; undefined: the store does not have it (any more) */
  find(sequence: number, index: number, execId: string): FixMessage | undefined {
    for (let seq = this.firstFrom(sequence, index); seq < this.store.nextOut; seq++) {
      const order = this.compare(seq, sequence, index);
      if (order > 0) return undefined;
      if (order === 0 && this.message.text(this.message.find(Field.ExecID)) === execId) return this.message;
    }
    return undefined;
  }

  /** The first message from which on every report is of this event or of a later one. */
  private firstFrom(sequence: number, index: number): number {
    let [low, high] = [1, this.store.nextOut];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.nextReport(middle, high);
      if (at < high && this.compare(at, sequence, index) < 0) low = at + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the first report from here on stands; `end`: there is none before it. */
  private nextReport(from: number, end: number): number {
    let seq = from;
    while (seq < end && !this.readReport(seq)) seq++;
    return seq;
  }

  /** Below 0: its event is an earlier one; NaN: it is no report. */
  private compare(seq: number, sequence: number, index: number): number {
    if (!this.readReport(seq)) return Number.NaN;
    const found = EXEC_ID.exec(this.message.text(this.message.find(Field.ExecID)))!;
    return Number(found[1]) - sequence || Number(found[2]) - index;
  }

  private readReport(seq: number): boolean {
    const { message, bytes, store } = this;
    const length = store.read(seq, bytes);
    if (length === 0 || message.parse(bytes, 0, length) !== Parsed.Ok) return false;
    return message.type === Type.ExecutionReport && EXEC_ID.test(message.text(message.find(Field.ExecID)));
  }
}
