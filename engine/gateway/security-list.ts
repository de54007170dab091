/**
 * The list of securities. Whoever is connected may ask for it, as often as a frame has room for requests, so the whole
 * list is written once at start and afterwards only copied.
 */
import type { Instrument } from '../../protocol/instrument.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { writeSecurityDefinition, writeSecurityListEnd } from '../../protocol/wire/session-messages.js';
import type { Connection } from './connection.js';
import type { Sender } from './sender.js';

const FRAME_BYTES = 1 << 14;

export class SecurityList {
  private readonly frames: Uint8Array[] = [];

  constructor(private readonly instruments: readonly Instrument[]) {
    const out = new OutputBuffer(FRAME_BYTES);
    for (const instrument of instruments) this.add(out, () => writeSecurityDefinition(out, instrument));
    this.add(out, () => writeSecurityListEnd(out, instruments.length));
    this.frames.push(out.frame().slice());
  }

  /** @param symbol null = all of them */
  send(sender: Sender, to: Connection, symbol: string | null): void {
    if (symbol !== null) this.sendOne(sender, to, symbol);
    else for (const frame of this.frames) sender.frame(to, frame);
  }

  private sendOne(sender: Sender, to: Connection, symbol: string): void {
    const found = this.instruments.find((instrument) => instrument.symbol === symbol);
    if (found) sender.rare(to, (out) => writeSecurityDefinition(out, found));
    sender.rare(to, (out) => writeSecurityListEnd(out, found ? 1 : 0));
  }

  private add(out: OutputBuffer, write: () => boolean): void {
    if (write()) return;
    this.frames.push(out.frame().slice());
    out.reset();
    write();
  }
}
