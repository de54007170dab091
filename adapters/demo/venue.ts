/** A simulated venue that can be cut off from the world and come back with everything that it knows, as an exchange does. */

import { BinanceFutures } from '../simulator/binance/futures/simulator.js';
import { DEMO_ACCOUNT } from '../simulator/index.js';
import { Agenda } from '../simulator/kit/agenda.js';
import { serve } from '../simulator/shell/serve.js';
import type { Simulator } from '../simulator/shell/venue.js';

/** The same crowd at each, so that their prices are close. */
const SEED = 1;
/** Slow enough that the answer is not there when the connection ends. */
const SLOW_MS = 1_500;

export class DemoVenue {
  private constructor(
    readonly name: string,
    readonly takerFee: number,
    private readonly venue: BinanceFutures,
    private simulator: Simulator,
    private readonly port: number,
  ) {}

  /** @param takerFee millionths */
  static async open(name: string, takerFee: number): Promise<DemoVenue> {
    const venue = new BinanceFutures(new Agenda(Date.now()), { seed: SEED });
    const simulator = await serve(venue, { port: 0 });
    return new DemoVenue(name, takerFee, venue, simulator, simulator.ports.http!);
  }

  get address(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  config(privateKeyFile: string): object {
    return {
      name: this.name,
      adapter: 'binance-usdm',
      apiKey: DEMO_ACCOUNT.apiKey,
      privateKeyFile,
      apiUrl: `${this.address}/ws-fapi/v1`,
      userStreamUrl: `${this.address}/private`,
      marketDataUrl: this.address,
      restUrl: `http://127.0.0.1:${this.port}`,
    };
  }

  /** So that what is sent now is not answered before the connection is cut. */
  delayAnswers(): void {
    this.venue.faults.inject({ do: 'delay', kind: 'answer', ms: SLOW_MS, times: 1_000 });
    this.venue.faults.inject({ do: 'delay', kind: 'fill', ms: SLOW_MS, times: 1_000 });
  }

  async cutOff(): Promise<void> {
    await this.simulator.close();
  }

  async comeBack(): Promise<void> {
    this.venue.faults.clear();
    this.simulator = await serve(this.venue, { port: this.port });
  }

  /** What the account holds there. */
  position(): number {
    const position = this.venue.venue.positions.of(DEMO_ACCOUNT.name, 'BTCUSDT', 'BOTH');
    return position.lots / 1_000;
  }

  close(): Promise<void> {
    return this.simulator.close();
  }
}
