/**
 * Simulated venues: start one and point an adapter at it. Each listens on loopback alone, speaks its venue's protocol, enforces its rules, and does
 * wrong when told (`faults`). `import { startCoinbase } from 'pregao/simulator'`.
 */
export { DEMO_BINARY, DEMO_LINE } from './b3/options.js';
export { B3, type StartB3, startB3 } from './b3/simulator.js';
export { DEMO_ACCOUNT, DEMO_PRIVATE_KEY } from './binance/demo-account.js';
export { BinanceFutures, type StartFutures, startBinanceFutures } from './binance/futures/simulator.js';
export { BinanceSpot, type StartSpot, startBinanceSpot } from './binance/spot/simulator.js';
export { DEMO_ILINK } from './cme/options.js';
export { Cme, type StartCme, startCme } from './cme/simulator.js';
export { DEMO_KEY } from './coinbase/options.js';
export { Coinbase, type StartCoinbase, startCoinbase } from './coinbase/simulator.js';
export { FAULTS, type Fault, type FaultName } from './kit/fault.js';
export type { Faults } from './kit/faults.js';
export { DEMO_FIX_LINE, DEMO_PORT } from './nasdaq/options.js';
export { Nasdaq, type StartNasdaq, startNasdaq } from './nasdaq/simulator.js';
export type { FixVenue, Ports, ShellOptions, Simulator, TcpPeer, VenueAgent } from './shell/venue.js';
