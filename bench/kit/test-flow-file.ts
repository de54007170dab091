/** Writes a generated flow as a file, with its expected result beside it. */
import { writeFileSync } from 'node:fs';
import type { OrderFlow } from './flow.js';

const HEADER_BYTES = 16;
const RECORD_BYTES = 24;

export function writeFlow(path: string, flow: OrderFlow): string {
  const bytes = Buffer.alloc(HEADER_BYTES + flow.count * RECORD_BYTES);
  bytes.write('OFL1', 0, 'latin1');
  for (const [i, word] of [flow.count, flow.symbols, flow.maxOrderId].entries())
    bytes.writeUInt32LE(word, 4 + 4 * i);
  for (let i = 0; i < flow.count; i++) writeCommand(bytes, HEADER_BYTES + i * RECORD_BYTES, flow, i);
  writeFileSync(path, bytes);
  writeFileSync(path.replace(/\.bin$/, '.expected.json'), JSON.stringify(flow.expected));
  return path;
}

function writeCommand(bytes: Buffer, at: number, flow: OrderFlow, i: number): void {
  bytes.set([flow.op[i], flow.side[i], flow.tif[i], flow.flags[i]], at);
  bytes.writeUInt32LE(flow.symbol[i], at + 4);
  bytes.writeUInt32LE(flow.orderId[i], at + 8);
  bytes.writeInt32LE(flow.priceTicks[i], at + 12);
  bytes.writeUInt32LE(flow.qtyLots[i], at + 16);
}
