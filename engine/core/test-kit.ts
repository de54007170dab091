/** A core over a ring of its own. A command goes in; its whole event group comes out, however many turns it took. */
import { indexOf, isCommand, isImage } from '../../protocol/records/event.js';
import { Double, kindOf, LAST_IN_GROUP, RECORD_WORDS, Word } from '../../protocol/records/layout.js';
import type { Book } from '../book/book.js';
import { FastBook } from '../book/fast-book.js';
import { NaiveBook } from '../book/naive-book.js';
import { NaiveTriggers } from '../book/naive-triggers.js';
import type { OrderPool } from '../book/order-pool.js';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { specialize } from '../threads/specialize.js';
import { Core } from './core.js';
import type { MakeTriggers } from './state.js';
import { hashState } from './state-hash.js';
import { defineAccount, defineInstrument, doublesOf, type Record16, sessionOpen } from './test-commands.js';

/** Small enough that every pool is full now and then. */
export const SMALL: Limits = {
  ...DEFAULT_LIMITS,
  orders: 64,
  instruments: 8,
  accounts: 8,
  sessions: 8,
  levelChunks: 64,
  clientIdHistory: 4,
  positions: 32,
  tradeHistory: 16,
};

export { SMALLEST_RING } from './event-group.js';
export const LARGE_RING = 1 << 12;

export type BookName = 'fast' | 'naive';

export interface CoreOptions {
  readonly limits?: Limits;
  readonly ringSlots?: number;
  readonly book?: BookName;
  /** Commands before everything else that `standard` leaves to be done. */
  readonly prepare?: readonly Record16[];
  /** With its hot methods in closures of their own, as the engine's core has them. */
  readonly specialized?: boolean;
}

export class TestCore {
  readonly core: Core;
  readonly limits: Limits;
  private writer!: BroadcastWriter;
  private reader!: BroadcastReader;

  private readonly prepare: readonly Record16[];

  constructor({
    limits = SMALL,
    ringSlots = LARGE_RING,
    book = 'fast',
    prepare = [],
    specialized,
  }: CoreOptions = {}) {
    this.prepare = prepare;
    this.limits = limits;
    this.useRing(ringSlots);
    this.core = new Core(
      limits,
      this.writer,
      bookOf(book, limits),
      book === 'naive' ? naiveTriggers : undefined,
    );
    if (specialized) specialize(this.core.hotPaths);
  }

  /** As after recovery: the core goes on with another ring. */
  goOnWith(ringSlots: number): void {
    this.useRing(ringSlots);
    this.core.writeTo(this.writer);
  }

  /** Instruments 1 and 2, accounts 1 and 2, sessions 1 to 3, logged on. */
  standard(): this {
    for (const id of [1, 2]) this.send(defineInstrument(id));
    for (const id of [1, 2]) this.send(defineAccount(id));
    for (const id of [1, 2, 3]) this.send(sessionOpen(id));
    for (const command of this.prepare) this.send(command);
    return this;
  }

  /** The command's event group, every record a copy. */
  send(command: Record16): Record16[] {
    const group: Record16[] = [];
    if (command.length > RECORD_WORDS) this.core.stage(command, RECORD_WORDS);
    if (!this.core.execute(command, 0)) throw new Error('the core did not take it');
    this.collect(group);
    while (this.core.pending) {
      if (this.core.continueWork() === 0) throw new Error('the core cannot go on');
      this.collect(group);
    }
    checkGroup(group, this.core.sequence);
    return group;
  }

  /** What the core shows of its state after recovery. */
  imageRecords(): Record16[] {
    const records: Record16[] = [];
    for (let done = false; !done; this.collect(records)) done = this.core.writeImageRecords();
    return records;
  }

  get hash(): string {
    return this.core.stateHash();
  }

  /** The hash without the number of commands: equal before and after a command that changed nothing. */
  get hashOfContent(): string {
    return hashState(this.core.state, 0);
  }

  private useRing(slots: number): void {
    const memory = createBroadcast(slots, [Doorbell.create()], [0]);
    this.writer = new BroadcastWriter(memory);
    this.reader = new BroadcastReader(memory, 0);
  }

  private collect(into: Record16[]): void {
    this.writer.publish();
    const { i32 } = this.reader;
    for (; this.reader.available(1) > 0; this.reader.release(1))
      into.push(i32.slice(this.reader.offset(0), this.reader.offset(0) + RECORD_WORDS));
  }
}

const naiveTriggers: MakeTriggers = (orders, terms, { levelChunks }) =>
  new NaiveTriggers(orders, terms, levelChunks);

export function bookOf(name: BookName, limits: Limits): (orders: OrderPool) => Book {
  const Maker = name === 'fast' ? FastBook : NaiveBook;
  return (orders) => new Maker(orders, limits.instruments, limits.levelChunks);
}

/** What every group has: an echo first, the command's sequence, events counted from 1, the last marked and no other. */
function checkGroup(group: readonly Record16[], sequence: number): void {
  group.forEach((record, index) => {
    const kind = kindOf(record[Word.Head]);
    const isLast = (record[Word.Flags] & LAST_IN_GROUP) !== 0;
    if (isCommand(kind) !== (index === 0) || isImage(kind))
      throw new Error(`record ${index} is of kind ${kind}`);
    if (index > 0 && indexOf(record[Word.Flags]) !== index)
      throw new Error(`event ${index} has another index`);
    if (isLast !== (index === group.length - 1)) throw new Error(`record ${index} is not marked right`);
    if (doublesOf(record)[Double.Sequence] !== sequence)
      throw new Error(`record ${index} has another sequence`);
  });
}
