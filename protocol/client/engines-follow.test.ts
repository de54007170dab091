/**
 * The way from engine to engine, over random maps that may contradict each other: it ends, at who trades the instrument or in an error,
 * and no engine is asked twice for one request. Held against a naive walk.
 */
import * as fc from 'fast-check';
import t from 'tap';
import { EngineLoop, Engines } from './engines.js';
import { livesElsewhere } from './errors.js';

const ENGINES = 5;
const SYMBOLS = 3;
const HOME = 0;

const nameOf = (engine: number): string => `e${engine}`;
const placeOf = (engine: number) => ({ engine: nameOf(engine), address: `ws://${nameOf(engine)}` });

/** What each engine says of each symbol: which engine trades it; itself, that it does. */
type Maps = readonly (readonly number[])[];

const maps: fc.Arbitrary<Maps> = fc.array(
  fc.array(fc.nat(ENGINES - 1), { minLength: SYMBOLS, maxLength: SYMBOLS }),
  { minLength: ENGINES, maxLength: ENGINES },
);
const requests = fc.array(fc.nat(SYMBOLS - 1), { minLength: 1, maxLength: 12 });

class FakeEngine {
  readonly engine: string;
  closed = false;
  readonly connected = true;
  address = '';

  constructor(
    readonly number: number,
    private readonly maps: () => Maps,
    private readonly asked: number[],
  ) {
    this.engine = nameOf(number);
  }

  async trade(symbol: number): Promise<number> {
    this.asked.push(this.number);
    const where = this.maps()[this.number][symbol];
    if (where !== this.number) throw livesElsewhere(placeOf(where));
    return this.number;
  }

  moveTo(address: string): void {
    this.address = address;
  }

  close(): void {
    this.closed = true;
  }
}

/** Where it ends: who trades it, undefined = nobody; and who was asked. @param start where the symbol was found last */
function walk(maps: Maps, symbol: number, start: number): { end: number | undefined; path: number[] } {
  const path: number[] = [];
  for (let at = start; ; at = maps[at][symbol]) {
    if (path.includes(at)) return { end: undefined, path };
    path.push(at);
    if (maps[at][symbol] === at) return { end: at, path };
  }
}

class World {
  readonly asked: number[] = [];
  readonly connected: number[] = [];
  readonly engines: Engines<FakeEngine>;

  constructor(public maps: Maps) {
    const make = (number: number) => new FakeEngine(number, () => this.maps, this.asked);
    this.engines = new Engines(make(HOME), ({ engine }) => {
      const number = Number(engine.slice(1));
      this.connected.push(number);
      return { client: make(number), ready: Promise.resolve() };
    });
  }

  /** Who has traded it; undefined: an EngineLoop. */
  async request(symbol: number): Promise<number | undefined> {
    this.asked.length = 0;
    try {
      return await this.engines.at(String(symbol), (client) => client.trade(symbol));
    } catch (error) {
      if (error instanceof EngineLoop) return undefined;
      throw error;
    }
  }
}

t.test('every way ends where the maps lead, and asks nobody twice', async (t) => {
  await fc.assert(
    fc.asyncProperty(maps, maps, requests, async (before, after, symbols) => {
      const world = new World(before);
      const found = new Map<number, number>();
      for (const [i, symbol] of symbols.entries()) {
        // In the middle all maps become others.
        if (i === symbols.length >> 1) world.maps = after;
        const { end, path } = walk(world.maps, symbol, found.get(symbol) ?? HOME);
        t.equal(await world.request(symbol), end);
        t.same(world.asked, path);
        if (end !== undefined) found.set(symbol, end);
        else if (path.includes(HOME)) found.delete(symbol);
      }
      t.equal(new Set(world.connected).size, world.connected.length, 'one connection to each');
      t.notOk(world.connected.includes(HOME));
      world.engines.close();
      t.ok([...world.engines.connected.values()].every(({ closed }) => closed));
    }),
    { numRuns: 300 },
  );
});
