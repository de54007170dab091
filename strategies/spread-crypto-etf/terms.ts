/** What the instruments of a run make of its arithmetic. */
import type { TradedInstrument } from '../sdk/index.js';
import type { HedgeLedger, HedgeRatio } from './hedge-ledger.js';
import type { HedgeRules } from './hedger.js';
import type { SpreadParameters } from './parameters.js';

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

/** One lot of the fund at one tick of underlying per share, in steps of the hedge: exactly, whatever their scales. */
export function ratioOf(
  fund: TradedInstrument,
  underlying: TradedInstrument,
  hedge: TradedInstrument,
  stepLots: number,
): HedgeRatio {
  const [f, u, h] = [fund, underlying, hedge].map(({ definition }) => definition);
  const worth = BigInt(f.lot) * BigInt(u.tick) * power(h.quantityScale);
  const per = BigInt(stepLots) * BigInt(h.lot) * power(f.quantityScale + u.priceScale);
  return { worth, per, stepLots };
}

/** @throws RangeError a step or minimum is no quantity of the instrument */
export function hedgeRules(hedge: TradedInstrument, given: SpreadParameters): HedgeRules {
  const stepLots = given.hedge_step === undefined ? 1 : hedge.lots(given.hedge_step);
  return {
    side: given.side === 'buy' ? 'sell' : 'buy',
    venue: given.hedge_venue,
    stepLots,
    minimumLots: given.hedge_minimum === undefined ? stepLots : hedge.lots(given.hedge_minimum),
    minNotional: Number(given.hedge_min_notional),
  };
}

/** What so many shares come to now, in lots of the hedge. */
export function sharesWorth(
  { worth, per, stepLots }: HedgeRatio,
  fund: TradedInstrument,
  ledger: HedgeLedger,
  shares: number,
): number {
  const { lot, quantityScale } = fund.definition;
  const lots = BigInt(Math.floor((shares * 10 ** quantityScale) / lot));
  return Number((lots * BigInt(ledger.state.perShareTicks) * worth) / per) * stepLots;
}
