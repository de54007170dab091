/** What the suite `wire` does to each target, and what each is called in the results. */
import type { Target } from './wire-shared.js';

export interface WireCase {
  /** For people. */
  readonly title: string;
  readonly connections: number;
  /** Open loop; absent: closed loop. */
  readonly ratePerS?: number;
  /** Name of the latency's result, without unit. */
  nameOf(target: Target): string;
}

export function casesOf(many: number, ratesPerS: readonly number[]): WireCase[] {
  return [
    closedLoop(1, ''),
    closedLoop(many, `_${many}`),
    ...ratesPerS.flatMap((ratePerS) => [1, many].map((connections) => openLoop(connections, ratePerS))),
  ];
}

export const isClosed = ({ ratePerS }: WireCase): boolean => ratePerS === undefined;

function closedLoop(connections: number, suffix: string): WireCase {
  return {
    title: `closed loop, ${connectionsText(connections)}`,
    connections,
    nameOf: (target) => (target === 'echo' ? `echo_rtt${suffix}` : `rtt_${target}${suffix}`),
  };
}

function openLoop(connections: number, ratePerS: number): WireCase {
  const suffix = `_${connections}_at_${ratePerS}`;
  return {
    title: `open loop, ${ratePerS.toLocaleString('en-US')} orders/s, ${connectionsText(connections)}`,
    connections,
    ratePerS,
    nameOf: (target) => (target === 'echo' ? `echo_open${suffix}` : `open_${target}${suffix}`),
  };
}

const connectionsText = (connections: number): string =>
  connections === 1 ? '1 connection' : `${connections} connections`;
