/**
 * The order half of suite `adapters`: from the order's event on the ring to its bytes at the socket, ns an order, for each venue's form.
 * In the same interleaved rounds an object and a `JSON.stringify` an order, which has no ring, no desk and no client id to make; it is
 * reported beside those that write JSON.
 */
import { interleave } from '../kit/rounds.js';
import { type BenchOptions, type BenchResult, result } from '../kit/suite.js';
import { BATCH, OurOrders } from './orders-ours.js';
import { PEER_SPOT } from './orders-peer.js';
import { ORDER_VENUES, type OrderVenue } from './orders-venues.js';

const ROUNDS = 12;
const WARM_BATCHES = 400;
const TURN_MS = 60;

export async function measureOrders(say: BenchOptions['say']): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const venue of ORDER_VENUES) results.push(...(await measureVenue(venue, say)));
  return results;
}

async function measureVenue(venue: OrderVenue, say: BenchOptions['say']): Promise<BenchResult[]> {
  const ours = new OurOrders(venue);
  const peer = peerBatches(venue);
  const sides = { ours: () => ours.batch(), form: () => ours.formBatch(), peer };
  for (let i = 0; i < WARM_BATCHES; i++) for (const batch of Object.values(sides)) batch();
  const { bytes, messages } = ours.wires;
  say(`orders to ${venue.name}: ${Math.round(bytes / messages)} bytes each`);
  const timed = {
    ours: () => nanosPerOrder(sides.ours),
    form: () => nanosPerOrder(sides.form),
    peer: () => nanosPerOrder(peer),
  };
  const rounds = await interleave(ROUNDS, timed, say);
  ours.close();
  const name = `order_${venue.name}`;
  const own = [
    result(`${name}_ns`, rounds.median('ours'), 'ns', false),
    result(`${name}_bytes`, bytes / messages, 'bytes', false),
  ];
  if (venue.peer === undefined) return own;
  return [
    ...own,
    result(`${name}_form_ns`, rounds.median('form'), 'ns', false),
    result(`peer_${name}_ns`, rounds.median('peer'), 'ns', false),
    result(`${name}_form_vs_json_stringify`, rounds.ratio('peer', 'form'), 'times'),
    result(`${name}_vs_json_stringify`, rounds.ratio('peer', 'ours'), 'times'),
  ];
}

/** Batches until the turn is over. */
function nanosPerOrder(batch: () => number): number {
  const start = performance.now();
  let [seconds, orders] = [0, 0];
  do {
    seconds += batch();
    orders += BATCH;
  } while (performance.now() - start < TURN_MS);
  return (seconds * 1e9) / orders;
}

/** Counts the bytes as ours does. */
function peerBatches({ peer = PEER_SPOT, instrument, priceTicks, lots }: OrderVenue): () => number {
  const tick = instrument.price.step / 10 ** instrument.price.places;
  const lot = instrument.qty.step / 10 ** instrument.qty.places;
  const timestamp = Date.now();
  let [number, bytes] = [0, 0];
  return () => {
    const startMs = performance.now();
    for (let i = 0; i < BATCH; i++) {
      number++;
      const [price, quantity] = [(priceTicks - (number & 0x3f)) * tick, (lots + (number & 0xf)) * lot];
      bytes += Buffer.byteLength(JSON.stringify(peer(number, 'PG-1-2s', price, quantity, timestamp)));
    }
    const seconds = (performance.now() - startMs) / 1_000;
    if (bytes === 0) throw new Error('nothing was written');
    return seconds;
  };
}
