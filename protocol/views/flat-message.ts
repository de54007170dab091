/** A message that is one block behind a type byte (ITCH, OUCH): what follows the block, if anything, has its own reader. */
import { BlockView } from './block-view.js';

export const enum FlatFault {
  None = 0,
  /** The type byte is another message's, or nobody's. */
  WrongType = 1,
  /** Shorter than its block. */
  TooShort = 2,
}

export abstract class FlatMessage extends BlockView {
  constructor(
    readonly name: string,
    readonly messageType: number,
    readonly blockLength: number,
    readonly layout: string,
  ) {
    super();
  }

  wrap(bytes: Uint8Array, start: number, end: number): FlatFault {
    if (end - start < this.blockLength) return FlatFault.TooShort;
    if (bytes[start] !== this.messageType) return FlatFault.WrongType;
    this.placeAt(bytes, start, this.blockLength);
    return FlatFault.None;
  }

  /** Begins a message: type, and everything else 0. @returns its end */
  encode(bytes: Uint8Array, start: number): number {
    const end = start + this.blockLength;
    bytes.fill(0, start, end);
    bytes[start] = this.messageType;
    this.placeAt(bytes, start, this.blockLength);
    return end;
  }
}

export interface FlatMessageClass {
  new (): FlatMessage;
  readonly messageType: number;
}

/** One view a message type, by its type byte. */
export class FlatMessages {
  /** The last message that was read. */
  message: FlatMessage | undefined;
  private readonly byType: (FlatMessage | undefined)[];

  constructor(classes: readonly FlatMessageClass[]) {
    this.byType = new Array(256).fill(undefined);
    for (const each of classes) this.byType[each.messageType] = new each();
  }

  read(bytes: Uint8Array, start: number, end: number): FlatFault {
    this.message = start < end ? this.byType[bytes[start]] : undefined;
    if (start >= end) return FlatFault.TooShort;
    if (this.message === undefined) return FlatFault.WrongType;
    return this.message.wrap(bytes, start, end);
  }
}
