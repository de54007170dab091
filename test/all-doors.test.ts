/** The engine before all simulated venues, over all their doors, as a person tries it: the simulators write its configuration, and it shows every venue up, with its book, an answer of each and how long that took. */
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { doorNamed } from '../adapters/simulator/engine-config.js';
import type { ConfigFile } from '../engine/config/schema.js';
import type { VenueAnswer } from '../engine/gateway/venue-desk.js';
import { PregaoClient } from '../protocol/client/index.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { pregao } from './support/cli.js';
import { EngineProcess, freshDirectory } from './support/engine.js';
import { program } from './support/program.js';
import { freePorts } from './support/udp-ports.js';

const VENUES = [
  ...['binance-spot', 'binance-spot-fix', 'binance-futures', 'coinbase'],
  ...['b3', 'b3-fix', 'nasdaq', 'nasdaq-fix', 'cme'],
];
/** What trades there, the venue beside it shows. */
const BY_NAME_ONLY = 'b3-fix';
const BOOKS = VENUES.filter((name) => name !== BY_NAME_ONLY);
const DATAGRAM_PORTS = 20;
const PATIENCE_MS = 150_000;

t.setTimeout(600_000);

t.test('every venue up, its book shown, its answers timed', async (t) => {
  const directory = freshDirectory();
  const datagrams = String(await freePorts(DATAGRAM_PORTS));
  const args = ['all', '--port', '0', '--datagrams', datagrams, '--seed', '5', '--engine', directory];
  const simulators = spawn(...program('dist/adapters/simulator/main.js', ...args), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => simulators.kill());
  let file = '';
  for await (const line of createInterface(simulators.stdout)) {
    file = /--config (.*)$/.exec(line)?.[1] ?? '';
    if (file !== '') break;
  }
  simulators.stdout.resume();
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.equal(statSync(join(directory, 'cme.secret')).mode & 0o777, 0o600);
  const engine = await EngineProcess.start({ config: JSON.parse(readFileSync(file, 'utf8')) as ConfigFile });
  t.teardown(() => engine.kill('SIGKILL'));
  const ask = async (): Promise<VenueAnswer[]> => {
    const answer = await fetch(`${engine.httpUrl}/v1/venues`);
    return ((await answer.json()) as { venues: VenueAnswer[] }).venues;
  };
  const until = async (isSo: (venue: VenueAnswer) => boolean): Promise<VenueAnswer[]> => {
    let venues = await ask();
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !venues.every(isSo); venues = await ask())
      await sleep(200);
    return venues;
  };
  const hasBook = ({ venue, state, listings: [listing] }: VenueAnswer): boolean =>
    state === 'up' && (venue === BY_NAME_ONLY || (listing?.bid !== undefined && listing.offer !== undefined));
  const shown = await until(hasBook);
  t.same(
    shown.map(({ venue }) => venue),
    VENUES,
  );
  for (const venue of shown) t.ok(hasBook(venue), `${venue.venue}: ${JSON.stringify(venue)}`);
  const client = await PregaoClient.connect(engine.url, readKeyFile(engine.keyFile), { reconnect: false });
  t.teardown(() => client.close());
  const bids = new Map(
    shown
      .flatMap(({ listings }) => listings)
      .flatMap(({ symbol, bid }) => (bid ? [[symbol, bid.price]] : [])),
  );
  for (const [route, { venue, listings }] of shown.entries()) {
    const [{ symbol }] = listings;
    const terms = { account: 'house', side: 'buy', quantity: doorNamed(venue).quantity, tif: 'day' } as const;
    await client.newOrder({ ...terms, symbol, price: bids.get(symbol)!, route });
  }
  const answered = await until(({ answers }) => answers !== undefined);
  for (const { venue, answers } of answered)
    t.ok(answers!.count >= 1 && answers!.p50Micros > 0, `${venue} has answered`);
  const live = async (): Promise<(string | undefined)[]> => {
    const metrics = await (await fetch(`${engine.httpUrl}/metrics`)).text();
    return BOOKS.map((name) => new RegExp(`venue_books_live\\{venue="${name}"\\} (\\d)`).exec(metrics)?.[1]);
  };
  // Counted once a second.
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && (await live()).includes('0'); )
    await sleep(200);
  t.same(
    await live(),
    BOOKS.map(() => '1'),
  );
  const { code, out } = await pregao(freshDirectory(), 'venues', '--url', engine.url);
  t.equal(code, 0);
  for (const venue of VENUES) t.match(out, new RegExp(`${venue} +up +1 answers`));
});
