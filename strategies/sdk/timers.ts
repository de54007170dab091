/** A strategy's timers, by name. One that is due waits until the strategy's next turn, like everything that it is told. */

/** Calls back once, after so long; what it returns takes that back. Whoever runs the strategy says what time is. */
export type Schedule = (afterMs: number, then: () => void) => () => void;

export const systemSchedule: Schedule = (afterMs, then) => {
  const timeout = setTimeout(then, afterMs);
  return () => clearTimeout(timeout);
};

export class Timers {
  /** Takes the strategy's loop out of its park. */
  wake: () => void = () => {};
  private readonly running = new Map<string, () => void>();
  private readonly due: string[] = [];

  constructor(private readonly schedule: Schedule = systemSchedule) {}

  /** Once, after so long; setting it again starts it anew. */
  set(name: string, afterMs: number): void {
    this.clear(name);
    this.running.set(
      name,
      this.schedule(afterMs, () => this.fire(name)),
    );
  }

  clear(name: string): void {
    this.running.get(name)?.();
    this.running.delete(name);
    const at = this.due.indexOf(name);
    if (at >= 0) this.due.splice(at, 1);
  }

  clearAll(): void {
    for (const name of [...this.running.keys(), ...this.due]) this.clear(name);
  }

  /** How many are due now; what their handlers set anew waits for the next turn. */
  get dueCount(): number {
    return this.due.length;
  }

  takeDue(): string | undefined {
    return this.due.shift();
  }

  private fire(name: string): void {
    this.running.delete(name);
    this.due.push(name);
    this.wake();
  }
}
