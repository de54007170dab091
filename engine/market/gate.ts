/**
 * The market's say in an order, after risk's: phase, then band, then tick. Only asked where the instrument's mode is not
 * plain or the order is for a certain auction.
 */
import { hasPrice } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { isInStaticBand, type Prices } from './bands.js';
import { type Market, Mode } from './market.js';
import { checkPhase } from './phases.js';

export class MarketGate {
  constructor(
    private readonly market: Market,
    private readonly prices: Prices,
  ) {}

  admit(instrument: number, ordType: number, timeInForce: number, priceTicks: number): Reason {
    const reason = checkPhase(this.market.phase[instrument], timeInForce);
    if (reason !== Reason.None || !hasPrice(ordType)) return reason;
    return this.checkPrice(instrument, priceTicks);
  }

  private checkPrice(instrument: number, priceTicks: number): Reason {
    const { market } = this;
    if ((market.mode[instrument] & (Mode.Bands | Mode.TickTable)) === 0) return Reason.None;
    if (!market.ticks.allows(instrument, priceTicks)) return Reason.PriceOffTick;
    const inside = isInStaticBand(market, this.prices, instrument, priceTicks);
    return inside ? Reason.None : Reason.PriceOutsideStaticBand;
  }
}
