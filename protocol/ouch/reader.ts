/** OUCH 5.0 messages of one direction: the view of each type, and the options behind it, held against the message's end. */
import { FlatFault, type FlatMessage, type FlatMessageClass, FlatMessages } from '../views/flat-message.js';
import { OuchOptions } from './options.js';

export const enum OuchFault {
  None = 0,
  /** Nobody's type byte. */
  WrongType = 1,
  /** Shorter than its block. */
  TooShort = 2,
  /** The appendage does not end where the message does, or its options do not. */
  BadAppendage = 3,
}

interface Appended extends FlatMessage {
  readonly appendageBytes: number;
}

export class OuchReader {
  readonly options = new OuchOptions();
  private readonly messages: FlatMessages;

  /** @param classes `MESSAGES` of `ouch-inbound` or `ouch-outbound` */
  constructor(classes: readonly FlatMessageClass[]) {
    this.messages = new FlatMessages(classes);
  }

  /** The last message that was read. */
  get message(): FlatMessage | undefined {
    return this.messages.message;
  }

  /** One message, type byte first. A message without appendage may be longer than its block: newer versions append. */
  read(bytes: Buffer, start: number, end: number): OuchFault {
    const fault = this.messages.read(bytes, start, end);
    if (fault === FlatFault.WrongType) return OuchFault.WrongType;
    if (fault !== FlatFault.None) return OuchFault.TooShort;
    const message = this.messages.message!;
    const optionsAt = start + message.blockLength;
    if (!isAppended(message))
      return this.options.read(bytes, end, end) ? OuchFault.None : OuchFault.BadAppendage;
    const isWhole = optionsAt + message.appendageBytes === end;
    return isWhole && this.options.read(bytes, optionsAt, end) ? OuchFault.None : OuchFault.BadAppendage;
  }
}

const isAppended = (message: FlatMessage): message is Appended => 'appendageBytes' in message;
