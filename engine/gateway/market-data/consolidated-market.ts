/**
 * An instrument over our own book and all venues that list it: at each price what stands there in all of them together. A venue that is
 * down, halted or stale is left out, as it is by routing.
 */
import { Side } from '../../../protocol/codes/enums.js';
import { VENUES } from '../../../protocol/records/routing.js';
import { LevelView } from '../../views/depth.js';
import type { Market, Moment } from './market.js';
import { marketNumber, type VenueMarket } from './venue-market.js';

/** The name beside those of venues. */
export const CONSOLIDATED = 'consolidated';

/** Above those of markets at venues. */
export const consolidatedNumber = (instrument: number): number => marketNumber(VENUES, instrument);

/** Whether a venue takes orders for the instrument. */
export type TakesOrders = (venue: number, instrument: number) => boolean;

export class ConsolidatedMarket implements Market {
  readonly number: number;
  readonly instrument: number;
  readonly moment = new LatestMoment(this);
  lastTicks = 0;
  lastLots = 0;
  private readonly views: readonly LevelView[];

  /** @param levels most that are asked for */
  constructor(
    readonly place: number,
    readonly own: Market,
    private readonly venues: readonly VenueMarket[],
    private readonly takesOrders: TakesOrders,
    levels: number,
  ) {
    this.instrument = own.instrument;
    this.number = consolidatedNumber(own.instrument);
    this.views = [own, ...venues].map(() => new LevelView(levels));
  }

  /** One of its markets has traded. */
  traded({ lastTicks, lastLots }: Market): void {
    this.lastTicks = lastTicks;
    this.lastLots = lastLots;
  }

  top(side: Side, max: number, into: LevelView): void {
    this.own.top(side, max, this.views[0]);
    for (const [i, venue] of this.venues.entries())
      if (this.takesOrders(venue.venue, this.instrument)) venue.top(side, max, this.views[i + 1]);
      else this.views[i + 1].count = 0;
    merge(this.views, side, Math.min(max, into.capacity), into);
  }
}

/** Our own event that it stands after, and the time of whatever changed it last. */
class LatestMoment implements Moment {
  seconds = 0;
  nanos = 0;
  readonly index = 0;

  constructor(private readonly market: ConsolidatedMarket) {}

  get sequence(): number {
    return this.market.own.moment.sequence;
  }

  get open(): boolean {
    return this.market.own.moment.open;
  }

  at({ seconds, nanos }: Moment): void {
    this.seconds = seconds;
    this.nanos = nanos;
  }
}

/** Where each list has been read to. */
const cursors = new Int32Array(VENUES + 1);

/** Best first: the best price of all lists, then the next, each with what all lists have there. */
function merge(views: readonly LevelView[], side: Side, max: number, into: LevelView): void {
  cursors.fill(0);
  into.count = 0;
  for (;;) {
    const ticks = bestOf(views, side);
    if (Number.isNaN(ticks) || into.count === max) return;
    const at = into.count++;
    into.priceTicks[at] = ticks;
    into.lots[at] = into.orders[at] = 0;
    for (let i = 0; i < views.length; i++) takeAt(views[i], i, ticks, into, at);
  }
}

/** NaN: all lists are through. */
function bestOf(views: readonly LevelView[], side: Side): number {
  let best = Number.NaN;
  for (let i = 0; i < views.length; i++) {
    if (cursors[i] === views[i].count) continue;
    const ticks = views[i].priceTicks[cursors[i]];
    if (Number.isNaN(best) || (side === Side.Buy ? ticks > best : ticks < best)) best = ticks;
  }
  return best;
}

function takeAt(view: LevelView, list: number, ticks: number, into: LevelView, at: number): void {
  if (cursors[list] === view.count || view.priceTicks[cursors[list]] !== ticks) return;
  into.lots[at] += view.lots[cursors[list]];
  into.orders[at] += view.orders[cursors[list]];
  cursors[list]++;
}
