/** The venues of the demonstration that trade something else: B3, Nasdaq and CME over their binary protocols, their prices as datagrams. Each shows its book, and takes an order by its name. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VenueAnswer } from '../../engine/gateway/venue-desk.js';
import type { PregaoClient } from '../../protocol/client/index.js';
import { ACCOUNT, engineVenues, type RunningVenue } from '../simulator/engine-config.js';
import { startB3, startCme, startNasdaq } from '../simulator/index.js';
import type { Simulator } from '../simulator/shell/venue.js';

const STARTS = { b3: startB3, nasdaq: startNasdaq, cme: startCme };
/** Of each venue; two demonstrations at once have others. */
const PORTS = 10;
const FIRST_PORT = 20_000;
const PROCESSES = 1_000;
const ROUND_LOT = '100';

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
    return this.running.map(({ name }) => name);
  }

  /** Of the engine's configuration; secrets go into the directory. */
  config(directory: string): ReturnType<typeof engineVenues> {
    return engineVenues(this.running, (name, secret) => {
      const file = join(directory, name);
      writeFileSync(file, secret, { mode: 0o600 });
      return file;
    });
  }

  /** An order at each, at its best bid, by the venue's number. */
  async order(client: PregaoClient, venues: readonly VenueAnswer[]): Promise<void> {
    for (const [route, { venue, listings }] of venues.entries()) {
      if (!this.names.includes(venue)) continue;
      const [{ symbol, bid }] = listings;
      const quantity = venue === 'cme' ? '1' : ROUND_LOT;
      await client.newOrder({
        ...{ symbol, account: ACCOUNT, side: 'buy', price: bid!.price, quantity, tif: 'day', route },
      });
    }
  }

  async close(): Promise<void> {
    for (const simulator of this.simulators) await simulator.close();
  }
}
