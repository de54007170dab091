/**
 * Several engines behind one client: each trades instruments of its own, and says of the others' where they live. A request goes to
 * where its symbol was found last, at first to the engine that the client was connected to; an engine that says it lives elsewhere is
 * believed once, and connections to others are opened when the first request goes there.
 */
import { ConnectionError, type EngineAddress, elsewhereOf, PregaoError } from './errors.js';

/** The part of a client that is needed here. */
export interface Reachable {
  /** Its engine's name; '' = the only one. */
  readonly engine: string;
  /** For good; so has one that did not get ready. */
  readonly closed: boolean;
  readonly connected: boolean;
  /** Where it connects to, when it does so next. */
  address: string;
  /** Connects there at once. */
  moveTo(address: string): void;
  close(): void;
}

/** A client and when it can be used. */
export interface Link<Client extends Reachable> {
  readonly client: Client;
  readonly ready: Promise<unknown>;
}

/** Each of several engines says that another one trades the instrument. */
export class EngineLoop extends PregaoError {}

export class Engines<Client extends Reachable> {
  /** The newest to each of the others, by name; it may not be ready, or over. */
  private readonly links = new Map<string, Link<Client>>();
  private readonly open = new Map<string, Client>();
  /** Where a symbol was found last, when that was not at home. */
  private readonly places = new Map<string, EngineAddress>();

  /** @param connect to another engine */
  constructor(
    private readonly home: Client,
    private readonly connect: (place: EngineAddress) => Link<Client>,
  ) {}

  /** Those that there is a connection to, by name, but for the first one. */
  get connected(): ReadonlyMap<string, Client> {
    return this.open;
  }

  /** Does it at the engine of the symbol. @throws EngineLoop, what `act` throws, ConnectionError, LogonError */
  async at<T>(symbol: string, act: (client: Client) => Promise<T>): Promise<T> {
    let place = this.places.get(symbol);
    const asked: string[] = [];
    for (;;) {
      if (this.home.closed) throw new ConnectionError('the client is closed');
      const client = place === undefined ? this.home : await this.find(place);
      try {
        const answer = await act(client);
        if (place !== undefined) this.places.set(symbol, place);
        return answer;
      } catch (error) {
        const next = elsewhereOf(error);
        if (next === undefined) throw error;
        asked.push(client.engine);
        if (asked.includes(next.engine)) throw loop(symbol, [...asked, next.engine]);
        place = next.engine === this.home.engine ? undefined : next;
        if (place === undefined) this.places.delete(symbol);
      }
    }
  }

  /** The map as home has it now: what was found out before may no longer be so, and engines may have moved. */
  follow(map: Iterable<EngineAddress>): void {
    this.places.clear();
    for (const { engine, address } of map) {
      const client = this.links.get(engine)?.client;
      if (client && !client.closed && client.address !== address) client.moveTo(address);
    }
  }

  /** Those too that are not ready yet. */
  close(): void {
    for (const { client } of this.links.values()) client.close();
  }

  /** One that has ended for good is connected to anew. */
  private async find({ engine, address }: EngineAddress): Promise<Client> {
    const link = this.living(engine) ?? this.begin({ engine, address });
    const { client, ready } = link;
    // Of a connection that stands the name was checked: it is the engine, by whatever address.
    if (!client.connected) client.address = address;
    await ready;
    this.open.set(engine, client);
    return client;
  }

  private living(engine: string): Link<Client> | undefined {
    const link = this.links.get(engine);
    return link?.client.closed ? undefined : link;
  }

  private begin(place: EngineAddress): Link<Client> {
    const link = this.connect(place);
    this.links.set(place.engine, link);
    return link;
  }
}

const loop = (symbol: string, engines: readonly string[]): EngineLoop =>
  new EngineLoop(`no engine trades "${symbol}": each says another one does (${engines.join(' → ')})`);
