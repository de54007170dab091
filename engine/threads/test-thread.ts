/** The bodies of the threads that the tests of spawning and supervision start; which one, the data says. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Agent } from './agent.js';
import { runOnEventLoop } from './event-loop.js';
import { SHARED } from './policy.js';
import { runBlocking } from './runner.js';
import { type ThreadContext, threadBody } from './thread-body.js';

export interface TestData {
  readonly mode: keyof typeof BODIES;
  /** Counts lives, turns or whatever the body counts. */
  readonly counter: SharedArrayBuffer;
}

type Body = (context: ThreadContext<TestData>, counter: Int32Array) => void | Promise<void>;

const BODIES = {
  blocking(context) {
    const mail: unknown[] = [];
    context.onMail((message) => context.say(['got', mail.push(message), message]));
    context.ready('at your service');
    runBlocking([idle], context.bell, SHARED, context.control);
  },
  async 'event-loop'(context) {
    context.onMail((message) => context.say(['got', message]));
    const run = runOnEventLoop([idle], context.bell, SHARED, context.control);
    context.ready();
    await run.ended;
  },
  'dies-after-ready'(context) {
    context.ready();
    throw Object.assign(new Error('the disk is gone'), { exitCode: 74 });
  },
  'dies-at-once'() {
    throw new Error('cannot begin');
  },
  'never-ready'(context) {
    runBlocking([idle], context.bell, SHARED, context.control);
  },
  'stands-still'(context) {
    context.ready();
    for (;;);
  },
  async leaks(context) {
    context.ready();
    // What a thread has said is lost when it dies before its port was read.
    await delay(250);
    for (const kept: unknown[] = []; ; ) kept.push(new Array(1000).fill(kept.length));
  },
  'fails-in-the-end'(context) {
    context.ready();
    runBlocking([idle], context.bell, SHARED, context.control);
    throw new Error('could not write the image');
  },
} satisfies Record<string, Body>;

const idle: Agent = { name: 'idle', doWork: () => 0 };

threadBody<TestData>((context) => {
  const counter = new Int32Array(context.data.counter);
  Atomics.add(counter, 0, 1);
  return (BODIES[context.data.mode] as Body)(context, counter);
});
