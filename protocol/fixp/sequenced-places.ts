/** Where the business messages of a schema have what is the session's: found once in their layouts, by name. */
import { fieldsOf } from '../views/notation.js';
import type { SbeMessage, SbeMessageClass } from '../views/sbe-message.js';
import type { SessionFields } from './fields.js';

const NONE = -1;

interface Places {
  readonly seqNum: number;
  readonly versionId: number;
  readonly flag: number;
}

export class SequencedPlaces {
  private readonly byTemplate = new Map<number, Places>();

  constructor(classes: readonly SbeMessageClass[], seqNum: string, flag: string) {
    for (const Class of classes) {
      const fields = fieldsOf(new Class().layout);
      const at = (name: string) => fields.find((field) => field.name === name)?.offset ?? NONE;
      this.byTemplate.set(Class.templateId, { seqNum: at(seqNum), versionId: at('uuid'), flag: at(flag) });
    }
  }

  read(message: SbeMessage, fields: SessionFields): void {
    const { seqNum, flag } = this.byTemplate.get(message.templateId)!;
    fields.seqNum = seqNum === NONE ? 0 : message.lowOf(seqNum, true) >>> 0;
    fields.isRetransmitted =
      flag !== NONE && message.holds(flag, 1) && message.bytes[message.start + flag] === 1;
  }

  /** @throws RangeError a message that has no number is none of a session */
  write(message: SbeMessage, seqNum: number, versionId: bigint): void {
    const places = this.byTemplate.get(message.templateId)!;
    if (places.seqNum === NONE) throw new RangeError(`${message.name} has no sequence number`);
    const at = message.start + places.seqNum;
    for (let i = 0; i < 4; i++) message.bytes[at + i] = seqNum >>> (8 * i);
    if (places.versionId !== NONE) message.setBig(places.versionId, versionId, true);
  }

  mark(message: SbeMessage): void {
    const { flag } = this.byTemplate.get(message.templateId)!;
    if (flag !== NONE && message.holds(flag, 1)) message.bytes[message.start + flag] = 1;
  }
}
