import type { ByteLink } from '../../link.js';

/** The way out of a session: a socket in the real thing, a list in a test. */
export interface Link extends ByteLink {
  /** Taken, and not read by the other side yet. */
  readonly waitingBytes?: number;
  /** Common name of the certificate that the counterparty has shown and TLS has verified. */
  readonly certificateName?: string;
}

export { NO_LINK } from '../../link.js';
