/** What either end of a FIXP session sends: one buffer, filled again for each message, framed by Simple Open Framing, and when the last one went. */
import { type ByteLink, NO_LINK } from '../link.js';
import { SOFH_BYTES, writeSofh } from '../sofh/framer.js';
import type { SbeMessage } from '../views/sbe-message.js';
import type { FixpDialect } from './dialect.js';
import type { Kind, SessionFields } from './fields.js';

export class FixpOutbound {
  link: ByteLink = NO_LINK;
  lastSentMs = 0;
  readonly buffer: Buffer;

  constructor(private readonly dialect: FixpDialect) {
    this.buffer = Buffer.alloc(dialect.maxMessageBytes);
  }

  session(kind: Kind, fields: SessionFields, nowMs: number): void {
    const end = this.dialect.write(kind, fields, this.buffer, SOFH_BYTES);
    this.send(end, nowMs);
  }

  /** A business message, all its optional fields null: fill it and give it to `business`. */
  begin<T extends SbeMessage>(message: T): T {
    message.encode(this.buffer, SOFH_BYTES);
    return message;
  }

  /** @returns the end of the message that `begin` began, in `buffer` from `SOFH_BYTES` on */
  finish(message: SbeMessage, fields: SessionFields): number {
    this.dialect.stamp(message, fields);
    return message.finish();
  }

  send(end: number, nowMs: number): void {
    writeSofh(this.buffer, 0, end, this.dialect.encodingType);
    this.lastSentMs = nowMs;
    this.link.write(this.buffer, 0, end);
  }
}
