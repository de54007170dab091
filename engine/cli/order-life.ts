/** One order from the moment it is sent: what `pregao order` prints of it, and when that is all. */
import type { NewOrder, OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { reportLine, trimmed } from './report-line.js';
import { given, type SessionOptions } from './session.js';

/** Sends it and prints its reports: until it rests, or with `follow` until it has ended. */
export async function followOrder(
  client: PregaoClient,
  order: NewOrder,
  options: SessionOptions & { readonly follow?: boolean },
): Promise<void> {
  const life = new OrderLife(client, given(options));
  const accepted = await client.newOrder(order);
  life.orderId = accepted.orderId;
  life.engine = accepted.engine;
  const standing = accepted.timeInForce !== 'ioc' && accepted.timeInForce !== 'fok';
  if (standing && accepted.ordType !== 'market' && !options.follow) life.rest();
  else await life.ended;
}

/** Prints the reports of one order and knows when it has ended. */
class OrderLife {
  orderId = 0n;
  engine = '';
  readonly ended: Promise<void>;
  private last: OrderReport | undefined;
  private end: () => void = () => {};

  /** @param flags what the command that cancels it has to say of engine and key */
  constructor(
    client: PregaoClient,
    private readonly flags: string,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve;
      client.on('closed', (error) => reject(error ?? new Error('the connection was closed')));
      client.on('disconnected', reject);
      process.once('SIGINT', () => {
        this.rest();
        resolve();
      });
    });
    // Awaited only where the order's end matters.
    this.ended.catch(() => {});
    client.on('report', (report) => this.show(report));
  }

  /** It may still be working: says so. */
  rest(): void {
    const { last } = this;
    if (last === undefined || !isAlive(last)) return;
    const state =
      Number(last.open) > 0 ? `working    ${trimmed(last.open)} open` : 'waiting    nothing open yet';
    console.log(`${state}; cancel with: pregao cancel ${last.symbol} ${last.orderId}${this.flags}`);
  }

  private show(report: OrderReport): void {
    // The first report of this connection is the acceptance; others' orders of the same session are passed over.
    if (this.orderId === 0n && report.type === 'accepted') {
      this.orderId = report.orderId;
      this.engine = report.engine;
    }
    if (report.engine !== this.engine) return;
    if (report.child !== undefined && report.child.parentOrderId === this.orderId)
      console.log(reportLine(report));
    if (report.orderId !== this.orderId || report.orderId === 0n) return;
    this.last = report;
    console.log(reportLine(report));
    if (!isAlive(report)) this.end();
  }
}

/** The child of a bracket has nothing open until its parent executes; its orders say so by being restated. */
const isAlive = ({ type, open }: OrderReport): boolean =>
  Number(open) > 0 || type === 'accepted' || type === 'restated';
