/** Where the messages of Binary UMDF have what all that are about one instrument share: the number of the report, whether the event ends with it, and when that was. Found once in their layouts, by name. */
import { MESSAGES } from '../../../protocol/messages/generated/umdf.js';
import { fieldsOf } from '../../../protocol/views/notation.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';

/** In all messages about one instrument. */
export const SECURITY_ID_AT = 0;
const TEMPLATES = 256;
const NONE = -1;
const TIMES = ['transactTime', 'mdEntryTimestamp'];

export class UmdfTemplates {
  private readonly securityAt = new Int16Array(TEMPLATES).fill(NONE);
  private readonly rptSeqAt = new Int16Array(TEMPLATES).fill(NONE);
  private readonly indicatorAt = new Int16Array(TEMPLATES).fill(NONE);
  private readonly times = new Int16Array(TEMPLATES).fill(NONE);

  constructor() {
    for (const Class of MESSAGES) {
      const fields = fieldsOf(new Class().layout);
      const at = (...names: string[]) => fields.find(({ name }) => names.includes(name))?.offset ?? NONE;
      this.securityAt[Class.templateId] = at('securityID');
      this.rptSeqAt[Class.templateId] = at('rptSeq');
      this.indicatorAt[Class.templateId] = at('matchEventIndicator');
      this.times[Class.templateId] = at(...TIMES);
    }
  }

  isOfInstrument({ templateId }: SbeMessage): boolean {
    return this.hasInstrument(templateId);
  }

  hasInstrument(templateId: number): boolean {
    return this.securityAt[templateId] === SECURITY_ID_AT;
  }

  /** 0: it has none. */
  rptSeq(message: SbeMessage): number {
    const at = this.rptSeqAt[message.templateId];
    return at === NONE ? 0 : message.lowOf(at, true) >>> 0;
  }

  /** MatchEventIndicator; -1: it has none. */
  indicator(message: SbeMessage): number {
    const at = this.indicatorAt[message.templateId];
    return at !== NONE && message.holds(at, 1) ? message.bytes[message.start + at] : NONE;
  }

  /** Halves of its time; 0: it has none. */
  timeLow(message: SbeMessage): number {
    const at = this.times[message.templateId];
    return at === NONE ? 0 : message.lowOf(at, true);
  }

  timeHigh(message: SbeMessage): number {
    const at = this.times[message.templateId];
    return at === NONE ? 0 : message.highOf(at, true);
  }
}
