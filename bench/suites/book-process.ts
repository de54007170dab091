/**
 * The process of one bare book, or of a core with nobody beside it: gets its flow first, then goes over it when asked. Each
 * of them, the peer's too, may inline as far as the engine's core thread does.
 */
import { FastBook } from '../../engine/book/fast-book.js';
import { inlineDeeply } from '../../engine/threads/inlining.js';
import { type FlowContender, type PassOrder, runPasses } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import type { FlowTask } from '../kit/flow-process.js';
import { BookContender } from './book-contender.js';
import { LadderBook } from './book-ladder.js';
import { PeerBook } from './book-peer.js';
import { coreAlone } from './core-alone.js';

const BOOKS: Readonly<Record<string, (flow: OrderFlow) => FlowContender>> = {
  ours: (flow) =>
    new BookContender(flow, (orders, limits) => new FastBook(orders, limits.instruments, limits.levelChunks)),
  ladder: (flow) => new BookContender(flow, (orders) => new LadderBook(orders, flow)),
  peer: (flow) => new PeerBook(flow),
  alone: coreAlone,
};

inlineDeeply();
process.once('message', ({ contender, flow }: FlowTask) => {
  const book = BOOKS[contender](flow);
  process.on('message', (order: PassOrder) => process.send!(runPasses(book, flow, order)));
});
