/** ITCH over SoupBinTCP: one connection, which gives what was missed when it comes back. */
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { Inbox } from '../../kit/feed/inbox.js';
import type { Notice } from '../../kit/feed/outside.js';
import type { ConnectionRules } from '../../kit/line/kept-connection.js';
import type { ByteDial } from '../../kit/line/outside.js';
import { SoupBinLine } from '../soupbin/soupbin-line.js';
import type { ItchListener, ItchSource } from './source.js';

export interface SoupBinSourceOptions extends Omit<ConnectionRules, 'name'> {
  readonly username: string;
  readonly password: string;
  /** The server says every second that it is there. */
  readonly staleMs: number;
}

export const SOUPBIN_SOURCE_DEFAULTS = {
  staleMs: 5_000,
  openMs: 10_000,
  backOff: { firstMs: 500, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const;

export class SoupBinSource implements ItchSource {
  readonly gaps = 0;
  private readonly inbox = new Inbox();
  private readonly line: SoupBinLine;
  private isIn = false;
  private isCurrent = false;
  private isSilent = false;
  private next = 1;

  constructor(
    private readonly options: SoupBinSourceOptions,
    dial: ByteDial,
    private readonly listener: ItchListener,
    notice: Notice,
  ) {
    const rules = { ...options, name: 'nasdaq itch', findsEnd: true };
    this.line = new SoupBinLine(rules, dial, this, notice, this.inbox);
  }

  get connections(): number {
    return this.line.connections;
  }

  tick(nowMs: number): number {
    const work = this.inbox.work() + this.line.tick(nowMs);
    if (this.isIn) this.listen(this.line.silentForMs(nowMs) >= this.options.staleMs);
    return work;
  }

  close(): void {
    this.line.stop();
  }

  // ---- from the line ----------------------------------------------------------------------------------------

  begins(session: string): void {
    this.next = 1;
    this.listener.begins(session);
  }

  loggedIn(): void {
    this.isIn = true;
    this.listener.stands(StatusReason.Synchronizing);
    this.catchUp();
  }

  sequenced(bytes: Buffer, start: number, end: number, number: number): void {
    this.next = number + 1;
    this.listener.message(bytes, start, end, number);
    if (!this.isCurrent) this.catchUp();
  }

  arrived(): void {
    this.listener.arrived();
  }

  loggedOut(): void {
    this.isIn = this.isCurrent = this.isSilent = false;
    this.listener.stands(StatusReason.Disconnected);
  }

  /** What was there when the connection began has come. */
  private catchUp(): void {
    if (this.next < this.line.end) return;
    this.isCurrent = true;
    this.listener.stands(StatusReason.None);
  }

  private listen(isSilent: boolean): void {
    if (isSilent === this.isSilent) return;
    this.isSilent = isSilent;
    if (this.isCurrent) this.listener.stands(isSilent ? StatusReason.Silent : StatusReason.None);
  }
}
