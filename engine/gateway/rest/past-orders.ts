/**
 * What became of the orders of this door before the engine started: whoever lost an answer with the last run asks for the order
 * now. Read out of the journal once, beside the work of the door, with an order table of its own.
 */
import { kindOf } from '../../../protocol/records/layout.js';
import { RESUME_RECORDS_PER_TURN } from '../../config/limits.js';
import { EventGroup } from '../../views/event-group.js';
import { OrderTable } from '../../views/order-table.js';
import type { RecordSource } from '../journal-source.js';
import { JournalWalk } from '../journal-walk.js';
import { OrderArchive } from './archive.js';
import { OrderKeeper } from './order-keeper.js';

export class PastOrders {
  readonly archive: OrderArchive;
  private readonly group = new EventGroup();
  private readonly orders: OrderTable;
  private readonly keeper: OrderKeeper;
  private readonly walk: JournalWalk;

  /**
   * @param last sequence up to which the engine has recovered: the live events go on behind it
   * @param slots of the order table
   * @param remembered orders that the door remembers
   */
  constructor(
    private readonly source: RecordSource,
    private readonly last: number,
    slots: number,
    remembered: number,
    isMine: (session: number) => boolean,
  ) {
    this.archive = new OrderArchive(remembered);
    this.orders = new OrderTable(slots);
    this.keeper = new OrderKeeper(this.orders, this.archive, isMine);
    this.walk = new JournalWalk(source, (i32, f64, at) => this.take(i32, f64, at));
  }

  /** A bounded stretch. Answers 0 when there is nothing more. */
  doWork(): number {
    if (this.group.completed >= this.last) return 0;
    const done = this.walk.step(RESUME_RECORDS_PER_TURN, this.last);
    return done === 0 && !this.source.atEnd ? 1 : done;
  }

  close(): void {
    this.walk.close();
  }

  private take(i32: Int32Array, f64: Float64Array, at: number): void {
    this.group.enter(i32, f64, at);
    this.orders.apply(i32, f64, at);
    this.keeper.apply(kindOf(i32[at]), i32, at);
    this.group.leave(i32, at);
  }
}
