/**
 * Keeps what a request causes until the request itself is answered: reports of an execution then come after the answer that tells of it, as they
 * mostly do. (Where a test wants it the other way, a fault delays the answer.)
 */
export class Outbox {
  private depth = 0;
  private waiting: (() => void)[] = [];

  /** Runs the request; what was pushed meanwhile goes out when it has returned. */
  run<T>(request: () => T): T {
    this.depth++;
    try {
      return request();
    } finally {
      this.depth--;
      if (this.depth === 0) this.flush();
    }
  }

  push(send: () => void): void {
    this.waiting.push(send);
    if (this.depth === 0) this.flush();
  }

  private flush(): void {
    const due = this.waiting;
    this.waiting = [];
    for (const send of due) send();
  }
}
