/** The way out of a session: a socket in the real thing, a list in a test. */
export interface Link {
  /** Takes the bytes at once: the buffer is used again when this returns. */
  write(buffer: Buffer, start: number, end: number): void;
  /** Closes when all that was written has gone. */
  close(): void;
  /** Taken, and not read by the other side yet. */
  readonly waitingBytes?: number;
  /** Common name of the certificate that the counterparty has shown and TLS has verified. */
  readonly certificateName?: string;
}

/** Where messages go before and after a connection. */
export const NO_LINK: Link = { write: () => {}, close: () => {} };
