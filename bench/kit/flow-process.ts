/**
 * A contender in a process of its own: its own heap, so that one's garbage is nobody else's, and its own compiled code and
 * V8 flags, so that what is done for one changes nothing for another. They work one after the other, never at once.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { PassDone, PassOrder } from './contender.js';
import type { OrderFlow } from './flow.js';

/** The first message that the module gets; the others are `PassOrder`s. */
export interface FlowTask {
  readonly contender: string;
  readonly flow: OrderFlow;
}

export class FlowProcess {
  private readonly child: ChildProcess;
  private readonly death: Promise<never>;

  constructor(module: URL, task: FlowTask) {
    this.child = fork(module, { serialization: 'advanced' });
    this.death = once(this.child, 'exit').then(([code]) => {
      throw new Error(`the process of ${task.contender} ended with code ${code}`);
    });
    this.death.catch(() => {});
    this.child.send(task);
  }

  async run(order: PassOrder): Promise<PassDone> {
    const answer = once(this.child, 'message');
    this.child.send(order);
    const [done] = await Promise.race([answer, this.death]);
    return done as PassDone;
  }

  end(): void {
    this.child.kill();
  }
}
