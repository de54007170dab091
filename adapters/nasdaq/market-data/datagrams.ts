/** What a session sees of the network where its messages come as datagrams. `udp.ts` gives the real one, tests the simulator's. */
export interface DatagramEvents {
  /** One datagram of any line, or an answer to a request; lent for the call. */
  received(bytes: Buffer): void;
  failed(why: string): void;
}

export interface DatagramLink {
  /** Asks whoever gives again what was missed. */
  request(bytes: Buffer): void;
  close(): void;
}

export type DatagramDial = (events: DatagramEvents) => DatagramLink;
