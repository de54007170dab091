/**
 * Says when something is due, to some ten microseconds: timers of the event loop know only milliseconds, and polling would
 * take the processor from the server under test. A thread of its own sleeps until the next moment and wakes us.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { threadId } from '../../engine/threads/pinning.js';

interface Pace {
  readonly count: number;
  readonly intervalMs: number;
  /** Since 1970, because each thread's own clock begins with it. */
  readonly firstMs: number;
  readonly words: Int32Array;
}

const enum Word {
  /** How many are due. */
  Due = 0,
  /** 1 = a message is on its way. */
  Woken = 1,
  /** 1 = nobody waits any more. */
  Stopped = 2,
}
const WORDS = 4;

/** The thread has to wake up for the first one. */
const LEAD_MS = 5;

export class Pacer {
  private readonly thread = new Worker(new URL(import.meta.url));

  /** Calls `due` that many times, every `intervalMs` and never early. @returns stops it */
  start(count: number, intervalMs: number, due: (index: number, dueMs: number) => void): () => void {
    const words = new Int32Array(new SharedArrayBuffer(WORDS * 4));
    const firstMs = performance.now() + LEAD_MS;
    let next = 0;
    const look = () => {
      Atomics.store(words, Word.Woken, 0);
      for (const end = Atomics.load(words, Word.Due); next < end; next++)
        due(next, firstMs + next * intervalMs);
    };
    this.thread.on('message', look);
    const pace: Pace = { count, intervalMs, firstMs: performance.timeOrigin + firstMs, words };
    this.thread.postMessage(pace);
    return () => {
      Atomics.store(words, Word.Stopped, 1);
      Atomics.notify(words, Word.Stopped);
      this.thread.off('message', look);
    };
  }
}

function keepTime({ count, intervalMs, firstMs, words }: Pace): void {
  const startMs = firstMs - performance.timeOrigin;
  for (let index = 0; index < count; index++) {
    const restMs = startMs + index * intervalMs - performance.now();
    if (restMs > 0) Atomics.wait(words, Word.Stopped, 0, restMs);
    if (Atomics.load(words, Word.Stopped) === 1) return;
    Atomics.store(words, Word.Due, index + 1);
    if (Atomics.exchange(words, Word.Woken, 1) === 0) parentPort!.postMessage(undefined);
  }
}

/** The kernel may end a thread's sleep 50 microseconds late unless told otherwise. */
function sleepPrecisely(): void {
  try {
    writeFileSync(`/proc/${threadId()}/timerslack_ns`, '1');
  } catch {
    // So much later then, on both sides alike.
  }
}

if (!isMainThread) {
  sleepPrecisely();
  parentPort!.on('message', keepTime);
}
