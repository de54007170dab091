/**
 * The last step of every message before its wire: here the faults lose, repeat, hold back, delay and cut. What a message looks like is asked for
 * at the moment when it goes, so that sequence numbers are those of the real order.
 */
import type { Agenda } from './agenda.js';
import type { Droppable, Faults } from './faults.js';

/** The way out: bytes for FIX, text for WebSocket. */
export interface Wire<T> {
  send(message: T): void;
  /** The first half, and the connection is gone. */
  cut(message: T): void;
  /** Closes when all is sent. */
  close(): void;
  /** Gone at once, as a broken network has it. */
  drop(): void;
}

interface Held {
  readonly emit: () => void;
  readonly lose: () => void;
  /** Messages that go before it. */
  left: number;
}

export class Outlet<T> implements Droppable {
  session = '';
  private isOver = false;
  private held: Held[] = [];

  constructor(
    private readonly wire: Wire<T>,
    private readonly agenda: Agenda,
    private readonly faults: Faults,
  ) {
    faults.connected(this);
  }

  /** @param make writes the message; called when it goes, twice when it goes twice. @param onLost it never goes */
  send(kind: string, clientId: string | undefined, make: () => T, onLost = (): void => {}): void {
    if (this.isOver) return onLost();
    const fault = this.faults.outgoing({ session: this.session, kind, clientId });
    const put = (): void => this.put(make);
    if (fault === undefined) put();
    else if (fault.do === 'repeat') this.twice(put);
    else if (fault.do === 'hold') this.held.push({ emit: put, lose: onLost, left: fault.messages! });
    else if (fault.do === 'delay') this.delay(fault.ms!, put, onLost);
    else if (fault.do === 'cut') this.cut(make());
    else onLost();
  }

  /** An orderly end. */
  close(): void {
    if (this.isOver) return;
    this.end();
    this.wire.close();
  }

  drop(): void {
    if (this.isOver) return;
    this.end();
    this.wire.drop();
  }

  /** The connection is gone, whoever ended it, and what has not gone yet never does. */
  end(): void {
    const { held } = this;
    this.isOver = true;
    this.held = [];
    this.faults.disconnected(this);
    for (const { lose } of held) lose();
  }

  get isClosed(): boolean {
    return this.isOver;
  }

  private delay(ms: number, emit: () => void, lose: () => void): void {
    const held = { emit, lose, left: Number.POSITIVE_INFINITY };
    this.held.push(held);
    this.agenda.after(ms, () => {
      const at = this.held.indexOf(held);
      if (at < 0) return;
      this.held.splice(at, 1);
      emit();
    });
  }

  private twice(put: () => void): void {
    put();
    put();
  }

  private put(make: () => T): void {
    if (this.isOver) return;
    this.wire.send(make());
    if (this.faults.countsOut(this.session)) return this.drop();
    const due = this.held.filter((each) => --each.left <= 0);
    this.held = this.held.filter((each) => each.left > 0);
    for (const { emit } of due) emit();
  }

  private cut(message: T): void {
    this.end();
    this.wire.cut(message);
  }
}
