/**
 * The words of routing's commands and events, where they differ from `Cmd` and `End`. A venue is a number from 0 to 15; where a
 * byte says `route`, it is a `Route`.
 */

/** Venues that orders can be routed to, and whose prices the core knows. A door is a venue: a market with two of them is two. */
export const VENUES = 16;
/** Price levels a side of a venue's book that the core knows. */
export const VENUE_LEVELS = 5;

/** Words of DefineVenue; byte A the venue, byte B `VenueAbility` bits. */
export const enum VenueWord {
  /** A venue that has said nothing for so many seconds is not routed to; 0 = however long. */
  StaleSeconds = 5,
  /** Counter-account of what is traded there. */
  StreetAccount = 8,
}

/** Words of DefineListing; byte A the venue, byte B `ListingStatus`. */
export const enum Listing {
  /** Prices there are multiples of so many ticks. */
  StepTicks = 4,
  /** Fees in millionths of a fill's value; below zero = a rebate. */
  MakerRate = 5,
  TakerRate = 8,
}
export const enum ListingDouble {
  /** Smallest quantity of an order, lots. */
  MinLots = 3,
  /** Quantities are multiples of so many lots. */
  StepLots = 5,
}

/** VenueLevel: byte A the venue, byte B the side, byte C the position (0 = best). Price and Qty; Qty 0 = nothing from here on. */

/** Words of VenueReport; byte A the venue, byte B `VenueReportKind`. Its order is a child order: OrderSlot, OrderGeneration. */
export const enum Report {
  /** Why the venue said no, or ended it: a reason code, or 0. */
  Reason = 3,
}
export const enum ReportDouble {
  /** What the venue says has executed in all, lots; an end with another number than ours is refused. */
  CumLots = 3,
  /** Replaced and Restated: the order's total there. */
  TotalLots = 4,
}

/** ChildFill: byte A the venue, byte B `Liquidity`. Instrument, Price, Qty, OrderSlot, OrderGeneration as in `Cmd`. */
export const enum ChildFillDouble {
  /** What the venue says has executed in all with this execution, lots: each counts once, and none is missed. */
  CumLots = 4,
}

/** Words of ChildOrder and ImageChild where they differ from `Cmd`. */
export const enum Child {
  /** Byte 0 its `Route`, byte 1 its `ChildStatus`. Above them `CommandFlag` bits that matter to the venue. */
  Where = 4,
  ParentSlot = 8,
  ParentGeneration = 9,
  /** With the epoch in which it was sent, its name at the venue: never used twice, even when the end of the journal is lost. */
  Number = 12,
  Epoch = 13,
}
export const enum ChildDouble {
  TotalLots = 3,
}
/** ChildOpen has the words of ChildOrder, but for this where the parent's name stands there. */
export const enum ChildOpenDouble {
  ExecutedLots = 4,
}
export const routeOf = (where: number): number => where & 0xff;
export const statusOf = (where: number): number => (where >>> 8) & 0xff;
export const childFlags = (where: number): number => where >>> 16;
export const whereWord = (route: number, status: number, flags: number): number =>
  route | (status << 8) | (flags << 16);

/**
 * VenueCancel, VenueReplace and ChildState have the words of OrderEnded, but for the client order id. Byte A the route,
 * byte B `ChildStatus`. VenueReplace: Price and OpenLots + ExecutedLots are what the order shall have.
 */
export const enum ChildWord {
  Number = 8,
  Epoch = 9,
}
