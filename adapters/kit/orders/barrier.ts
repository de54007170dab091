/**
 * Where what a venue says is one sequence, the answer to any question shows that everything it had said before is here. One question is on its way at a time; what is asked
 * meanwhile is asked with the next. An answer that nobody waits for is passed over.
 */
export class Barrier {
  private asked: (() => void)[] = [];
  private waiting: (() => void)[] = [];
  private isOut = false;
  private sinceMs = 0;

  /** @param send the question; false: it did not go */
  constructor(private readonly send: () => boolean) {}

  /** @param then everything that was said before is here */
  ask(then: () => void, nowMs: number): void {
    this.waiting.push(then);
    if (!this.isOut) this.askNext(nowMs);
  }

  answered(nowMs: number): void {
    if (!this.isOut) return;
    const done = this.asked;
    this.isOut = false;
    this.asked = [];
    for (const then of done) then();
    if (!this.isOut && this.waiting.length > 0) this.askNext(nowMs);
  }

  /** How long the question has been out. */
  outForMs(nowMs: number): number {
    return this.isOut ? nowMs - this.sinceMs : 0;
  }

  /** The connection is lost, and what was asked on it. */
  forget(): void {
    this.isOut = false;
    this.asked = [];
    this.waiting = [];
  }

  private askNext(nowMs: number): void {
    if (!this.send()) return;
    this.isOut = true;
    this.sinceMs = nowMs;
    [this.asked, this.waiting] = [this.waiting, this.asked];
  }
}
