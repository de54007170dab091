/**
 * The engine's own journal: what stood in the books of an earlier day order by order, but for the orders of the strategy itself
 * where it ran that day. What was executed against those goes to whoever stands there now. References (mark prices, rates) are told again.
 */
import { Identities } from '../../../engine/config/identities.js';
import { NodeFiles } from '../../../engine/journal/node-files.js';
import { JournalReader } from '../../../engine/journal/reader.js';
import { EventGroup } from '../../../engine/views/event-group.js';
import { OrderTable } from '../../../engine/views/order-table.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { Cmd, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import { End, EventKind, Trd, TrdDouble } from '../../../protocol/records/event.js';
import { byteA, kindOf, sessionOf } from '../../../protocol/records/layout.js';
import type { Stage, Tape } from './tape.js';

const BATCH = 1 << 10;
const FIRST = 1;

interface Executed {
  readonly maker: number;
  readonly taker: Side;
  readonly ticks: number;
  readonly lots: number;
}

/**
 * @param dataDirectory of the engine, which must not run
 * @param strategy name of the one whose own orders are left out
 */
export async function journalTape(
  dataDirectory: string,
  journalDirectory: string,
  strategy: string,
  orders: number,
): Promise<Tape> {
  const identities = new Identities(dataDirectory);
  const symbols = identities.namesOf('instruments');
  const session = identities.namesOf('sessions').indexOf(`strategy:${strategy}`) + 1;
  const instruments = symbols.map((symbol) => ({
    symbol,
    ...(identities.unitsOf(symbol) ?? { tick: '1', lot: '1' }),
  }));
  const play = async (stage: Stage): Promise<void> => {
    const reader = new JournalReader({ files: new NodeFiles(journalDirectory), fromSequence: FIRST });
    try {
      new JournalPlayer(stage, session, orders).play(reader);
    } finally {
      reader.close();
    }
  };
  return { instruments, play };
}

class JournalPlayer {
  private readonly group = new EventGroup();
  private readonly orders: OrderTable;
  private readonly executed: Executed[] = [];
  private readonly touched = new Set<number>();

  constructor(
    private readonly stage: Stage,
    private readonly ownSession: number,
    orders: number,
  ) {
    this.orders = new OrderTable(orders);
  }

  play(reader: JournalReader): void {
    const { i32, f64 } = reader;
    for (let count = reader.read(BATCH); count > 0 || !reader.atEnd; count = reader.read(BATCH))
      for (let i = 0; i < count; i++) this.take(i32, f64, reader.offset(i));
  }

  private take(i32: Int32Array, f64: Float64Array, at: number): void {
    this.group.enter(i32, f64, at);
    this.orders.apply(i32, f64, at);
    this.note(i32, f64, at);
    if (this.group.leave(i32, at)) this.happen();
  }

  private note(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.VenuePrice:
        this.tellReference(i32, at);
        break;
      case CommandKind.NewOrder:
      case CommandKind.ReplaceOrder:
      case EventKind.QuoteSide:
        this.touch(i32[at + Cmd.OrderSlot]);
        break;
      case EventKind.OrderEnded:
      case EventKind.OrderTriggered:
      case EventKind.OrderRestated:
        this.touch(i32[at + End.OrderSlot]);
        break;
      case EventKind.Trade:
        this.touch(i32[at + Trd.MakerSlot]);
        this.touch(i32[at + Trd.TakerSlot]);
        this.executed.push({
          maker: i32[at + Trd.MakerSlot],
          taker: byteA(i32[at]),
          ticks: i32[at + Trd.PriceTicks],
          lots: f64[(at >> 1) + TrdDouble.QtyLots],
        });
    }
  }

  private tellReference(i32: Int32Array, at: number): void {
    const market = this.stage.market(i32[at + Cmd.Instrument] - 1);
    if (market === undefined || reasonOf(i32[at + Cmd.Flags]) !== 0) return;
    this.stage.at(this.group.seconds, this.group.nanos);
    market.reference(byteA(i32[at]), i32[at + Cmd.PriceTicks]);
    this.stage.event();
  }

  private touch(slot: number): void {
    if (slot >= this.orders.capacity)
      throw new RangeError(`the journal has an order ${slot}; choose a larger --orders`);
    this.touched.add(slot);
  }

  /** The group is whole: its executions in their order, then every order as it stands now. */
  private happen(): void {
    const { touched, executed, stage } = this;
    if (touched.size === 0) return;
    stage.at(this.group.seconds, this.group.nanos);
    for (const each of executed) this.execute(each);
    for (const slot of touched) if (slot !== 0) this.stand(slot);
    touched.clear();
    executed.length = 0;
    stage.event();
  }

  private execute({ maker, taker, ticks, lots }: Executed): void {
    const { orders } = this;
    const market = this.stage.market(orders.instrument(maker) - 1);
    if (market === undefined) return;
    if (this.isOwn(maker)) market.trade(taker, ticks, lots);
    else if (market.knows(maker, orders.generation(maker)))
      market.fill(orders.side(maker), ticks, lots, maker, orders.generation(maker));
  }

  private stand(slot: number): void {
    const { orders } = this;
    const market = this.stage.market(orders.instrument(slot) - 1);
    if (market === undefined || this.isOwn(slot)) return;
    const lots = orders.isAside(slot) ? 0 : orders.openLots(slot);
    const generation = orders.generation(slot);
    if (lots > 0) market.change(orders.side(slot), orders.priceTicks(slot), lots, slot, generation);
    else if (market.knows(slot, generation)) market.takeOff(slot, generation, Number.POSITIVE_INFINITY);
  }

  private isOwn(slot: number): boolean {
    return sessionOf(this.orders.owner(slot)) === this.ownSession;
  }
}
