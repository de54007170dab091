/** The core's own state as plans look at it. */
import { sideIndex } from '../../book/rank.js';
import { Mode } from '../../market/market.js';
import type { PlanSources } from '../../routing/plan.js';
import type { CoreState } from '../state.js';

export const planSources = (state: CoreState): PlanSources => ({
  get seconds() {
    return state.seconds;
  },
  venues: state.venues,
  listings: state.listings,
  matches: (instrument) => (state.market.mode[instrument] & (Mode.Collects | Mode.Refuses)) === 0,
  takerRate: (account, instrument) => state.ledger.takerRate(account, instrument),
  nextLevel: (instrument, side, rank, lots, at) =>
    state.book.nextLevel(sideIndex(instrument, side), rank, lots, at),
});
