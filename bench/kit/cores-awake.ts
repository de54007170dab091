/**
 * Keeps the cores awake while latencies are measured: on a virtual machine waking a halted core costs 100 to 300
 * microseconds, which drowns everything else. One process a core spins at idle priority (`chrt -i 0`), so that it gives way
 * to anybody at once. The processes are ended by their id when the measurement is over, on signals too, and end by
 * themselves when this process is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { BenchOptions } from './suite.js';

const SPIN = `while kill -0 ${process.pid} 2>/dev/null; do n=0; while [ $n -lt 100000 ]; do n=$((n+1)); done; done`;
const SETTLE_MS = 200;

/** Runs `measure` with all cores awake; it is told whether they are (without `chrt` they are not, and we say so). */
export async function withCoresAwake<T>(
  say: BenchOptions['say'],
  measure: (awake: boolean) => Promise<T>,
): Promise<T> {
  const spinners = await startSpinners();
  const end = () => endAll(spinners);
  const endBySignal = (signal: NodeJS.Signals) => {
    end();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('exit', end).once('SIGINT', endBySignal).once('SIGTERM', endBySignal);
  if (spinners.length === 0)
    say('cores are NOT kept awake: chrt (util-linux) is not there or may not be used');
  try {
    return await measure(spinners.length > 0);
  } finally {
    end();
    process.off('exit', end).off('SIGINT', endBySignal).off('SIGTERM', endBySignal);
  }
}

async function startSpinners(): Promise<ChildProcess[]> {
  const spinners: ChildProcess[] = [];
  for (let core = 0; core < availableParallelism(); core++) {
    const child = spawn('chrt', ['-i', '0', 'sh', '-c', SPIN], { stdio: 'ignore' });
    spinners.push(child);
  }
  const alive = await Promise.all(spinners.map(staysAlive));
  if (alive.every((each) => each)) return spinners;
  endAll(spinners);
  return [];
}

/** False when the process could not start or ended at once. */
function staysAlive(child: ChildProcess): Promise<boolean> {
  const settled = new Promise<boolean>((resolve) => setTimeout(resolve, SETTLE_MS, true));
  const failed = once(child, 'exit').then(
    () => false,
    () => false,
  );
  return Promise.race([settled, failed]);
}

function endAll(spinners: readonly ChildProcess[]): void {
  for (const child of spinners) child.kill('SIGKILL');
}
