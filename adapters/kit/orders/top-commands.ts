/** The best levels of venues' books on their way into the core: only what has changed, and nothing that has no room. */
import { Side } from '../../../protocol/codes/enums.js';
import { VENUE_LEVELS } from '../../../protocol/records/routing.js';
import type { TopSink } from '../feed/sink.js';
import type { VenueLane } from './venue-lane.js';

class ToldSide {
  readonly ticks = new Int32Array(VENUE_LEVELS);
  readonly lots = new Float64Array(VENUE_LEVELS);
}

export class TopCommands implements TopSink {
  private readonly told = new Map<number, ToldSide>();

  constructor(
    private readonly venue: number,
    private readonly lane: VenueLane,
    readonly trading: TopSink['trading'],
  ) {}

  levels(instrument: number, side: Side, count: number, ticks: Int32Array, lots: Float64Array): boolean {
    const told = this.toldOf(instrument, side);
    for (let position = 0; position < VENUE_LEVELS; position++) {
      const isThere = position < count;
      const wantedLots = isThere ? lots[position] : 0;
      const wantedTicks = isThere ? ticks[position] : told.ticks[position];
      if (told.lots[position] === wantedLots && told.ticks[position] === wantedTicks) continue;
      if (!this.lane.level(this.venue, instrument, side, position, wantedTicks, wantedLots)) return false;
      told.ticks[position] = wantedTicks;
      told.lots[position] = wantedLots;
      if (!isThere) {
        told.lots.fill(0, position);
        break;
      }
    }
    return true;
  }

  /** The core has forgotten them: the venue was down. */
  forget(): void {
    this.told.clear();
  }

  private toldOf(instrument: number, side: Side): ToldSide {
    const key = instrument * 2 + (side === Side.Buy ? 0 : 1);
    let told = this.told.get(key);
    if (told === undefined) this.told.set(key, (told = new ToldSide()));
    return told;
  }
}
