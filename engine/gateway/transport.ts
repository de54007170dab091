/**
 * What the session agent sees of a socket. The uWebSockets shell gives the real ones, tests give simulated ones; the
 * agent never knows.
 */
export interface Transport {
  /** One binary frame; the bytes are copied before it returns. Never refused: who sends watches `bufferedBytes`. */
  send(frame: Uint8Array): void;
  /** Bytes sent that the peer's socket has not taken yet. */
  bufferedBytes(): number;
  /** After what was sent. `code` is a WebSocket close code. May call back `disconnected` at once. */
  close(code: number, why: string): void;
}

/** RFC 6455, section 7.4. */
export const enum CloseCode {
  GoingAway = 1001,
  PolicyViolation = 1008,
}
