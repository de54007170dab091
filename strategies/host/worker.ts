/**
 * The task that a strategy's worker runs, for as long as the strategy lives: loads the plugin, runs it on an event loop
 * until the host asks it to stop, gives it its last word, and waits for the answers. Every other end is an error.
 */
import { Doorbell } from '../../engine/rings/doorbell.js';
import { Control } from '../../engine/threads/control.js';
import { runOnEventLoop } from '../../engine/threads/event-loop.js';
import { threadId } from '../../engine/threads/pinning.js';
import type { RunControl } from '../../engine/threads/runner.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { type Assembled, assemble } from './assemble.js';
import { MemoryWatch } from './memory-watch.js';
import { checkParameters, loadPlugin, UnusablePlugin } from './plugin.js';
import { strategyLog } from './strategy-log.js';
import type { StrategyTask, TaskEnd } from './task.js';
import { Vitals } from './vitals.js';

export default async function live(task: StrategyTask): Promise<TaskEnd> {
  new Vitals(task.memory.vitals).setThread(threadId() ?? 0);
  try {
    await run(task, await prepare(task));
    return { kind: 'stopped' };
  } catch (error) {
    if (error instanceof UnusablePlugin) return { kind: 'unusable', why: error.message };
    throw error;
  }
}

async function prepare(task: StrategyTask): Promise<Assembled> {
  const plugin = await loadPlugin(task.plugin);
  const parameters = checkParameters(plugin, task.parameters);
  const log = strategyLog(`strategy ${task.name}`, task.logLevel);
  return assemble(task, plugin, parameters, { clock: new SystemClock() }, log);
}

async function run(task: StrategyTask, { agent, timers }: Assembled): Promise<void> {
  const control = new Control(task.memory.control);
  const vitals = new Vitals(task.memory.vitals);
  const agents = [agent, new MemoryWatch(task.memoryMb, vitals)];
  const bell = new Doorbell(task.memory.control.bell);
  const loop = (until: RunControl): Promise<void> => {
    const running = runOnEventLoop(agents, bell, task.policy, until);
    timers.wake = () => running.wake();
    return running.ended;
  };
  await loop({
    goOn: () => control.goOn() && !agent.isOver,
    get wanted() {
      return control.wanted;
    },
  });
  if (!agent.isOver) agent.stop(vitals.reload ? 'reload' : 'stop');
  const lastTurns = (): boolean => {
    control.goOn(); // a sign of life
    return !agent.settled;
  };
  await loop({ goOn: lastTurns, wanted: false });
}
