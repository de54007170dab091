/** The rooms of the core, put together once: who needs whom can be read here from top to bottom. */

import type { CommandRecord } from '../../protocol/records/command-record.js';
import { MarketGate } from '../market/gate.js';
import { RiskGate } from '../risk/gate.js';
import { Plan } from '../routing/plan.js';
import { AdminDesk } from './admin-desk.js';
import { AuctionWalk } from './auction-walk.js';
import { Bookkeeper } from './bookkeeper.js';
import { Closer } from './closer.js';
import { Collector } from './collector.js';
import type { EventGroup } from './event-group.js';
import { type HotPath, hotPath } from './hot-paths.js';
import { Indicative } from './indicative.js';
import { LedgerDesk } from './ledger-desk.js';
import { LimitDesk } from './limit-desk.js';
import { MarketDesk } from './market-desk.js';
import { Matcher } from './matcher.js';
import { Aftermath } from './matching/aftermath.js';
import { Entrance } from './matching/entrance.js';
import { Fills } from './matching/fills.js';
import { Icebergs } from './matching/icebergs.js';
import { Links } from './matching/links.js';
import { Meeting } from './matching/meeting.js';
import { Pegs } from './matching/pegs.js';
import { ReduceOnly } from './matching/reduce-only.js';
import { References } from './matching/references.js';
import { SelfTrade } from './matching/self-trade.js';
import { Stops } from './matching/stops.js';
import { OrderDesk } from './order-desk.js';
import { PhaseDesk } from './phase-desk.js';
import { QuoteChange } from './quote-change.js';
import { QuoteDesk } from './quote-desk.js';
import { QuotePull } from './quote-pull.js';
import { Replacement } from './replacement.js';
import { Children } from './routing/children.js';
import { planSources } from './routing/plan-sources.js';
import { ReportDesk } from './routing/report-desk.js';
import { RouteAdmission } from './routing/route-admission.js';
import { RouteEvents } from './routing/route-events.js';
import { Router } from './routing/router.js';
import { VenueDesk } from './routing/venue-desk.js';
import type { StagedTerms } from './staged-terms.js';
import type { CoreState } from './state.js';
import { Sweep } from './sweep.js';
import { Uncross } from './uncross.js';
import { UnpricedOrders } from './unpriced.js';

export class CoreParts {
  readonly matcher: Matcher;
  readonly sweep: Sweep;
  readonly aftermath: Aftermath;
  readonly orderDesk: OrderDesk;
  readonly adminDesk: AdminDesk;
  readonly phases: PhaseDesk;
  readonly indicative: Indicative;
  readonly marketDesk: MarketDesk;
  readonly limitDesk: LimitDesk;
  readonly ledgerDesk: LedgerDesk;
  readonly quoteDesk: QuoteDesk;
  readonly quotePull: QuotePull;
  readonly router: Router;
  readonly venueDesk: VenueDesk;
  readonly reportDesk: ReportDesk;
  readonly hotPaths: readonly HotPath[];

  constructor(state: CoreState, group: EventGroup, command: CommandRecord, staged: StagedTerms) {
    const bookkeeper = new Bookkeeper(state, group);
    const routeEvents = new RouteEvents(group, state.orders, state.terms);
    const children = new Children(state, routeEvents, bookkeeper);
    const closer = new Closer(state, group, bookkeeper, children);
    const references = new References(state);
    const stops = new Stops(state, group, references, closer);
    const pegs = new Pegs(state, group, references);
    const links = new Links(state, group, closer, stops, bookkeeper, children);
    const fills = new Fills(state, group, closer, bookkeeper);
    const icebergs = new Icebergs(state, group);
    const reduceOnly = new ReduceOnly(state, closer);
    const selfTrade = new SelfTrade(state, closer);
    const meeting = new Meeting(state, closer, fills, selfTrade, icebergs, links, reduceOnly);
    const unpriced = new UnpricedOrders(state);
    const gate = new RiskGate(state.risk, state.clientIds, unpriced, command, staged);
    const marketGate = new MarketGate(state.market, state.instruments);
    const collector = new Collector(state, closer, icebergs);
    this.matcher = new Matcher(state, group, closer, fills, meeting, collector);
    const plan = new Plan(planSources(state));
    this.router = new Router(
      state,
      group,
      routeEvents,
      children,
      plan,
      this.matcher,
      closer,
      bookkeeper,
      marketGate,
    );
    this.ledgerDesk = new LedgerDesk(state, group, bookkeeper);
    this.reportDesk = new ReportDesk(
      state,
      group,
      routeEvents,
      children,
      this.router,
      closer,
      bookkeeper,
      this.ledgerDesk,
    );
    this.aftermath = new Aftermath(state, group, this.matcher, stops, pegs, links, this.router);
    this.sweep = new Sweep(state, group, {
      end: (slot, kind, reason) => this.router.end(slot, kind, reason),
      lost: (slot) => this.reportDesk.lost(slot),
      tellOpen: (slot) => routeEvents.childOpen(slot),
    });
    this.venueDesk = new VenueDesk(state, group, this.sweep);
    const entrance = new Entrance(
      state,
      group,
      this.matcher,
      closer,
      stops,
      pegs,
      links,
      reduceOnly,
      this.router,
    );
    const replacement = new Replacement(
      state,
      gate,
      this.matcher,
      closer,
      pegs,
      bookkeeper,
      marketGate,
      unpriced,
      reduceOnly,
    );
    this.orderDesk = new OrderDesk(
      state,
      command,
      gate,
      group,
      this.matcher,
      bookkeeper,
      entrance,
      replacement,
      staged,
      marketGate,
      new RouteAdmission(state, plan),
      this.router,
    );
    const quoteChange = new QuoteChange(state, gate, group, this.matcher, bookkeeper, marketGate);
    this.quoteDesk = new QuoteDesk(
      state,
      command,
      group,
      this.matcher,
      closer,
      this.orderDesk,
      quoteChange,
      staged,
    );
    this.quotePull = new QuotePull(state, group, closer);
    const uncross = new Uncross(state, group, closer, fills, links, icebergs, reduceOnly);
    const walk = new AuctionWalk(state, group, closer, collector);
    this.phases = new PhaseDesk(state, group, uncross, walk, this.sweep);
    this.indicative = new Indicative(state, group);
    this.marketDesk = new MarketDesk(state, group, this.phases);
    this.adminDesk = new AdminDesk(state, group, this.sweep, this.marketDesk);
    this.limitDesk = new LimitDesk(state, group, bookkeeper);
    this.hotPaths = [
      hotPath(this.orderDesk, 'newOrder', 'enter', 'cancel', 'replace'),
      hotPath(gate, 'admit'),
      hotPath(this.matcher, 'take'),
      hotPath(fills, 'fill'),
      hotPath(closer, 'end', 'filled'),
      hotPath(bookkeeper, 'entered', 'left', 'traded'),
      hotPath(group, 'begin', 'trade', 'ended'),
    ];
  }
}
