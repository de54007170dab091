/**
 * A street that answers at random: it plays clients, venues and operator against one core, and looks at the core's events to
 * know which orders there are. Each command that it sends is kept, so that the same day can be played again by other cores.
 */
import fc from 'fast-check';
import {
  Liquidity,
  OrdType,
  Route,
  Side,
  TimeInForce,
  TradingPhase,
  VenueReportKind,
} from '../../../protocol/codes/enums.js';
import {
  Cmd,
  CommandFlag,
  CommandKind,
  PREVENTION_SHIFT,
  reasonOf,
} from '../../../protocol/records/command.js';
import { kindOf } from '../../../protocol/records/layout.js';
import { VENUES } from '../../../protocol/records/routing.js';
import type { Record16 } from '../test-commands.js';
import * as commands from '../test-commands.js';
import type { TestCore } from '../test-kit.js';
import * as routes from '../test-route-commands.js';
import { childrenOf, type OpenChild } from './test-children.js';

/** Beside venue 0: the last that there is room for. */
const OTHER = VENUES - 1;
const venueOf = (pick: number): number => (pick % 2) * OTHER;

export interface Step {
  readonly what: number;
  readonly pick: number;
  readonly lots: number;
  readonly price: number;
  readonly twist: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.nat({ max: 99 }),
  pick: fc.nat({ max: 1_000 }),
  lots: fc.integer({ min: 1, max: 9 }),
  price: fc.integer({ min: 97, max: 103 }),
  twist: fc.nat({ max: 99 }),
});

export const anyStreetDay = fc.array(anyStep, { minLength: 1, maxLength: 160, size: 'max' });

/** With replacement, so that what is likely stands there more often. */
const ENDS = [
  VenueReportKind.Expired,
  VenueReportKind.Cancelled,
  VenueReportKind.Expired,
  VenueReportKind.Rejected,
  VenueReportKind.NotKnown,
] as const;
const TIMES = [
  TimeInForce.GoodTillCancel,
  TimeInForce.GoodTillCancel,
  TimeInForce.Day,
  TimeInForce.ImmediateOrCancel,
] as const;

/** 0 = the end of the day instead. */
const PHASES = [
  0,
  TradingPhase.Continuous,
  TradingPhase.Continuous,
  TradingPhase.OpeningAuction,
  TradingPhase.Halt,
  TradingPhase.Closed,
] as const;

export class StreetDriver {
  readonly sent: Record16[] = [];
  /** Engine ids of clients' orders that were accepted, newest last. */
  private readonly orders: routes.ChildId[] = [];
  private clientId = 0;

  constructor(private readonly kit: TestCore) {}

  /** One step's command and its events. */
  take(step: Step): Record16[] {
    const command = this.commandOf(step);
    this.sent.push(command);
    const group = this.kit.send(command);
    this.learn(group);
    return group;
  }

  /** Everybody cancels, and the venues say yes to all of it. Returns the groups. */
  *goHome(): Generator<Record16[]> {
    yield this.say(commands.massCancel({ account: 1 }, { account: 1 }));
    yield this.say(commands.massCancel({ account: 2 }, { account: 2 }));
    for (let left = childrenOf(this.kit.core); left.length > 0; left = childrenOf(this.kit.core)) {
      const [{ venue, id, executed }] = left;
      yield this.say(routes.venueReport(venue, id, VenueReportKind.Cancelled, { executed }));
    }
  }

  private say(command: Record16): Record16[] {
    this.sent.push(command);
    return this.kit.send(command);
  }

  private learn(group: readonly Record16[]): void {
    const [echo] = group;
    const isNew = kindOf(echo[0]) === CommandKind.NewOrder && reasonOf(echo[Cmd.Flags]) === 0;
    if (isNew) this.orders.push({ slot: echo[Cmd.OrderSlot], generation: echo[Cmd.OrderGeneration] });
  }

  private commandOf(step: Step): Record16 {
    const { what } = step;
    if (what < 28) return this.order(step);
    if (what < 36) return this.level(step);
    if (what < 42) return commands.cancelOrder(this.anyOrder(step), { account: 1 + (step.twist % 2) });
    if (what < 48) return this.replace(step);
    if (what < 52) return this.status(step);
    if (what < 54) return commands.massCancel({ account: 1 + (step.pick % 2) });
    if (what < 56) return commands.time(step.pick, 0);
    if (what < 57) return PHASES[step.pick % PHASES.length] === 0 ? commands.endOfDay({}) : this.phase(step);
    if (what < 58) return commands.engineStart(step.pick, 5_000);
    if (what < 60) return this.listing(step);
    const child = this.anyChild(step);
    if (child === undefined) return this.level(step);
    return what < 80 ? this.fill(child, step) : this.report(child, step);
  }

  private order({ pick, lots, price, twist }: Step): Record16 {
    const route = [Route.OwnBook, Route.Smart, Route.Smart, Route.Venue, Route.Venue + OTHER][pick % 5];
    const market = twist % 11 === 0;
    const stop = twist % 13 === 0;
    const prevents = route === Route.Smart || route === Route.OwnBook ? (pick >> 5) % 4 : 0;
    const tif = TIMES[(pick >> 3) % TIMES.length];
    const post = twist % 7 === 0 && !market && !stop && tif !== TimeInForce.ImmediateOrCancel;
    return commands.newOrder({
      side: twist % 2 === 0 ? Side.Buy : Side.Sell,
      account: 1 + (pick % 2),
      session: 1 + (pick % 3),
      lots,
      price: market ? 0 : price,
      ordType: market ? OrdType.Market : stop ? OrdType.StopLimit : OrdType.Limit,
      timeInForce: market ? TimeInForce.ImmediateOrCancel : tif,
      clientId: ++this.clientId,
      flags:
        (post ? CommandFlag.PostOnly : 0) |
        (twist % 3 === 0 ? CommandFlag.CancelOnDisconnect : 0) |
        (prevents << PREVENTION_SHIFT),
      terms: { route, ...(stop && { trigger: price, source: 1 }), ...(market && { protection: twist % 3 }) },
    });
  }

  private phase({ pick }: Step): Record16 {
    return commands.tradingPhase(1, PHASES[pick % PHASES.length]);
  }

  private level({ pick, lots, price, twist }: Step): Record16 {
    const side = twist % 2 === 0 ? Side.Buy : Side.Sell;
    return routes.venueLevel(venueOf(pick), 1, side, (pick >> 2) % 3, twist % 9 === 0 ? 0 : lots, price);
  }

  private listing({ pick, twist }: Step): Record16 {
    const status = twist % 4 === 0 ? 2 : 1;
    return routes.defineListing(venueOf(pick), 1, {
      status,
      lot: 1 + (twist % 2),
      taker: twist * 10,
      maker: -twist,
    });
  }

  private replace(step: Step): Record16 {
    return commands.replaceOrder(this.anyOrder(step), step.lots, step.price, {
      account: 1 + (step.twist % 2),
    });
  }

  private status({ pick, twist }: Step): Record16 {
    if (twist % 7 === 0) return routes.venueAttached(venueOf(pick), { seconds: pick });
    return routes.venueStatus(venueOf(pick), twist % 3 !== 0, { seconds: pick });
  }

  /** Mostly the next execution; now and then one that was told already, or one behind a gap, or too much. */
  private fill({ venue, id, executed, open }: OpenChild, { lots, price, twist }: Step): Record16 {
    const takes = twist % 10 === 0 ? lots : Math.min(lots, open);
    const wrong = twist % 8 === 0 ? -1 : twist % 9 === 0 ? 1 : 0;
    const liquidity = twist % 2 === 0 ? Liquidity.Maker : Liquidity.Taker;
    return routes.childFill(venue, id, 1, takes, price, executed + takes + wrong, liquidity);
  }

  private report(
    { venue, id, executed, total }: OpenChild,
    { what, pick, lots, price, twist }: Step,
  ): Record16 {
    const wrong = twist % 8 === 0 ? 1 : 0;
    if (what < 84) return routes.venueReport(venue, id, VenueReportKind.New);
    if (what < 86) return routes.venueReport(venue, id, VenueReportKind.Unknown);
    if (what < 88) return routes.venueReport(venue, id, VenueReportKind.CancelRejected);
    if (what < 89) return routes.venueReport(venue, id, VenueReportKind.ReplaceRejected);
    if (what < 92) return routes.venueReport(venue, id, VenueReportKind.Replaced, { total: lots, price });
    if (what < 94)
      return routes.venueReport(venue, id, VenueReportKind.Restated, { total: Math.min(total, lots), price });
    return routes.venueReport(venue, id, ENDS[pick % ENDS.length], { executed: executed + wrong });
  }

  /** Now and then a child, which is nobody's to change. */
  private anyOrder({ pick }: Step): routes.ChildId {
    if (pick % 16 === 15) return childrenOf(this.kit.core)[0]?.id ?? { slot: 1, generation: 1 };
    return this.orders.at(-1 - (pick % 8)) ?? { slot: 1, generation: 1 };
  }

  private anyChild({ pick }: Step): OpenChild | undefined {
    const children = childrenOf(this.kit.core);
    return children[pick % children.length];
  }
}
