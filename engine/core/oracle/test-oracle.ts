/**
 * The oracle: for every command what an exchange with our rule book would say. Slow and plain; `oracle.test.ts` holds the
 * engine against it.
 */
import { Side, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Bands, Cmd, CommandFlag, CommandKind, TickRow } from '../../../protocol/records/command.js';
import { accountOf, byteA, kindOf, sessionOf } from '../../../protocol/records/layout.js';
import type { Record16 } from '../test-commands.js';
import { aftermath } from './test-aftermath.js';
import { crossing } from './test-crossing.js';
import { end, inTurn } from './test-ending.js';
import { enter } from './test-entry.js';
import { changePhase, endOfDay } from './test-phases.js';
import { clientIdOf, readOrder } from './test-reading.js';
import { replace } from './test-replacing.js';
import { collects, type Market, newWorld, type Order, SECOND, tell, use, type World } from './test-world.js';

export interface Answer {
  /** Any of these is right; none: the command is accepted. */
  readonly refusals: readonly Reason[];
  readonly told: readonly string[];
}

const EVERYWHERE = [CommandKind.MassCancel, CommandKind.EndOfDay, CommandKind.Time];

export class Oracle {
  readonly world: World;
  private added: Order | undefined;
  /** The instrument of the order that a command has named. */
  private about: number | undefined;

  /** @param remembers ended client ids that an account remembers */
  constructor(remembers: number) {
    this.world = newWorld([1, 2], remembers);
  }

  execute(record: Record16): Answer {
    this.world.told = [];
    this.added = this.about = undefined;
    const refusals = this.dispatch(record);
    for (const reason of refusals.slice(0, 1)) use(this.world, Reason[reason]);
    if (refusals.length === 0) {
      for (const market of this.moved(record)) aftermath(this.world, market);
      for (const market of this.world.markets.values()) this.indicative(market);
    }
    return { refusals, told: this.world.told };
  }

  /** The engine has given the new order this id. */
  name(id: string): void {
    if (this.added !== undefined) this.added.id = id;
  }

  /** The instruments whose prices the command may have moved. */
  private moved(record: Record16): Market[] {
    const kind = kindOf(record[0]);
    if (kind === CommandKind.DefineBands || kind === CommandKind.DefineTicks) return [];
    const about = this.about ?? record[Cmd.Instrument];
    return [...this.world.markets.values()].filter(({ id }) => EVERYWHERE.includes(kind) || id === about);
  }

  private dispatch(record: Record16): readonly Reason[] {
    switch (kindOf(record[0])) {
      case CommandKind.NewOrder:
        return this.newOrder(record);
      case CommandKind.CancelOrder:
        return this.named(record, (order) => this.cancel(order));
      case CommandKind.ReplaceOrder:
        return this.named(record, (order) => replace(this.world, order, record));
      case CommandKind.MassCancel:
        return this.massCancel(record);
      case CommandKind.EndOfDay:
        return this.endOfDay(record);
      case CommandKind.Time:
        return this.time(record);
      case CommandKind.VenuePrice:
        return this.venuePrice(record);
      case CommandKind.TradingPhase:
        changePhase(this.world, this.market(record), byteA(record[0]));
        return [];
      case CommandKind.DefineBands:
        return this.bands(record);
      case CommandKind.DefineTicks:
        return this.ticks(record);
      default:
        throw new Error(`the oracle knows no command ${kindOf(record[0])}`);
    }
  }

  private newOrder(record: Record16): readonly Reason[] {
    const read = readOrder(record, this.world.accepted + 1);
    const refusals = enter(this.world, read);
    if (refusals.length === 0) this.added = read.order;
    return refusals;
  }

  private named(record: Record16, act: (order: Order) => readonly Reason[]): readonly Reason[] {
    const account = accountOf(record[Cmd.Owner]);
    const byClientId = (record[Cmd.Flags] & CommandFlag.ByClientId) !== 0;
    const id = `${record[Cmd.OrderSlot]}:${record[Cmd.OrderGeneration]}`;
    const order = this.world.orders.find((candidate) =>
      byClientId
        ? candidate.account === account &&
          candidate.clientId === clientIdOf(record) &&
          clientIdOf(record) !== '0:0'
        : candidate.id === id,
    );
    if (order === undefined) return [Reason.UnknownOrder];
    if (order.account !== account) return [Reason.NotYourOrder];
    const named = record[Cmd.Instrument];
    if (kindOf(record[0]) === CommandKind.ReplaceOrder && named !== 0 && named !== order.instrument)
      return [Reason.UnknownOrder];
    this.about = order.instrument;
    return act(order);
  }

  private cancel(order: Order): readonly Reason[] {
    end(this.world, order, Reason.CancelledByUser);
    return [];
  }

  /** What is named must all match. */
  private massCancel(record: Record16): readonly Reason[] {
    const [bits, side] = [byteA(record[0]), (record[0] >>> 16) & 0xff];
    const owner = record[Cmd.Owner];
    const matches = (order: Order): boolean =>
      ((bits & 1) === 0 || order.account === accountOf(owner)) &&
      ((bits & 2) === 0 || order.session === sessionOf(owner)) &&
      ((bits & 4) === 0 || order.instrument === record[Cmd.Instrument]) &&
      ((bits & 8) === 0 || order.side === (side === Side.Buy ? Side.Buy : Side.Sell));
    if (bits === 0) return [Reason.InvalidScope];
    for (const order of inTurn(this.world.orders).filter(matches))
      end(this.world, order, Reason.MassCancelled);
    return [];
  }

  private endOfDay(record: Record16): readonly Reason[] {
    const all = byteA(record[0]) === 0;
    endOfDay(
      this.world,
      inTurn(this.world.orders).filter(({ instrument }) => all || instrument === record[Cmd.Instrument]),
    );
    return [];
  }

  private time(record: Record16): readonly Reason[] {
    const stamp = BigInt(record[Cmd.Seconds] >>> 0) * SECOND + BigInt(record[Cmd.Nanos]);
    const { world } = this;
    if (stamp > world.now) world.now = stamp;
    for (const order of inTurn(this.world.orders))
      if (order.expires > 0 && BigInt(order.expires) * SECOND <= world.now) end(world, order, Reason.Expired);
    for (const market of world.markets.values())
      if (market.until > 0n && market.until <= world.now) changePhase(world, market, TradingPhase.Continuous);
    return [];
  }

  private venuePrice(record: Record16): readonly Reason[] {
    const market = this.market(record);
    market.venues.set(byteA(record[0]), record[Cmd.PriceTicks]);
    return [];
  }

  private bands(record: Record16): readonly Reason[] {
    this.market(record).bands = {
      fixed: record[Bands.StaticBasisPoints],
      dynamic: record[Bands.DynamicBasisPoints],
      action: byteA(record[0]),
      auctionMs: record[Bands.AuctionMs],
    };
    return [];
  }

  private ticks(record: Record16): readonly Reason[] {
    const [row, from, step] = [byteA(record[0]), record[TickRow.FromTicks], record[TickRow.StepTicks]];
    const market = this.market(record);
    market.ticks = [...market.ticks.slice(0, row), { from, step }];
    return [];
  }

  /** Told when it has changed. */
  private indicative(market: Market): void {
    if (!collects(market)) return;
    const found = crossing(this.world, market);
    const words = found === undefined ? 'none' : `${found.volume}@${found.price} ${found.surplus}`;
    if (words === market.indicative) return;
    market.indicative = words;
    tell(this.world, `indicative ins:${market.id} ${words}`, 'indicative');
  }

  private market(record: Record16): Market {
    return this.world.markets.get(record[Cmd.Instrument])!;
  }
}
