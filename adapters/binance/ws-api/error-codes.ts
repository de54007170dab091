/** Error codes of Binance that mean the same for an order at all of its products. */

/** Nobody knows whether the request was carried out. */
const UNKNOWN_OUTCOME: ReadonlySet<number> = new Set([-1000, -1006, -1007, -1008]);
/** The order is not there: it may have ended, or never have come. */
const NO_SUCH_ORDER: ReadonlySet<number> = new Set([-2011, -2013]);

export const isUnknownOutcome = (code: number): boolean => UNKNOWN_OUTCOME.has(code);
export const isNoSuchOrder = (code: number): boolean => NO_SUCH_ORDER.has(code);
