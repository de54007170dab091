/** The other processes of the suite `wire`: the echo server and the load generator, pinned, and ended with us. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OrderTerms } from './wire-frames.js';
import type { Load, LoadAnswer, LoadDone, LoadOrder, Target, TargetPlace } from './wire-shared.js';

/** Port of a running echo server. */
export class EchoServer {
  static async start(terms: OrderTerms, cpu: string | undefined): Promise<EchoServer> {
    const child = start('wire-echo.js', cpu);
    child.send(terms);
    const [port] = (await once(child, 'message')) as [number];
    return new EchoServer(child, { port, terms });
  }

  private constructor(
    private readonly child: ChildProcess,
    readonly place: TargetPlace,
  ) {}

  stop(): void {
    this.child.disconnect();
  }
}

export class LoadGenerator {
  private readonly child: ChildProcess;
  private readonly death: Promise<[LoadAnswer]>;

  constructor(places: Readonly<Record<Target, TargetPlace>>, cpu: string | undefined) {
    this.child = start('wire-load.js', cpu);
    this.death = once(this.child, 'exit').then(() => [{ error: 'the load generator died' }]);
    this.child.send({ kind: 'places', places } satisfies LoadOrder);
  }

  async run(load: Load): Promise<LoadDone> {
    this.child.send({ kind: 'load', load } satisfies LoadOrder);
    const [answer] = (await Promise.race([once(this.child, 'message'), this.death])) as [LoadAnswer];
    if ('error' in answer) throw new Error(`load on ${load.target}: ${answer.error}`);
    return answer;
  }

  stop(): void {
    this.child.disconnect();
  }
}

/** @param cpu undefined = anywhere */
function start(module: string, cpu: string | undefined): ChildProcess {
  const path = fileURLToPath(new URL(module, import.meta.url));
  return fork(path, cpu === undefined ? [] : [cpu]);
}
