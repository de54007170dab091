/**
 * One connection to market streams: by path (`/ws/a/b`, `/stream?streams=a/b`) or SUBSCRIBE. A stream that this connection's address does not
 * carry is acknowledged like any other and never sends: so does the real one.
 */
import type { Agenda } from '../kit/agenda.js';
import type { Faults } from '../kit/faults.js';
import { type TextWire, WsPeer, type WsRules } from '../kit/ws-peer.js';

/** @returns how to stop; undefined for a stream that there is not */
export type Subscribe = (stream: string, hear: (data: object) => void) => (() => void) | undefined;

export interface StreamOptions {
  readonly isCombined: boolean;
  readonly isMicro: boolean;
  readonly streams: readonly string[];
  readonly maxStreams: number;
}

interface Command {
  readonly method: unknown;
  readonly params: readonly unknown[];
  readonly id: unknown;
}

export class StreamPeer extends WsPeer {
  private readonly subscribed = new Map<string, () => void>();
  private isCombined: boolean;

  constructor(
    wire: TextWire,
    agenda: Agenda,
    faults: Faults,
    rules: WsRules,
    session: string,
    private readonly subscribe: Subscribe,
    private readonly options: StreamOptions,
  ) {
    super(wire, agenda, faults, rules);
    this.outlet.session = session;
    this.isCombined = options.isCombined;
    for (const stream of options.streams) this.add(stream);
  }

  announceEnd(seconds: number): void {
    this.send({ e: 'serverShutdown', E: this.agenda.nowMs }, 'event');
    this.after(seconds * 1_000, () => this.closeWith(1001, 'Going away'));
  }

  protected override onText(text: string): void {
    const command = readCommand(text);
    if (command === undefined) this.send({ code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' });
    else this.obey(command);
  }

  protected override onClosed(): void {
    for (const stop of this.subscribed.values()) stop();
    this.subscribed.clear();
  }

  private obey({ method, params, id }: Command): void {
    const streams = params.filter((each): each is string => typeof each === 'string');
    switch (method) {
      case 'SUBSCRIBE':
        if (this.subscribed.size + streams.length > this.options.maxStreams)
          return this.send({ error: { code: 2, msg: 'Too many subscriptions' }, id });
        for (const stream of streams) this.add(stream);
        return this.send({ result: null, id });
      case 'UNSUBSCRIBE':
        for (const stream of streams) this.remove(stream);
        return this.send({ result: null, id });
      case 'LIST_SUBSCRIPTIONS':
        return this.send({ result: [...this.subscribed.keys()], id });
      case 'SET_PROPERTY':
        if (params[0] === 'combined') this.isCombined = params[1] === true;
        return this.send({ result: null, id });
      case 'GET_PROPERTY':
        return this.send({ result: this.isCombined, id });
      default:
        return this.send({
          error: {
            code: 2,
            msg: `Invalid request: unknown variant \`${method}\`, expected one of \`SUBSCRIBE\`, \`UNSUBSCRIBE\`, \`LIST_SUBSCRIPTIONS\`, \`SET_PROPERTY\`, \`GET_PROPERTY\``,
          },
          id,
        });
    }
  }

  private add(stream: string): void {
    if (this.subscribed.has(stream)) return;
    const stop = this.subscribe(stream, (data) => this.hear(stream, data));
    this.subscribed.set(stream, stop ?? (() => {}));
  }

  private remove(stream: string): void {
    this.subscribed.get(stream)?.();
    this.subscribed.delete(stream);
  }

  private hear(stream: string, data: object): void {
    if (this.faults.isMuted(stream)) return;
    const told = this.options.isMicro ? inMicros(data) : data;
    this.send(this.isCombined ? { stream, data: told } : told, 'stream', stream);
  }
}

/** @returns undefined for what is no JSON object */
function readCommand(text: string): Command | undefined {
  try {
    const { method, params, id } = JSON.parse(text) as Partial<Command>;
    return { method, params: Array.isArray(params) ? params : [], id: id ?? null };
  } catch {
    return undefined;
  }
}

/** `timeUnit=MICROSECOND`. */
function inMicros(data: object): object {
  const { E, T, ...rest } = data as { E?: number; T?: number };
  return {
    ...rest,
    ...(E === undefined ? {} : { E: E * 1_000 }),
    ...(T === undefined ? {} : { T: T * 1_000 }),
  };
}
