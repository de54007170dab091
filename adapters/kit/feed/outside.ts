/**
 * What a market-data session sees of the outside world: it dials, sends text and gets bytes. `adapters/ws` gives the real ones,
 * tests and replays simulated ones; the session never knows.
 */
export interface Link {
  send(text: string): void;
  /** May call back `closed` at once. */
  close(why: string): void;
}

export interface LinkEvents {
  opened(): void;
  /** One message. The bytes are the caller's and are only valid during the call. */
  received(bytes: Uint8Array, start: number, end: number): void;
  /** The venue's ping, already answered: it is heard. */
  pinged(): void;
  /** Once, also when it never was open. */
  closed(why: string): void;
}

/** Opens a WebSocket. Calls nothing back before it has returned. */
export type Dial = (url: string, events: LinkEvents) => Link;

/** @param body undefined: there was no answer */
export type Answered = (status: number, body: Uint8Array | undefined) => void;

/** A GET. Calls back once, not before it has returned; in the end with status 0 when there is no answer. */
export type Fetch = (url: string, answered: Answered) => void;

export interface CallRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Any other request; answers as `Fetch`. */
export type Call = (request: CallRequest, answered: Answered) => void;

/** What a person should see: rare, never in the path of a message. */
export type Notice = (text: string) => void;
