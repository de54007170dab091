/** The process of one bare book: gets its flow first, then goes over it when asked. */
import { type FlowContender, type PassOrder, runPasses } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import type { FlowTask } from '../kit/flow-process.js';
import { LadderBook } from './book-ladder.js';
import { OurBook } from './book-ours.js';
import { PeerBook } from './book-peer.js';

const BOOKS: Readonly<Record<string, new (flow: OrderFlow) => FlowContender>> = {
  ours: OurBook,
  peer: PeerBook,
  ladder: LadderBook,
};

process.once('message', ({ contender, flow }: FlowTask) => {
  const book = new BOOKS[contender](flow);
  process.on('message', (order: PassOrder) => process.send!(runPasses(book, flow, order)));
});
