/**
 * Order-flow files (`OFL1`, little endian): a 16-byte header (magic, count, symbols, largest order id) and 24-byte
 * commands. Read into one typed array per field, so that a suite's loop reads numbers and nothing else. Beside a flow file
 * stands `NAME.expected.json` with what an independent matcher made of it.
 */
import { existsSync, readFileSync } from 'node:fs';

export const enum FlowOp {
  New = 0,
  Cancel = 1,
  Replace = 2,
}

/** Bits of `flags`. */
export const enum FlowFlag {
  /** Fills the book before the measured part begins. */
  Prefill = 1,
  /** Cancel of an order that is already gone; must be refused. */
  AlreadyGone = 2,
}

export interface OrderFlow {
  readonly name: string;
  readonly count: number;
  readonly symbols: number;
  /** Order ids are 1 … maxOrderId. */
  readonly maxOrderId: number;
  readonly op: Uint8Array;
  /** 0 = buy, 1 = sell. */
  readonly side: Uint8Array;
  /** 0 = GTC, 1 = IOC. */
  readonly tif: Uint8Array;
  readonly flags: Uint8Array;
  readonly symbol: Uint32Array;
  readonly orderId: Uint32Array;
  readonly priceTicks: Int32Array;
  readonly qtyLots: Uint32Array;
  readonly expected?: FlowResult;
}

/** What matching a whole flow must come to. Prices are those of symbol 0; a side without orders may be absent. */
export interface FlowResult {
  readonly trades: number;
  readonly qty: number;
  /** Over (taker id, maker id, quantity, price) of each fill: h = imul(h xor value, 16777619), from 2166136261. */
  readonly hash: number;
  readonly best_bid?: number;
  readonly best_ask?: number;
  readonly open: number;
  readonly open_qty: number;
  readonly rejects: number;
}

const HEADER_BYTES = 16;
const RECORD_BYTES = 24;

export function readFlow(path: string): OrderFlow {
  const bytes = readFileSync(path);
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 4) !== 'OFL1')
    throw new Error(`${path} is not an order-flow file (it does not begin with OFL1)`);
  const count = bytes.readUInt32LE(4);
  if (bytes.length !== HEADER_BYTES + count * RECORD_BYTES)
    throw new Error(`${path} should hold ${count} commands, but has ${bytes.length} bytes`);
  const flow = emptyFlow(path, count, bytes.readUInt32LE(8), bytes.readUInt32LE(12));
  for (let i = 0; i < count; i++) readCommand(bytes, HEADER_BYTES + i * RECORD_BYTES, flow, i);
  return { ...flow, expected: readExpected(path) };
}

export function emptyFlow(name: string, count: number, symbols: number, maxOrderId: number): OrderFlow {
  return {
    name,
    count,
    symbols,
    maxOrderId,
    op: new Uint8Array(count),
    side: new Uint8Array(count),
    tif: new Uint8Array(count),
    flags: new Uint8Array(count),
    symbol: new Uint32Array(count),
    orderId: new Uint32Array(count),
    priceTicks: new Int32Array(count),
    qtyLots: new Uint32Array(count),
  };
}

function readCommand(bytes: Buffer, at: number, flow: OrderFlow, i: number): void {
  flow.op[i] = bytes[at];
  flow.side[i] = bytes[at + 1];
  flow.tif[i] = bytes[at + 2];
  flow.flags[i] = bytes[at + 3];
  flow.symbol[i] = bytes.readUInt32LE(at + 4);
  flow.orderId[i] = bytes.readUInt32LE(at + 8);
  flow.priceTicks[i] = bytes.readInt32LE(at + 12);
  flow.qtyLots[i] = bytes.readUInt32LE(at + 16);
  if (flow.op[i] > 2 || flow.symbol[i] >= flow.symbols || flow.orderId[i] > flow.maxOrderId)
    throw new Error(`${flow.name}: command ${i} is out of range`);
}

function readExpected(path: string): FlowResult | undefined {
  const beside = `${path.replace(/\.bin$/, '')}.expected.json`;
  return existsSync(beside) ? (JSON.parse(readFileSync(beside, 'utf8')) as FlowResult) : undefined;
}

/** Throws, naming every difference, when a suite's result is not the expected one. */
export function assertExpected(flow: OrderFlow, actual: Partial<FlowResult>, who: string): void {
  if (flow.expected === undefined) throw new Error(`${flow.name} has no expected result beside it`);
  const expected = flow.expected;
  const wrong = (Object.keys(actual) as (keyof FlowResult)[]).filter(
    (key) => expected[key] !== undefined && expected[key] !== actual[key],
  );
  if (wrong.length === 0) return;
  const list = wrong.map((key) => `${key} is ${actual[key]}, expected ${expected[key]}`).join('; ');
  throw new Error(`${who} on ${flow.name}: ${list}`);
}
