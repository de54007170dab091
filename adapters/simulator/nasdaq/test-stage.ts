import type { Test } from 'tap';
import { Agenda } from '../kit/agenda.js';
import { DEMO_PORT, type NasdaqOptions } from './options.js';
import { Nasdaq } from './simulator.js';
import { OuchClient } from './test-client.js';

export const START_MS = Date.UTC(2026, 10, 27, 15);
export const OTHER = { username: 'other', password: 'secret', account: 'OTHR' };
export const SELL = 0x53;
export const IOC = 0x33;
export const GTT = 0x36;

export interface Stage {
  readonly venue: Nasdaq;
  readonly client: OuchClient;
  readonly other: OuchClient;
}

export function stage(options: Partial<NasdaqOptions> = {}): Stage {
  const venue = new Nasdaq(new Agenda(START_MS), {
    hasCrowd: false,
    accounts: [DEMO_PORT, OTHER],
    ...options,
  });
  const client = new OuchClient(venue).connect();
  const other = new OuchClient(venue, OTHER).connect();
  for (const each of [client, other]) each.lines();
  return { venue, client, other };
}

/** Runs what a row does and compares what the client hears. */
export function rows(
  t: Test,
  table: readonly [name: string, act: (stage: Stage) => void, heard: readonly string[]][],
): void {
  for (const [name, act, heard] of table) {
    const on = stage();
    act(on);
    t.strictSame(on.client.lines(), heard, name);
  }
}

/** What a first order of the usual kind is answered. */
export const ACCEPTED =
  'Accepted userRefNum=1 side=B quantity=100 symbol=AAPL price=190.0000 orderReference=1 clOrdId=ID1';
