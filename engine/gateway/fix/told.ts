/**
 * Up to which event a FIX session has been told, from what it was sent: the store of sent messages says it by the ExecIDs in it, so
 * that a report and the knowledge of it can never be apart. Events behind that are told after a start, from the journal.
 */
import { FixMessage, Parsed } from '../../../protocol/fix/codec/message.js';
import type { SessionStore } from '../../../protocol/fix/session/store.js';
import { EXEC_ID } from './execution-writer.js';
import { Field, Type } from './fields.js';
import type { Mark } from './request-log.js';

/** Above the index of any event. */
const LAST_INDEX = 0xffffff;
const MAX_BYTES = 65_536 + 64;

export class Told {
  private readonly answered = new Set<string>();

  /** All before this event has been told; of the event itself, what `answered` says. */
  private constructor(
    private readonly sequence: number,
    private readonly index: number,
  ) {}

  /** @param end the last sequence that is left of the journal: what was told beyond it is as if it had never been */
  static from(store: SessionStore, mark: Mark | undefined, end: number): Told {
    const from = mark?.nextOut ?? 1;
    const found = new LastReports(store, from);
    const { sequence, index } =
      found.sequence > 0 ? found : behind(mark ?? { sequence: end, index: LAST_INDEX });
    const told = sequence > end ? new Told(end, LAST_INDEX + 1) : new Told(sequence, index);
    for (const id of found.ids) told.answered.add(id);
    return told;
  }

  /** @param id ExecID of an execution report, ClOrdID of the answer to a request */
  has(sequence: number, index: number, id: string): boolean {
    if (this.answered.has(id)) return true;
    return sequence < this.sequence || (sequence === this.sequence && index < this.index);
  }
}

const behind = ({ sequence, index }: { sequence: number; index: number }) => ({ sequence, index: index + 1 });

/** The last event that a stored execution report is about, its reports, and the answers sent after it. */
class LastReports {
  sequence = 0;
  index = 0;
  readonly ids = new Set<string>();
  private readonly message = new FixMessage();
  private readonly bytes = new Uint8Array(MAX_BYTES);

  constructor(
    private readonly store: SessionStore,
    from: number,
  ) {
    for (let seq = store.nextOut - 1; seq >= from; seq--) if (this.read(seq)) break;
  }

  /** @returns true when nothing before it matters */
  private read(seq: number): boolean {
    const bytes = this.store.read(seq, this.bytes);
    if (bytes === 0 || this.message.parse(this.bytes, 0, bytes) !== Parsed.Ok) return false;
    const { type } = this.message;
    if (type === Type.ExecutionReport) return this.readReport();
    if (type === Type.OrderCancelReject || type === Type.OrderMassCancelReport) this.take(Field.ClOrdID);
    return false;
  }

  private readReport(): boolean {
    const [, sequence, index] = EXEC_ID.exec(this.text(Field.ExecID)) ?? [];
    if (sequence === undefined) return false;
    if (this.sequence === 0) {
      this.sequence = Number(sequence);
      this.index = Number(index);
    }
    const isSame = Number(sequence) === this.sequence && Number(index) === this.index;
    if (isSame) this.take(Field.ExecID);
    return !isSame;
  }

  private take(tag: number): void {
    this.ids.add(this.text(tag));
  }

  private text(tag: number): string {
    return this.message.text(this.message.find(tag));
  }
}
