/**
 * What a session has to remember over a restart: both sequence numbers and what it sent, for whoever asks for it again.
 * `append` has stored a message before it is written to the socket. Used by the session's own thread.
 */
export interface SessionStore {
  /** MsgSeqNum of the next message to send. */
  readonly nextOut: number;
  /** MsgSeqNum that the next received message has to have. */
  readonly nextIn: number;
  setNextOut(seq: number): void;
  setNextIn(seq: number): void;
  /** Keeps a sent message; `nextOut` becomes `seq + 1`. */
  append(seq: number, buffer: Uint8Array, start: number, end: number): void;
  /** Copies a sent message. @returns its length, 0 when it is not there */
  read(seq: number, target: Uint8Array): number;
  /** Both numbers 1, nothing sent. */
  reset(): void;
  close(): void;
}
