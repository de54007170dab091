/** Who goes over a flow in a process of its own, by name. */
import { FastBook } from '../../engine/book/fast-book.js';
import type { FlowContender } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { BookContender } from './book-contender.js';
import { LadderBook } from './book-ladder.js';
import { PeerBook } from './book-peer.js';
import { coreAlone } from './core-alone.js';
import { ItchContender } from './itch-contender.js';

export const CONTENDERS: Readonly<Record<string, (flow: OrderFlow) => FlowContender>> = {
  ours: (flow) =>
    new BookContender(flow, (orders, limits) => new FastBook(orders, limits.instruments, limits.levelChunks)),
  ladder: (flow) => new BookContender(flow, (orders) => new LadderBook(orders, flow)),
  peer: (flow) => new PeerBook(flow),
  alone: coreAlone,
  itch: (flow) => new ItchContender(flow),
};
