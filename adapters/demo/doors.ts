/** The doors of the demonstration that trade something else: Binance spot, B3 and Nasdaq over two each, and CME. Each takes an order by its name. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VenueAnswer } from '../../engine/gateway/venue-desk.js';
import type { PregaoClient } from '../../protocol/client/index.js';
import { ACCOUNT, DOORS, type RunningVenue } from '../simulator/doors.js';
import { doorNamed, engineVenues } from '../simulator/engine-config.js';
import { startB3, startBinanceSpot, startCme, startNasdaq } from '../simulator/index.js';
import type { Simulator } from '../simulator/shell/venue.js';

const STARTS = { 'binance-spot': startBinanceSpot, b3: startB3, nasdaq: startNasdaq, cme: startCme };
/** Of each venue; two demonstrations at once have others. */
const PORTS = 10;
const FIRST_PORT = 20_000;
const PROCESSES = 1_000;

export class Doors {
  private constructor(
    private readonly running: readonly RunningVenue[],
    private readonly simulators: readonly Simulator[],
  ) {}

  static async open(): Promise<Doors> {
    const running: RunningVenue[] = [];
    const simulators: Simulator[] = [];
    const first = FIRST_PORT + (process.pid % PROCESSES) * PORTS * Object.keys(STARTS).length;
    for (const [i, [name, start]] of Object.entries(STARTS).entries()) {
      const datagramPort = first + i * PORTS;
      const simulator = await start({ datagramPort });
      running.push({ name, ports: simulator.ports, datagramPort });
      simulators.push(simulator);
    }
    return new Doors(running, simulators);
  }

  get names(): readonly string[] {
    return this.running.flatMap(({ name }) => DOORS[name].map((door) => door.name));
  }

  /** Of the engine's configuration; secrets go into the directory. */
  config(directory: string): ReturnType<typeof engineVenues> {
    return engineVenues(this.running, (name, secret) => {
      const file = join(directory, name);
      writeFileSync(file, secret, { mode: 0o600 });
      return file;
    });
  }

  /** An order at each, at the best bid of what is listed there, by the venue's number. */
  async order(client: PregaoClient, venues: readonly VenueAnswer[]): Promise<void> {
    for (const [route, { venue, listings }] of venues.entries()) {
      if (!this.names.includes(venue)) continue;
      const [{ symbol }] = listings;
      const price = bidFor(symbol, venues)!;
      const { quantity } = doorNamed(venue);
      await client.newOrder({ symbol, account: ACCOUNT, side: 'buy', price, quantity, tif: 'day', route });
    }
  }

  async close(): Promise<void> {
    for (const simulator of this.simulators) await simulator.close();
  }
}

/** Who shows no prices has those of another door to the same market. */
const bidFor = (symbol: string, venues: readonly VenueAnswer[]): string | undefined =>
  venues.flatMap(({ listings }) => listings).find((listing) => listing.symbol === symbol && listing.bid)?.bid
    ?.price;
