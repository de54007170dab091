/** The account that Binance simulators begin with: key, secret and key pair of Binance's own documents. Good for trying things, and for nothing else. */
import type { AccountOptions } from './accounts.js';

export const DEMO_ACCOUNT: AccountOptions = {
  name: 'demo',
  apiKey: 'sBRXrJx2DsOraMXOaUovEhgVRcjOvCtQwnWj8VxkOh1xqboS02SPGfKi2h8spZJb',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
  publicKey: `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGUIKv9dSpWXBViXp2m6vAIb8QMFJYBgyFEQsFJlqgA0=
-----END PUBLIC KEY-----
`,
};

/** Signs for it: what a client needs. */
export const DEMO_PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u
-----END PRIVATE KEY-----
`;
