/**
 * A raw FIX client for the tests of simulators: fields with pipes in, fields with pipes out, its own counting, no session engine. Time is the
 * agenda's, so that a test is in step with the venue.
 */
import { pipes, wire } from '../../../protocol/fix/codec/test-text.js';
import type { Agenda } from '../kit/agenda.js';
import type { Wire } from '../kit/outlet.js';
import { utc } from './fields.js';
import type { FixPeer } from './peer.js';

const NOISE = /(?:^8=[^|]*\|9=\d+\||(?<=\|)(?:49|52|56)=[^|]*\||(?<=\|)10=\d{3}\|$)/g;

export class TestFixClient {
  seq = 1;
  /** Whole messages as they came, with pipes. */
  raw: string[] = [];
  isClosed = false;
  peer!: FixPeer;

  constructor(
    connect: (wire: Wire<Buffer>) => FixPeer,
    private readonly agenda: Agenda,
    private readonly identity: { readonly sender: string; readonly target: string; readonly begin?: string },
  ) {
    this.peer = connect({
      send: (bytes) => void this.raw.push(pipes(bytes)),
      cut: (bytes) => {
        this.raw.push(pipes(bytes.subarray(0, bytes.length >> 1)));
        this.end();
      },
      close: () => this.end(),
      drop: () => this.end(),
    });
  }

  /** `35=D|11=1|…`; 34, 49, 52 and 56 are put behind MsgType unless they stand there. */
  send(text: string, more: { readonly sentMs?: number } = {}): void {
    const [type, ...rest] = text.split('|');
    const has = (tag: string): boolean => rest.some((field) => field.startsWith(`${tag}=`));
    const { sender, target } = this.identity;
    const header = [
      has('34') ? '' : `34=${this.seq++}|`,
      has('49') ? '' : `49=${sender}|`,
      has('52') ? '' : `52=${utc(more.sentMs ?? this.agenda.nowMs)}|`,
      has('56') ? '' : `56=${target}|`,
    ];
    this.peer.received(wire(`${type}|${header.join('')}${rest.join('|')}`, this.identity.begin));
  }

  sendRaw(bytes: Buffer): void {
    this.peer.received(bytes);
  }

  /** What came since the last call, without the fields that every message has. */
  got(): string[] {
    return this.take().map((text) => text.replace(NOISE, ''));
  }

  /** What came since the last call, as fields by tag. */
  fields(): Record<string, string>[] {
    return this.take().map(byTag);
  }

  take(): string[] {
    const all = this.raw;
    this.raw = [];
    return all;
  }

  /** The network breaks. */
  breaks(): void {
    this.end();
  }

  private end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.peer.closed();
  }
}

export const byTag = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('|')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
