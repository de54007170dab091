/**
 * Several engines behind one client: each trades instruments of its own, and says of the others' where they live. A request goes to
 * where its symbol was found last, at first to the engine that the client was connected to; an engine that says it lives elsewhere is
 * believed once, and connections to others are opened when the first request goes there.
 */
import { type EngineAddress, elsewhereOf, PregaoError } from './errors.js';

/** The part of a client that is needed here. */
export interface Reachable {
  /** Its engine's name; '' = the only one. */
  readonly engine: string;
  readonly closed: boolean;
  close(): void;
}

/** Each of several engines says that another one trades the instrument. */
export class EngineLoop extends PregaoError {}

export class Engines<Client extends Reachable> {
  private readonly others = new Map<string, Promise<Client>>();
  private readonly open = new Map<string, Client>();
  /** Where a symbol was found last, when that was not at home. */
  private readonly places = new Map<string, EngineAddress>();

  /** @param connect to another engine */
  constructor(
    private readonly home: Client,
    private readonly connect: (place: EngineAddress) => Promise<Client>,
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

  close(): void {
    for (const client of this.open.values()) client.close();
  }

  /** One that has ended for good is connected to anew. */
  private find(place: EngineAddress): Promise<Client> {
    const { engine } = place;
    const isOver = this.open.get(engine)?.closed === true;
    const known = isOver ? undefined : this.others.get(engine);
    if (known !== undefined) return known;
    const connecting = this.connect(place).then(
      (client) => {
        this.open.set(engine, client);
        return client;
      },
      (error) => {
        this.others.delete(engine);
        throw error;
      },
    );
    this.others.set(engine, connecting);
    return connecting;
  }
}

const loop = (symbol: string, engines: readonly string[]): EngineLoop =>
  new EngineLoop(`no engine trades "${symbol}": each says another one does (${engines.join(' → ')})`);
