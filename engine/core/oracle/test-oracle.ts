/**
 * The oracle: for every command what an exchange with our rule book would say. Slow and plain; `oracle.test.ts` holds the
 * engine against it.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandFlag, CommandKind } from '../../../protocol/records/command.js';
import { accountOf, byteA, kindOf } from '../../../protocol/records/layout.js';
import type { Record16 } from '../test-commands.js';
import { aftermath } from './test-aftermath.js';
import { crossing } from './test-crossing.js';
import { end } from './test-ending.js';
import { enter } from './test-entry.js';
import {
  bands,
  dayIsOver,
  instrument,
  marketNamed,
  massCancel,
  protection,
  ticks,
  time,
  venuePrice,
} from './test-mass.js';
import { changePhase } from './test-phases.js';
import { clientIdOf, readOrder } from './test-reading.js';
import { replace } from './test-replacing.js';
import { tell, use } from './test-telling.js';
import { collects, type Market, newWorld, type Order, type World } from './test-world.js';

export interface Answer {
  /** Any of these is right; none: the command is accepted. */
  readonly refusals: readonly Reason[];
  readonly told: readonly string[];
}

const DEFINITIONS = [
  ...[CommandKind.DefineBands, CommandKind.DefineTicks],
  ...[CommandKind.DefineInstrument, CommandKind.SetLimit],
];
/** They may move any of them, if they end anything. */
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
    if (DEFINITIONS.includes(kind)) return [];
    const about = this.about ?? record[Cmd.Instrument];
    const moved = this.world.told.length > 0;
    return [...this.world.markets.values()].filter(({ id }) =>
      EVERYWHERE.includes(kind) ? moved : id === about,
    );
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
        return massCancel(this.world, record);
      case CommandKind.EndOfDay:
        return dayIsOver(this.world, record);
      case CommandKind.Time:
        return time(this.world, record);
      case CommandKind.VenuePrice:
        return venuePrice(this.world, record);
      case CommandKind.TradingPhase:
        changePhase(this.world, marketNamed(this.world, record), byteA(record[0]));
        return [];
      case CommandKind.DefineBands:
        return bands(this.world, record);
      case CommandKind.DefineTicks:
        return ticks(this.world, record);
      case CommandKind.DefineInstrument:
        return instrument(this.world, record);
      case CommandKind.SetLimit:
        return protection(this.world, record);
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
    if (named !== 0 && named !== order.instrument) return [Reason.UnknownOrder];
    this.about = order.instrument;
    return act(order);
  }

  private cancel(order: Order): readonly Reason[] {
    end(this.world, order, Reason.CancelledByUser);
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
}
