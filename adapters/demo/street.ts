/**
 * `npm run demo:street`: an engine and all simulated venues, over all their doors, with one command. Shows the books of all, and an order by name at each but two; then those two, Binance USD-M over WebSockets and
 * Coinbase over FIX, side by side, routes one parent order over our own book and both venues, cuts one of them off in the middle, and ends with positions that agree
 * everywhere. Exit 1 when they do not.
 */
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pc from 'picocolors';
import type { PositionText } from '../../engine/admin/position-table.js';
import type { RouteAnswer } from '../../engine/gateway/route-desk.js';
import type { VenueAnswer } from '../../engine/gateway/venue-desk.js';
import { type OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { Doors } from './doors.js';
import { DemoEngine } from './engine.js';
import { DemoVenue } from './venue.js';

const SYMBOL = 'BTC-USD';
const QUANTITY = '8';
/** Of it our own book has so much. */
const OWN = '0.5';
/** Time for the order to arrive, and not for its answer. */
const ARRIVES_MS = 500;
const WAIT_MS = 180_000;
const WIDTH = 16;
/** No feed of prices belongs to FIX at B3: what its market shows, the door beside it says. */
const BY_NAME_ONLY = ['b3-fix'];
const NO_PRICES = 'prices: those of b3, the same market over UMDF';
/** As a shell has it: 128 and the signal's number. */
const INTERRUPTED = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

let venues: readonly DemoVenue[];
let doors: Doors;
let engine: DemoEngine;
let client: PregaoClient;

const say = (line: string): void => console.log(line);
const title = (line: string): void => console.log(`\n${pc.bold(line)}`);

async function play(): Promise<boolean> {
  await showDoors();
  title('Market data of all places, consolidated');
  await until('the venues', async () => (await plan('0.01')).leftOut.length === 0);
  for (let i = 0; i < 3; i++) {
    await showBook();
    await sleep(700);
  }
  await rest(OWN, (await bestOffer())!);
  title(`What a smart order to buy ${QUANTITY} would do now (pregao route buy ${SYMBOL} ${QUANTITY} @ …)`);
  const limit = (Number(await bestOffer()) + 50).toFixed(1);
  for (const { at, quantity, price } of (await plan(QUANTITY, limit)).legs)
    say(`  ${at.padEnd(12)} ${quantity} @ ${price}`);
  title(`One parent order: buy ${QUANTITY} @ ${limit}, and ${venues[1].name} is cut off in the middle`);
  return sendAndCut(limit);
}

/** Every venue with its best prices; and how long those that are reached by name take to answer. */
async function showDoors(): Promise<void> {
  title('Five exchanges over nine doors, each with its own protocol');
  const ask = async () => (await get<{ venues: VenueAnswer[] }>('/v1/venues')).venues;
  const isUp = ({ venue, state, listings: [listing] }: VenueAnswer): boolean =>
    state === 'up' &&
    (BY_NAME_ONLY.includes(venue) || (listing?.bid !== undefined && listing.offer !== undefined));
  await until('the venues', async () => (await ask()).every(isUp));
  for (const { venue, listings } of await ask())
    for (const { symbol, bid, offer } of listings)
      say(
        `  ${venue.padEnd(WIDTH)} ${symbol.padEnd(8)} ${bid ? `${bid.price} / ${offer!.price}` : NO_PRICES}`,
      );
  await doors.order(client, await ask());
  const isAnswered = ({ venue, answers }: VenueAnswer): boolean =>
    answers !== undefined || !doors.names.includes(venue);
  await until('the answers', async () => (await ask()).every(isAnswered));
  for (const { venue, answers } of await ask())
    if (doors.names.includes(venue))
      say(
        `  ${venue.padEnd(WIDTH)} an order by name, answered in ${(answers!.p50Micros / 1_000).toFixed(1)} ms`,
      );
}

async function sendAndCut(price: string): Promise<boolean> {
  const executed = new Map<string, number>();
  let done = false;
  client.on('report', (report) => {
    // Orders at the other venues may execute meanwhile.
    if (report.symbol !== SYMBOL) return;
    if (report.child !== undefined) tellChild(report, executed);
    if (report.type === 'executed' && Number(report.open) === 0) done = true;
  });
  venues[1].delayAnswers();
  const order = await client.newOrder({
    symbol: SYMBOL,
    account: 'desk',
    side: 'buy',
    price,
    quantity: QUANTITY,
    tif: 'gtc',
    route: 'smart',
  });
  await sleep(ARRIVES_MS);
  await venues[1].cutOff();
  say(pc.yellow(`  ${venues[1].name}: cut off; what is there is unknown, and stays reserved`));
  await sleep(3_000);
  await venues[1].comeBack();
  say(pc.green(`  ${venues[1].name}: back; it is asked for everything that may be there`));
  await until('the venues', async () => (await plan('0.01')).leftOut.length === 0);
  await sleep(2_000);
  if (!done)
    await client.cancel({ symbol: SYMBOL, account: 'desk', orderId: order.orderId }).catch(() => undefined);
  await sleep(1_500);
  return compare(executed);
}

function tellChild(
  { child, last, type, total, price, reason }: OrderReport,
  executed: Map<string, number>,
): void {
  const place = placeOf(child!.at);
  const isFill = child!.status === 'filled' || child!.status === 'partially-filled';
  if (isFill) executed.set(place, (executed.get(place) ?? 0) + Number(last));
  const what = isFill ? `executed ${last}` : `${total} @ ${price}`;
  say(
    `  ${type === 'child' ? place.padEnd(12) : ''} ${(child!.status ?? '').padEnd(16)} ${what}${reason ? pc.dim(`  ${reason.name}`) : ''}`,
  );
}

/** The engine's positions, the venues' own, and what the client was told. */
async function compare(executed: ReadonlyMap<string, number>): Promise<boolean> {
  title('Positions');
  const positions = await enginePositions();
  const net = (account: string): number =>
    Number(positions.find((each) => each.account === account)?.net ?? 0);
  let agree = true;
  for (const venue of venues) {
    const [told, street, own] = [
      executed.get(venue.name) ?? 0,
      -net(`street-${venue.name}`),
      venue.position(),
    ];
    const same = near(told, street) && near(street, own);
    agree &&= same;
    say(
      `  ${venue.name.padEnd(12)} told ${told.toFixed(3)}   street account ${street.toFixed(3)}   at the venue ${own.toFixed(3)}   ${same ? pc.green('agree') : pc.red('differ')}`,
    );
  }
  const [desk, total] = [net('desk'), [...executed.values()].reduce((sum, each) => sum + each, 0)];
  const zero = positions.reduce((sum, each) => sum + Number(each.net), 0);
  agree &&= near(desk, total) && near(zero, 0);
  say(
    `  ${'desk'.padEnd(12)} told ${total.toFixed(3)}   position ${desk.toFixed(3)}   all positions together ${zero.toFixed(3)}`,
  );
  say(agree ? pc.green('\npositions agree everywhere') : pc.red('\npositions differ'));
  return agree;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const placeOf = (at: 'own book' | number): string => (at === 'own book' ? at : venues[at].name);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody offers in our own book. */
async function rest(quantity: string, price: string): Promise<void> {
  await client.newOrder({ symbol: SYMBOL, account: 'house', side: 'sell', price, quantity, tif: 'gtc' });
}

interface Level {
  readonly at: string;
  readonly price: string;
  readonly quantity: string;
}

const get = async <T>(path: string): Promise<T> => (await (await fetch(engine.httpUrl + path)).json()) as T;
const plan = (quantity: string, price?: string): Promise<RouteAnswer> =>
  get(`/v1/route?symbol=${SYMBOL}&side=buy&quantity=${quantity}${price ? `&price=${price}` : ''}`);
const book = (): Promise<{ bids: Level[]; asks: Level[] }> => get(`/v1/consolidated?symbol=${SYMBOL}`);
const bestOffer = async (): Promise<string | undefined> => (await book()).asks[0]?.price;

async function showBook(): Promise<void> {
  const { bids, asks } = await book();
  const side = (levels: readonly Level[]) =>
    levels.slice(0, 4).map(({ at, price, quantity }) => `${price} × ${quantity} ${pc.dim(at)}`);
  say(`  bid ${side(bids).join('   ')}`);
  say(`  ask ${side(asks).join('   ')}\n`);
}

function enginePositions(): Promise<PositionText[]> {
  return new Promise((resolve, reject) => {
    const socketPath = join(engine.dataDirectory, 'admin.sock');
    const asked = request({ socketPath, path: '/positions' }, async (response) => {
      resolve((JSON.parse(await text(response)) as { positions: PositionText[] }).positions);
    });
    asked.on('error', reject).end();
  });
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const untilMs = Date.now() + WAIT_MS; !(await condition()); await sleep(100))
    if (Date.now() > untilMs) throw new Error(`${what} did not come up`);
}

function configOf(directory: string): object {
  const others = doors.config(directory);
  return {
    demoKey: true,
    accounts: ['desk', 'house'],
    streetAccounts: [...venues.map(({ name }) => `street-${name}`), ...others.streetAccounts],
    instruments: [
      {
        symbol: SYMBOL,
        tick: '0.01',
        lot: '0.00000001',
        maxPrice: '10000000',
        maxQuantity: '1000',
        maxNotional: '900000',
      },
      ...others.instruments,
    ],
    venues: [
      ...venues.map((venue) => ({
        ...venue.config(SYMBOL, directory),
        streetAccount: `street-${venue.name}`,
      })),
      ...others.venues,
    ],
  };
}

// What runs in this process ends with it; the engine does by itself, see `DemoEngine`.
for (const [signal, code] of Object.entries(INTERRUPTED)) process.once(signal, () => process.exit(code));
venues = [await DemoVenue.binance(), await DemoVenue.coinbase()];
doors = await Doors.open();
title('Simulated venues');
for (const venue of venues) say(`  ${venue.name.padEnd(12)} ${venue.address}`);

engine = await DemoEngine.start((directory) => configOf(directory));
say(`  engine       ${engine.httpUrl}`);
client = await PregaoClient.connect(engine.url, readKeyFile(engine.keyFile), { reconnect: false });
const agreed = await play();
await client.close();
await engine.stop();
for (const venue of venues) await venue.close();
await doors.close();
process.exitCode = agreed ? 0 : 1;
