/**
 * The process of one bare book, or of a core with nobody beside it: gets its flow first, then goes over it when asked. Each
 * of them, the peer's too, may inline as far as the engine's core thread does.
 */
import { inlineDeeply } from '../../engine/threads/inlining.js';
import { type PassOrder, runPasses } from '../kit/contender.js';
import type { FlowTask } from '../kit/flow-process.js';
import { CONTENDERS } from './contenders.js';

inlineDeeply();
process.once('message', ({ contender, flow }: FlowTask) => {
  const book = CONTENDERS[contender](flow);
  process.on('message', (order: PassOrder) => process.send!(runPasses(book, flow, order)));
});
