/** The references of the instruments that strategies follow: what `VenuePrice` commands said last. After a restart there are none until they are told again. */
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { byteA, kindOf } from '../../protocol/records/layout.js';
import { VENUES } from '../../protocol/records/routing.js';
import type { EventGroup } from '../views/event-group.js';
import { reference, type Standing } from './standing.js';
import type { StrategyDesk } from './strategy-desk.js';

export class References {
  private readonly told = new Map<number, Standing>();
  private readonly followers = new Map<number, StrategyDesk[]>();

  constructor(desks: readonly StrategyDesk[]) {
    for (const desk of desks)
      for (const id of desk.instruments) this.followers.set(id, [...(this.followers.get(id) ?? []), desk]);
  }

  /** The echo of a command. */
  apply(group: EventGroup, i32: Int32Array, at: number): void {
    if (kindOf(i32[at]) !== CommandKind.VenuePrice || reasonOf(i32[at + Cmd.Flags]) !== 0) return;
    const instrument = i32[at + Cmd.Instrument];
    const followers = this.followers.get(instrument);
    if (followers === undefined) return;
    const standing = this.of(instrument, byteA(i32[at]));
    standing.priceTicks = i32[at + Cmd.PriceTicks];
    standing.stamp(group);
    for (const { ring } of followers) ring?.changed(standing);
  }

  /** To a life that begins. */
  tell({ ring, instruments }: StrategyDesk): void {
    for (const standing of this.told.values())
      if (instruments.includes(standing.instrument)) ring?.changed(standing);
  }

  private of(instrument: number, venue: number): Standing {
    const key = instrument * VENUES + venue;
    const known = this.told.get(key) ?? reference(instrument, venue);
    this.told.set(key, known);
    return known;
  }
}
