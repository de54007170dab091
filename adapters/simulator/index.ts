/**
 * Simulated venues: start one and point an adapter at it. Each listens on loopback alone, speaks its venue's protocol, enforces its rules, and does
 * wrong when told (`faults`).
 */
export { type StartB3, startB3 } from './b3/simulator.js';
export { DEMO_ACCOUNT, DEMO_PRIVATE_KEY } from './binance/demo-account.js';
export { type StartFutures, startBinanceFutures } from './binance/futures/simulator.js';
export { type StartSpot, startBinanceSpot } from './binance/spot/simulator.js';
export { type StartCoinbase, startCoinbase } from './coinbase/simulator.js';
export { FAULTS, type Fault, type FaultName } from './kit/fault.js';
export type { Faults } from './kit/faults.js';
export type { Ports, ShellOptions, Simulator } from './shell/venue.js';
