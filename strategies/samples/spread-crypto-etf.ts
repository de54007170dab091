/** By its name in a configuration: `"plugin": "spread-crypto-etf"`. */
export { default } from '../spread-crypto-etf/plugin.js';
