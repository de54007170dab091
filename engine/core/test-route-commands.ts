/** Command records of routing, for tests. */
import {
  type Liquidity,
  ListingStatus,
  type VenueReportKind,
  VenueStatus,
} from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import { head } from '../../protocol/records/layout.js';
import {
  ChildFillDouble,
  Listing,
  ListingDouble,
  Report,
  ReportDouble,
  VenueWord,
} from '../../protocol/records/routing.js';
import { command, doublesOf, type From, type Record16 } from './test-commands.js';

/** Nobody's, without a session. */
const NOBODY: From = { account: 0, session: 0 };

export interface ListingFields {
  readonly status?: ListingStatus;
  readonly step?: number;
  readonly minimum?: number;
  readonly lot?: number;
  readonly maker?: number;
  readonly taker?: number;
}

export interface ReportFields extends From {
  readonly executed?: number;
  readonly total?: number;
  readonly price?: number;
  readonly reason?: number;
}

export interface ChildId {
  readonly slot: number;
  readonly generation: number;
}

export function defineVenue(venue: number, street: number, abilities = 0, staleSeconds = 0): Record16 {
  const record = command(head(CommandKind.DefineVenue, venue, abilities), NOBODY);
  record[VenueWord.StreetAccount] = street;
  record[VenueWord.StaleSeconds] = staleSeconds;
  return record;
}

export function defineListing(venue: number, instrument: number, fields: ListingFields = {}): Record16 {
  const { status = ListingStatus.Trading, step = 1, minimum = 1, lot = 1, maker = 0, taker = 0 } = fields;
  const record = command(head(CommandKind.DefineListing, venue, status), NOBODY);
  record[Cmd.Instrument] = instrument;
  record[Listing.StepTicks] = step;
  record[Listing.MakerRate] = maker;
  record[Listing.TakerRate] = taker;
  doublesOf(record)[ListingDouble.MinLots] = minimum;
  doublesOf(record)[ListingDouble.StepLots] = lot;
  return record;
}

export const venueStatus = (venue: number, up: boolean, from: From = {}): Record16 =>
  command(head(CommandKind.VenueStatus, venue, up ? VenueStatus.Up : VenueStatus.Down), {
    ...from,
    ...NOBODY,
  });

export const venueAttached = (venue: number, from: From = {}): Record16 =>
  command(head(CommandKind.VenueAttached, venue), { ...from, ...NOBODY });

export function venueLevel(
  venue: number,
  instrument: number,
  side: number,
  position: number,
  lots: number,
  price: number,
  from: From = {},
): Record16 {
  const record = command(head(CommandKind.VenueLevel, venue, side, position), { ...from, ...NOBODY });
  record[Cmd.Instrument] = instrument;
  record[Cmd.PriceTicks] = price;
  doublesOf(record)[CmdDouble.QtyLots] = lots;
  return record;
}

export function childFill(
  venue: number,
  child: ChildId,
  instrument: number,
  lots: number,
  price: number,
  executed: number,
  liquidity: Liquidity,
): Record16 {
  const record = command(head(CommandKind.ChildFill, venue, liquidity), NOBODY);
  record[Cmd.Instrument] = instrument;
  record[Cmd.PriceTicks] = price;
  record[Cmd.OrderSlot] = child.slot;
  record[Cmd.OrderGeneration] = child.generation;
  doublesOf(record)[CmdDouble.QtyLots] = lots;
  doublesOf(record)[ChildFillDouble.CumLots] = executed;
  return record;
}

export function venueReport(
  venue: number,
  child: ChildId,
  kind: VenueReportKind,
  fields: ReportFields = {},
): Record16 {
  const record = command(head(CommandKind.VenueReport, venue, kind), { ...fields, ...NOBODY });
  record[Report.Reason] = fields.reason ?? 0;
  record[Cmd.PriceTicks] = fields.price ?? 0;
  record[Cmd.OrderSlot] = child.slot;
  record[Cmd.OrderGeneration] = child.generation;
  doublesOf(record)[ReportDouble.CumLots] = fields.executed ?? 0;
  doublesOf(record)[ReportDouble.TotalLots] = fields.total ?? 0;
  return record;
}
