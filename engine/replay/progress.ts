/**
 * How far a run is, on stderr: one line rewritten in place on a terminal, a plain line now and then otherwise. The last
 * one stays, so that a run always says how many rows it took and how fast.
 */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressInput {
  readonly line: number;
  readonly readBytes: number;
  readonly sizeBytes: number;
}

const TERMINAL_EVERY_MS = 100;
const PLAIN_EVERY_MS = 2_000;
/** Rows between two looks at the clock. */
const LOOK_ROWS = 1 << 10;
const CLEAR_LINE = '\r\x1b[K';

export class Progress {
  private readonly startMs = performance.now();
  private readonly everyMs: number;
  private nextMs: number;
  private rows = 0;

  /** @param input the file whose end is the end of the work */
  constructor(
    private readonly what: string,
    private readonly input: ProgressInput,
    private readonly out: ProgressOutput,
  ) {
    this.everyMs = out.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
    this.nextMs = this.startMs + this.everyMs;
  }

  /** Once a row. */
  row(): void {
    if (++this.rows % LOOK_ROWS !== 0) return;
    const now = performance.now();
    if (now < this.nextMs) return;
    this.nextMs = now + this.everyMs;
    this.show(this.line(now, this.percent()));
  }

  done(): void {
    this.show(this.line(performance.now(), ''));
    if (this.out.isTTY) this.out.write('\n');
  }

  private show(line: string): void {
    this.out.write(this.out.isTTY ? CLEAR_LINE + line : `${line}\n`);
  }

  private line(nowMs: number, percent: string): string {
    const seconds = (nowMs - this.startMs) / 1_000;
    const rate = Math.round(this.rows / Math.max(seconds, 1e-3));
    const figures = `${this.rows.toLocaleString('en-US')} rows in ${seconds.toFixed(1)} s`;
    return `${this.what}: ${percent}${figures}, ${rate.toLocaleString('en-US')} rows/s`;
  }

  private percent(): string {
    const { readBytes, sizeBytes } = this.input;
    return sizeBytes === 0 ? '' : `${Math.floor((100 * readBytes) / sizeBytes)} %, `;
  }
}
