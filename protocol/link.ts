/** Where a session's bytes go: a socket in the real thing, a list in a test. */
export interface ByteLink {
  /** Takes the bytes at once: the buffer is used again when this returns. */
  write(buffer: Buffer, start: number, end: number): void;
  /** Closes when all that was written has gone. */
  close(): void;
}

/** Where messages go before and after a connection. */
export const NO_LINK: ByteLink = { write: () => {}, close: () => {} };
