/** The WebSocket API connection: logged on once, then requests that are answered by number. Answers come in any order. */
import type { KeyObject } from 'node:crypto';
import type { Dial, Notice } from '../../kit/feed/outside.js';
import { type LinkLimits, type LinkOwner, StreamLink } from '../../kit/feed/stream-link.js';
import { type Params, signedParams } from './signing.js';
import { type Answered, Waiting } from './waiting.js';

export interface WsApiOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Ed25519: `session.logon` takes no other. */
  readonly privateKey: KeyObject;
  readonly link: LinkLimits;
}

/** 0 and no code: the connection ended before the answer. */
export interface Answer {
  readonly status: number;
  readonly result: Readonly<Record<string, unknown>>;
  readonly code: number;
  readonly text: string;
}

/** Told apart by `e`. */
export interface ApiEvent {
  readonly e?: string;
}

const LOST: Answer = { status: 0, result: {}, code: 0, text: 'the connection was lost' };

export class WsApi implements LinkOwner {
  isLoggedOn = false;
  private readonly link: StreamLink;
  private readonly waiting = new Waiting();

  /** @param onChange it has logged on, or is gone */
  constructor(
    private readonly name: string,
    private readonly options: WsApiOptions,
    dial: Dial,
    private readonly notice: Notice,
    private readonly onChange: (isUp: boolean, why: string) => void,
    /** What comes unasked. */
    private readonly onEvent: (event: ApiEvent) => void = () => {},
  ) {
    this.link = new StreamLink(name, options.apiUrl, dial, options.link, this, notice);
  }

  tick(nowMs: number): number {
    return this.link.tick(nowMs);
  }

  end(): void {
    this.link.end();
  }

  /** It cannot go on like this: dialled again. */
  drop(why: string): void {
    this.link.drop(why);
  }

  request(method: string, params: Params, answered: Answered): void {
    this.requestText(method, JSON.stringify(params), answered);
  }

  /** @param params as JSON text: what goes out often is written without an object */
  requestText(method: string, params: string, answered: Answered): void {
    const id = this.waiting.add(answered);
    this.link.send(`{"id":${id},"method":"${method}","params":${params}}`);
  }

  opened(_link: StreamLink, nowMs: number): void {
    const { apiKey, privateKey } = this.options;
    const params = signedParams({ apiKey, timestamp: nowMs }, privateKey);
    this.request('session.logon', params, ({ status, code, text }) => {
      this.isLoggedOn = status === 200;
      if (this.isLoggedOn) this.onChange(true, '');
      else this.link.drop(`logon refused: ${code} ${text}`);
    });
  }

  received(link: StreamLink, bytes: Uint8Array, start: number, end: number): void {
    const answer = parse(bytes, start, end);
    if (answer === undefined) return link.drop('an answer was no JSON');
    const { id, status = 0, result = {}, error } = answer;
    const answered = this.waiting.take(Number(id));
    if (answered === undefined) return this.unasked(link, answer);
    answered({ status, result, code: error?.code ?? 0, text: error?.msg ?? '' });
  }

  closed(): void {
    this.isLoggedOn = false;
    this.onChange(false, LOST.text);
    for (const answered of this.waiting.takeAll()) answered(LOST);
  }

  /** Events, and refusals of a key that is no longer good, which have no number. */
  private unasked(link: StreamLink, raw: Raw): void {
    const { error, status, event = raw } = raw;
    if (error !== undefined) link.drop(`refused (${status}): ${error.code} ${error.msg}`);
    else if (event.e === 'serverShutdown')
      this.notice(`${this.name}: the venue is about to end the connection`);
    else this.onEvent(event);
  }
}

interface Raw {
  readonly id?: number | string | null;
  readonly status?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly msg: string };
  readonly e?: string;
  /** Of user data, in an envelope. */
  readonly event?: ApiEvent;
}

function parse(bytes: Uint8Array, start: number, end: number): Raw | undefined {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()) as Raw;
  } catch {
    return undefined;
  }
}
