/** A request as the shell hands it over: whole, and with a place for its answer. */
import type { Caller } from './access.js';

export interface RestRequest extends Caller {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** What stands behind the question mark. */
  readonly query: string;
  readonly contentType: string;
  readonly idempotencyKey: string;
  readonly body: Uint8Array;
  /** Once. Does nothing where the caller has gone. */
  answer(status: number, json: string): void;
}
