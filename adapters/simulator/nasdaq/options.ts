/** What a simulated Nasdaq can be given. What its documents leave open can be chosen here. */
export interface AccountOptions {
  /** Of SoupBinTCP: six characters, case does not matter. */
  readonly username: string;
  /** Ten. */
  readonly password: string;
  /** Nothing but the account's name in the simulator: an OUCH port belongs to one. */
  readonly account: string;
}

/** Of FIX 4.2: who may log on, which Nasdaq's private line says instead of a password. */
export interface FixLineOptions {
  readonly compId: string;
  readonly account: string;
}

export interface StockOptions {
  readonly symbol: string;
  /** The day's reference price, where the crowd begins. */
  readonly price: string;
}

export interface NasdaqOptions {
  readonly accounts: readonly AccountOptions[];
  readonly fixLines: readonly FixLineOptions[];
  /** What Nasdaq calls itself over FIX. */
  readonly fixCompId: string;
  /** Of SoupBinTCP: ten characters at most. */
  readonly session: string;
  readonly stocks: readonly StockOptions[];
  /** Whether a lost connection cancels the account's orders: a setting of the port at Nasdaq. */
  readonly cancelsOnDisconnect: boolean;
  /** Room of the ITCH feed for the day. */
  readonly feedMessages: number;
  readonly seed: number;
  /** Whether others quote and trade. */
  readonly hasCrowd: boolean;
}

/** What a simulator begins with, and a client can log in with. */
export const DEMO_PORT: AccountOptions = { username: 'pregao', password: 'secret', account: 'PREG' };

export const DEMO_FIX_LINE: FixLineOptions = { compId: 'PREG', account: 'PREGFIX' };

export const NASDAQ_DEFAULTS: NasdaqOptions = {
  accounts: [DEMO_PORT],
  fixLines: [DEMO_FIX_LINE],
  fixCompId: 'INET',
  session: 'DAY1',
  stocks: [
    { symbol: 'AAPL', price: '190.25' },
    { symbol: 'MSFT', price: '412.10' },
    { symbol: 'NVDA', price: '121.70' },
  ],
  cancelsOnDisconnect: false,
  feedMessages: 1 << 18,
  seed: 5,
  hasCrowd: true,
};
