/**
 * The whole core, its client and its reader by turns on one thread: what a command costs all of them together, whatever
 * the machine's other cores do.
 */
import { Core } from '../../engine/core/core.js';
import { CoreAgent } from '../../engine/core/core-agent.js';
import { BroadcastWriter } from '../../engine/rings/broadcast.js';
import { LaneReader } from '../../engine/rings/lane.js';
import { specialize } from '../../engine/threads/specialize.js';
import type { FlowContender } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { CoreClient } from './core-client.js';
import { createCoreMemory, LANES } from './core-memory.js';
import { limitsFor } from './flow-limits.js';

export function coreAlone(flow: OrderFlow): FlowContender {
  const memory = createCoreMemory();
  const limits = limitsFor(flow);
  const events = new BroadcastWriter(memory.events);
  const core = new Core(limits, events);
  const agent = new CoreAgent(core, events, 2);
  specialize(agent.hotPaths);
  agent.attachLane(LANES.admin, new LaneReader(memory.admin));
  agent.attachLane(LANES.door, new LaneReader(memory.door));
  return new CoreClient(flow, memory, limits.orders, () => agent.doWork());
}
