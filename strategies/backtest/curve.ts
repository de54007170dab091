/**
 * The strategy's equity over time, in bounded memory: looked at once a second of the recording's time, and when there are too
 * many points every other one goes and the steps between them double. Drawdown is exact over all looks.
 */
const POINTS_MAX = 2_048;
const SECOND_NS = 1e9;

export interface Point {
  readonly ns: number;
  /** What was earned after fees, with what is held at its mark. */
  readonly equity: number;
  /** Of the first instrument: net lots, and its mark in ticks (NaN: there is none). */
  readonly position: number;
  readonly markTicks: number;
}

export class Curve {
  readonly points: Point[] = [];
  peak = 0;
  drawdown = 0;
  /** When the largest drawdown was reached. */
  drawdownNs = 0;
  nextNs = 0;
  private stepNs = SECOND_NS;
  private nextPointNs = 0;

  add(point: Point): void {
    const { ns, equity } = point;
    this.nextNs = (Math.floor(ns / SECOND_NS) + 1) * SECOND_NS;
    this.peak = Math.max(this.peak, equity);
    if (this.peak - equity > this.drawdown) {
      this.drawdown = this.peak - equity;
      this.drawdownNs = ns;
    }
    if (ns < this.nextPointNs) return;
    this.keep(point);
  }

  /** The last one, whenever it is. */
  end(point: Point): void {
    this.nextPointNs = 0;
    this.add(point);
  }

  private keep(point: Point): void {
    this.points.push(point);
    if (this.points.length > POINTS_MAX) {
      this.stepNs *= 2;
      const kept = this.points.filter((_, i) => i % 2 === 0);
      this.points.splice(0, this.points.length, ...kept);
    }
    this.nextPointNs = (Math.floor(point.ns / this.stepNs) + 1) * this.stepNs;
  }
}
