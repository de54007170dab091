import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { threadId } from './pinning.js';
import { mayReturnFromIdle, setIdle } from './scheduling.js';

const REASON = mayReturnFromIdle() ? false : 'this process may not reschedule its threads (CAP_SYS_NICE)';

/** Field 41 of proc_pid_stat(5), counted from behind the name: 0 `SCHED_OTHER`, 5 `SCHED_IDLE`. */
function policy(thread: number): number {
  const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3]);
}

const TELLS_ITS_ID = `
  const { readlinkSync } = require('node:fs');
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(Number(readlinkSync('/proc/thread-self').split('/').pop()));
  parentPort.once('message', () => parentPort.close());
`;

t.test(
  'a thread begins in the class of the one that starts it, and can be taken out of it',
  { skip: REASON },
  async (t) => {
    t.ok(setIdle(0, true));
    t.equal(policy(threadId()!), 5);
    const worker = new Worker(TELLS_ITS_ID, { eval: true });
    t.ok(setIdle(0, false));
    t.equal(policy(threadId()!), 0);
    const [id] = (await once(worker, 'message')) as [number];
    t.equal(policy(id), 5);
    t.ok(setIdle(id, false));
    t.equal(policy(id), 0);
    worker.postMessage('end');
    await once(worker, 'exit');
    t.notOk(setIdle(id, true), 'a thread that is gone');
  },
);
