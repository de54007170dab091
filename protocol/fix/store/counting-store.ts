/** Numbers alone: for sessions that begin anew with every logon, with a counterparty that never asks for anything again. */
import type { SessionStore } from '../session/store.js';

export class CountingStore implements SessionStore {
  nextOut = 1;
  nextIn = 1;

  setNextOut(seq: number): void {
    this.nextOut = seq;
  }

  setNextIn(seq: number): void {
    this.nextIn = seq;
  }

  append(seq: number): void {
    this.nextOut = seq + 1;
  }

  read(): number {
    return 0;
  }

  reset(): void {
    this.nextOut = this.nextIn = 1;
  }

  close(): void {}
}
