/** A desk that trades at all engines through one client: a loop for each symbol, and what it was told, engine by engine. */
import type { Random } from '../../engine/threads/random.js';
import { type EventIdentity, type OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { KEY, NAMES, type Name, SYMBOLS } from './ground.js';

/** Orders of a symbol that rest are taken away after so many steps. */
const SWEEP = 25;
const MIDDLE = 1_000;
const BAND_TICKS = 3;

const idOf = ({ sequence, index }: EventIdentity): string => `${sequence}-${index}`;

/** What one engine has told, by the ids that its streams use. */
export class Heard {
  readonly orders = new Set<string>();
  readonly trades = new Set<string>();
  /** Requests that were answered. */
  answers = 0;
  private readonly reports = new Set<string>();
  repeated = 0;

  take({ event, execution, orderId, type }: OrderReport): void {
    const report = `${idOf(event)} ${orderId} ${type}`;
    if (this.reports.has(report)) this.repeated++;
    this.reports.add(report);
    this.orders.add(idOf(event));
    if (execution) this.trades.add(idOf(execution.id));
  }
}

export class Desk {
  readonly heard: Readonly<Record<Name, Heard>> = { sp1: new Heard(), sp2: new Heard(), sp3: new Heard() };
  /** What the client said of connections. */
  readonly lost: string[] = [];
  /** Logons after the first one. */
  readonly connects: Record<Name, number> = { sp1: 0, sp2: 0, sp3: 0 };
  readonly failures: Error[] = [];
  private going = true;
  private readonly loops: Promise<void>[] = [];

  private constructor(readonly client: PregaoClient) {}

  static async open(url: string): Promise<Desk> {
    const client = await PregaoClient.connect(url, KEY);
    const desk = new Desk(client);
    client.on('report', (report) => desk.heard[report.engine as Name].take(report));
    client.on('massCancel', ({ event, engine }) => desk.heard[engine as Name].orders.add(idOf(event)));
    client.on('connected', ({ engine }) => desk.connects[engine as Name]++);
    client.on('disconnected', ({ message }) => desk.lost.push(message));
    return desk;
  }

  go(random: Random): void {
    for (const name of NAMES)
      for (const symbol of SYMBOLS[name]) this.loops.push(this.trade(name, symbol, random));
  }

  /** Every request has its answer, and nothing rests. */
  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.loops);
    for (const name of NAMES) for (const symbol of SYMBOLS[name]) await this.client.massCancel({ symbol });
  }

  private async trade(name: Name, symbol: string, random: Random): Promise<void> {
    for (let step = 1; this.going; step++)
      try {
        await this.step(symbol, random);
        if (step % SWEEP === 0) await this.client.massCancel({ symbol });
        this.heard[name].answers++;
      } catch (error) {
        this.failures.push(error as Error);
      }
  }

  /** Both sides of about one price: some rest, some trade, one is replaced or cancelled. */
  private async step(symbol: string, random: Random): Promise<void> {
    const { client } = this;
    const price = () => ((MIDDLE + random.below(BAND_TICKS)) / 100).toFixed(2);
    const quantity = () => String(1 + random.below(5));
    const send = (side: 'buy' | 'sell') =>
      client.newOrder({ symbol, side, price: price(), quantity: quantity() });
    await Promise.all([send('buy'), send('sell')]);
    const { orderId } = await client.newOrder({ symbol, side: 'buy', price: '1.00', quantity: '5' });
    if (random.below(2) === 0) await client.replace({ symbol, orderId, price: '1.01', quantity: '6' });
    else await client.cancel({ symbol, orderId });
  }
}
