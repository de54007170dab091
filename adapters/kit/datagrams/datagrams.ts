/** What a session sees of the network where its messages come as datagrams. `udp.ts` gives the real one, tests the simulator's. */
export interface DatagramEvents {
  /**
   * One datagram; lent for the call.
   * @param line its place in the list of lines; behind them all: an answer to a request
   */
  received(bytes: Buffer, line: number): void;
  failed(why: string): void;
}

export interface DatagramLink {
  /** Asks whoever gives again what was missed, where there is somebody. */
  request(bytes: Buffer): void;
  close(): void;
}

export type DatagramDial = (events: DatagramEvents) => DatagramLink;
