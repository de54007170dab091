/** What the shell needs of a simulated venue, and what a program gets that has started one. */
import type { FixPeer } from '../fix/peer.js';
import type { Agenda } from '../kit/agenda.js';
import type { Faults } from '../kit/faults.js';
import type { Wire } from '../kit/outlet.js';
import type { TextWire, WsPeer } from '../kit/ws-peer.js';
import type { Market } from '../market/market.js';

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  /** As it stands in the URL, without the `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface RestAnswer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** The venue's end of one TCP connection. */
export interface TcpPeer {
  received(chunk: Buffer): void;
  tick(): void;
  closed(): void;
}

/** Market data as datagrams. */
export interface Datagrams {
  /** Where they go from now on; the buffer is lent for the call. A feed with one line says no line. */
  to(send: (bytes: Buffer, start: number, end: number, line?: number) => void): void;
  tick(): void;
  /** A datagram that asks for what was missed. */
  request(bytes: Buffer, reply: (bytes: Buffer, start: number, end: number) => void): void;
}

/** A venue without sockets: a test drives it on its own time, the shell on the machine's. */
export interface FixVenue {
  readonly agenda: Agenda;
  readonly market: Market;
  readonly faults: Faults;
  connectFix?(wire: Wire<Buffer>): FixPeer;
  /** B3's Binary EntryPoint. */
  connectBinary?(wire: Wire<Buffer>): TcpPeer;
  connectOuch?(wire: Wire<Buffer>): TcpPeer;
  connectItch?(wire: Wire<Buffer>): TcpPeer;
  readonly datagrams?: Datagrams;
}

/** A venue with more than FIX. */
export interface VenueAgent extends FixVenue {
  /** @returns undefined when no WebSocket is served at this path */
  connectWs?(path: string, query: string, wire: TextWire): WsPeer | undefined;
  rest(request: RestRequest): RestAnswer;
}

export interface Ports {
  /** REST and WebSocket, where the venue has them. */
  readonly http?: number;
  readonly fix?: number;
  readonly binary?: number;
  readonly ouch?: number;
  readonly itch?: number;
  /** UDP: requests for what was missed. */
  readonly requests?: number;
  readonly control: number;
}

export interface Simulator {
  readonly ports: Ports;
  readonly faults: Faults;
  readonly market: Market;
  close(): Promise<void>;
}

/** Where to listen, always on loopback; 0 takes a free port. */
export interface ShellOptions {
  readonly port?: number;
  readonly fixPort?: number;
  readonly binaryPort?: number;
  readonly ouchPort?: number;
  readonly itchPort?: number;
  /** Where datagrams go; none without it. */
  readonly datagramPort?: number;
  readonly requestPort?: number;
  readonly controlPort?: number;
  /** TLS on the FIX port. */
  readonly fixTls?: { readonly key: string; readonly cert: string };
}
