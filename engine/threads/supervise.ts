/**
 * Watches over the engine's threads, on the main thread. Of the threads that the engine cannot do without (core, journal,
 * gateway, feed) the first death is told to `onFatal` with the exit code of the process; the others are restarted with
 * back-off and given up after a bound. A thread whose heartbeat stands still is reported, and killed if its rule says so:
 * never the journal's, because a slow disk holds orders back and that is all it does.
 */
import { BackOff, type BackOffRule } from './back-off.js';
import { exitCodeOf } from './exit-codes.js';
import { Thread, type ThreadEnd, type ThreadSpec } from './spawn.js';

export interface SupervisedSpec extends ThreadSpec {
  /** Exit code of the process when it dies, or how it is restarted. */
  readonly onDeath: { readonly exitCode: number } | { readonly restart: BackOffRule };
  /** Heartbeat still for so long = stalled. */
  readonly stallMs?: number;
  readonly killWhenStalled?: boolean;
}

export type SupervisionEvent =
  | { readonly kind: 'started' | 'stopped' | 'stalled' | 'moving'; readonly name: string }
  | { readonly kind: 'died'; readonly name: string; readonly code: number; readonly error?: Error }
  | { readonly kind: 'restarting'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'given-up'; readonly name: string };

export interface SupervisorOptions {
  onEvent(event: SupervisionEvent): void;
  /** The engine cannot go on. Called once. */
  onFatal(exitCode: number, end: ThreadEnd): void;
  /** A thread was restarted: attach message handlers and whatever else hangs on it. */
  onRestarted?(thread: Thread): void;
}

const STALL_MS = 2_000;
const LOOK_MS = 250;

export class Supervisor {
  private readonly wards = new Map<string, Ward>();
  private readonly timer: NodeJS.Timeout;
  private fatal = false;

  constructor(private readonly options: SupervisorOptions) {
    this.timer = setInterval(() => this.lookAround(), LOOK_MS).unref();
  }

  /** Rejects when the first start fails; nothing is restarted then. */
  async start(spec: SupervisedSpec): Promise<Thread> {
    if (this.wards.has(spec.name)) throw new Error(`there is a thread "${spec.name}" already`);
    const ward = new Ward(spec, this.options, (code, end) => this.onFatal(code, end));
    const thread = await ward.start();
    this.wards.set(spec.name, ward);
    return thread;
  }

  thread(name: string): Thread | undefined {
    return this.wards.get(name)?.thread;
  }

  /** Asks a thread to stop and waits for its end; undefined when it is not running. */
  async stop(name: string): Promise<ThreadEnd | undefined> {
    const end = await this.wards.get(name)?.stop();
    this.wards.delete(name);
    return end;
  }

  /** One after the other, in the order given; then whoever is left. */
  async stopAll(order: readonly string[] = []): Promise<ThreadEnd[]> {
    const ends: (ThreadEnd | undefined)[] = [];
    for (const name of new Set([...order, ...this.wards.keys()])) ends.push(await this.stop(name));
    clearInterval(this.timer);
    return ends.filter((end) => end !== undefined);
  }

  private onFatal(exitCode: number, end: ThreadEnd): void {
    if (this.fatal) return;
    this.fatal = true;
    this.options.onFatal(exitCode, end);
  }

  private lookAround(): void {
    const nowMs = performance.now();
    for (const ward of this.wards.values()) ward.look(nowMs);
  }
}

/** One thread through all its lives. */
class Ward {
  thread?: Thread;
  private readonly backOff?: BackOff;
  private startedAtMs = 0;
  private restartTimer?: NodeJS.Timeout;
  private stopping = false;
  private beats = 0;
  private movedAtMs = 0;
  private stalled = false;

  constructor(
    private readonly spec: SupervisedSpec,
    private readonly options: SupervisorOptions,
    private readonly onFatal: (exitCode: number, end: ThreadEnd) => void,
  ) {
    if ('restart' in spec.onDeath) this.backOff = new BackOff(spec.onDeath.restart);
  }

  async start(): Promise<Thread> {
    this.startedAtMs = performance.now();
    const thread = await Thread.start(this.spec);
    if (this.stopping) await thread.stop();
    this.thread = thread;
    this.movedAtMs = performance.now();
    this.stalled = false;
    void thread.ended.then((end) => this.onEnd(end));
    this.options.onEvent({ kind: 'started', name: this.spec.name });
    return thread;
  }

  async stop(): Promise<ThreadEnd | undefined> {
    this.stopping = true;
    clearTimeout(this.restartTimer);
    return this.thread?.stop();
  }

  look(nowMs: number): void {
    if (this.thread === undefined) return;
    const { beats } = this.thread;
    if (beats !== this.beats) this.moved(beats, nowMs);
    else if (!this.stalled && nowMs - this.movedAtMs > (this.spec.stallMs ?? STALL_MS)) this.stall();
  }

  private moved(beats: number, nowMs: number): void {
    this.beats = beats;
    this.movedAtMs = nowMs;
    if (this.stalled) this.options.onEvent({ kind: 'moving', name: this.spec.name });
    this.stalled = false;
  }

  private stall(): void {
    this.stalled = true;
    this.options.onEvent({ kind: 'stalled', name: this.spec.name });
    if (this.spec.killWhenStalled) void this.thread?.kill(`${this.spec.name} stood still`);
  }

  private onEnd(end: ThreadEnd): void {
    this.thread = undefined;
    const { name, code, error, asked } = end;
    const orderly = asked && code === 0 && error === undefined;
    this.options.onEvent(orderly ? { kind: 'stopped', name } : { kind: 'died', name, code, error });
    if (orderly) return;
    if ('exitCode' in this.spec.onDeath) this.onFatal(exitCodeOf(error, this.spec.onDeath.exitCode), end);
    else this.restartLater(performance.now() - this.startedAtMs);
  }

  private restartLater(livedMs: number): void {
    if (this.stopping) return;
    const { name } = this.spec;
    const afterMs = this.backOff!.died(livedMs);
    if (afterMs !== undefined) this.restartTimer = setTimeout(() => void this.restart(), afterMs);
    this.options.onEvent(
      afterMs === undefined ? { kind: 'given-up', name } : { kind: 'restarting', name, afterMs },
    );
  }

  private async restart(): Promise<void> {
    const startedAtMs = performance.now();
    try {
      const thread = await this.start();
      this.options.onRestarted?.(thread);
    } catch (error) {
      this.options.onEvent({ kind: 'died', name: this.spec.name, code: 1, error: error as Error });
      this.restartLater(performance.now() - startedAtMs);
    }
  }
}
