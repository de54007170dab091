/**
 * The words of routing in the tables of tests. `of` is the venue, 0 to 15.
 *
 * ```
 *  buy 5@100 route:smart        sell 5@100 route:venue0
 *  venue-defined of:0 street:5 replace stale:10        venue-up of:0        venue-down of:0        venue-attached of:0
 *  listing of:0 ins:1 step:1 min:1 lot:1 maker:0 taker:0 halted
 *  level of:0 bid 0 5@100 ins:1        level of:0 offer 0 0
 *  fill #3 2@101 of:0 cum:2 maker        report #3 cancelled of:0 cum:2        report #3 replaced of:0 7@99
 * ```
 */
import {
  Liquidity,
  ListingStatus,
  Route,
  Side,
  VenueAbility,
  VenueReportKind,
} from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import * as commands from './test-route-commands.js';
import type { Verb, Words } from './test-script.js';

const REPORTS: Readonly<Record<string, VenueReportKind>> = {
  new: VenueReportKind.New,
  cancelled: VenueReportKind.Cancelled,
  replaced: VenueReportKind.Replaced,
  rejected: VenueReportKind.Rejected,
  expired: VenueReportKind.Expired,
  restated: VenueReportKind.Restated,
  'cancel-rejected': VenueReportKind.CancelRejected,
  'replace-rejected': VenueReportKind.ReplaceRejected,
  unknown: VenueReportKind.Unknown,
  'not-known': VenueReportKind.NotKnown,
  nonsense: 99 as VenueReportKind,
};

export function routeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return text === 'smart' ? Route.Smart : Route.Venue + Number(text.replace('venue', ''));
}

const venueOf = (words: Words): number => words.number('of') ?? 0;
const instrumentOf = (words: Words): number => words.number('ins') ?? 1;

export const ROUTE_VERBS: Readonly<Record<string, Verb>> = {
  'venue-defined': (words) =>
    commands.defineVenue(
      venueOf(words),
      words.number('street') ?? 0,
      words.flag('replace') ? VenueAbility.Replace : 0,
      words.number('stale'),
    ),
  'venue-up': (words) => commands.venueStatus(venueOf(words), true, words.from()),
  'venue-attached': (words) => commands.venueAttached(venueOf(words), words.from()),
  'venue-down': (words) => commands.venueStatus(venueOf(words), false, words.from()),
  listing: (words) =>
    commands.defineListing(venueOf(words), instrumentOf(words), {
      status: words.oneOf({ halted: ListingStatus.Halted, unlisted: ListingStatus.NotListed } as Record<
        string,
        ListingStatus
      >),
      step: words.number('step'),
      minimum: words.number('min'),
      lot: words.number('lot'),
      maker: words.number('maker'),
      taker: words.number('taker'),
    }),
  level: (words) => {
    const side = words.oneOf<number>({ bid: Side.Buy, offer: Side.Sell }) ?? 0;
    const venue = venueOf(words);
    const instrument = instrumentOf(words);
    const from = words.from();
    const position = Number(words.next());
    const { lots, price } = words.quantity();
    return commands.venueLevel(venue, instrument, side, position, lots, price, from);
  },
  fill: (words, labelled) => {
    const child = labelled(words.next());
    const { lots, price } = words.quantity();
    const liquidity = words.flag('maker') ? Liquidity.Maker : Liquidity.Taker;
    const executed = words.number('cum') ?? lots;
    return commands.childFill(venueOf(words), child, instrumentOf(words), lots, price, executed, liquidity);
  },
  report: (words, labelled) => {
    const child = labelled(words.next());
    const kind = words.oneOf(REPORTS) ?? VenueReportKind.New;
    const venue = venueOf(words);
    const executed = words.number('cum');
    const reason = Reason[(words.text('reason') ?? 'None') as keyof typeof Reason];
    const from = words.from();
    const { lots, price } = words.quantity();
    return commands.venueReport(venue, child, kind, { ...from, executed, total: lots, price, reason });
  },
};
