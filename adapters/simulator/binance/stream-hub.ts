/**
 * The market streams of one product, each made once for all who listen: depth in its speeds, best prices, trades, mark prices. How a message is written is the
 * product's `StreamFormat`.
 */
import type { Agenda } from '../kit/agenda.js';
import type { Faults } from '../kit/faults.js';
import type { LevelChange, MarketEvent } from '../market/event.js';
import type { Market } from '../market/market.js';
import type { Trade } from '../market/order.js';
import { DepthGatherer, type DepthUpdate, type Numbering, UpdateIds } from './depth.js';

export interface Best {
  readonly updateId: number;
  readonly bid?: LevelChange;
  readonly ask?: LevelChange;
}

export interface Aggregate {
  readonly id: number;
  readonly firstTradeId: number;
  readonly lastTradeId: number;
  readonly priceTicks: number;
  readonly lots: number;
  readonly timeMs: number;
  readonly isBuyerMaker: boolean;
}

export interface StreamFormat {
  depth(symbol: string, update: DepthUpdate): object;
  partialDepth(symbol: string, levels: number): object;
  best(symbol: string, best: Best): object;
  trade(trade: Trade): object;
  aggregate(symbol: string, trade: Aggregate): object;
  /** Where there are mark prices. */
  mark?(symbol: string): object;
  /** Where there are contracts, which change their state. */
  contract?(symbol: string): object;
}

export interface Speeds {
  readonly depthMs: number;
  readonly markMs: number;
}

type Hear = (data: object) => void;

interface Gathered {
  readonly symbol: string;
  readonly gatherer: DepthGatherer;
}

const DEPTH = /^depth(?:@(\d+)ms)?$/;
const PARTIAL = /^depth(5|10|20)(?:@(\d+)ms)?$/;
const ALL_MARKS = /^!markPrice@arr(@1s)?$/;
const CONTRACTS = '!contractInfo';
const MARK = /^markPrice(@1s)?$/;

export class StreamHub {
  private readonly ids = new Map<string, UpdateIds>();
  private readonly hearers = new Map<string, Set<Hear>>();
  private readonly gathered: Gathered[] = [];
  private readonly bests = new Map<string, string>();
  private readonly running = new Map<string, Trade[]>();
  private lastAggregate = 0;
  private readonly leftOut = new Map<string, number>();

  constructor(
    private readonly agenda: Agenda,
    private readonly market: Market,
    private readonly faults: Faults,
    private readonly format: StreamFormat,
    private readonly speeds: Speeds,
    numbering: Numbering,
    private readonly symbols: readonly string[],
  ) {
    for (const symbol of symbols) this.ids.set(symbol, new UpdateIds(numbering));
    market.listen((event) => this.heard(event));
  }

  lastUpdateId(symbol: string): number {
    return this.ids.get(symbol)!.last;
  }

  /** @returns how to stop; undefined for a stream that there is not */
  subscribe(stream: string, hear: Hear): (() => void) | undefined {
    const set = this.hearers.get(stream) ?? this.open(stream);
    if (set === undefined) return undefined;
    set.add(hear);
    return () => set.delete(hear);
  }

  private open(stream: string): Set<Hear> | undefined {
    if (!this.start(stream)) return undefined;
    const set = new Set<Hear>();
    this.hearers.set(stream, set);
    return set;
  }

  /** @returns false when there is no such stream */
  private start(stream: string): boolean {
    if (stream === '!bookTicker') return true;
    if (stream === CONTRACTS) return this.format.contract !== undefined;
    if (ALL_MARKS.test(stream)) return this.startAllMarks(stream);
    const at = stream.indexOf('@');
    const symbol = stream.slice(0, at).toUpperCase();
    const kind = stream.slice(at + 1);
    if (at < 0 || !this.symbols.includes(symbol) || stream !== `${symbol.toLowerCase()}@${kind}`)
      return false;
    if (['bookTicker', 'trade', 'aggTrade'].includes(kind)) return true;
    return this.startTimed(stream, symbol, kind);
  }

  private startAllMarks(stream: string): boolean {
    const { mark } = this.format;
    if (mark === undefined) return false;
    const periodMs = stream.endsWith('@1s') ? 1_000 : this.speeds.markMs;
    this.every(periodMs, stream, () => this.symbols.map((symbol) => mark.call(this.format, symbol)));
    return true;
  }

  private startTimed(stream: string, symbol: string, kind: string): boolean {
    const depth = DEPTH.exec(kind);
    const partial = PARTIAL.exec(kind);
    const mark = this.format.mark ? MARK.exec(kind) : null;
    if (depth) this.startDepth(stream, symbol, Number(depth[1] ?? this.speeds.depthMs));
    else if (partial)
      this.every(Number(partial[2] ?? this.speeds.depthMs), stream, () =>
        this.format.partialDepth(symbol, Number(partial[1])),
      );
    else if (mark) this.every(mark[1] ? 1_000 : this.speeds.markMs, stream, () => this.format.mark!(symbol));
    return Boolean(depth ?? partial ?? mark);
  }

  private startDepth(stream: string, symbol: string, periodMs: number): void {
    const gatherer = new DepthGatherer(this.ids.get(symbol)!);
    this.gathered.push({ symbol, gatherer });
    this.agenda.every(Math.max(1, periodMs), () => {
      if (!gatherer.isEmpty) this.publish(stream, this.format.depth(symbol, gatherer.take()));
    });
  }

  private every(periodMs: number, stream: string, make: () => object): void {
    this.agenda.every(periodMs, () => this.publish(stream, make()));
  }

  private heard(event: MarketEvent): void {
    if (event.type === 'levels') this.levels(event.symbol, event.changes);
    else if (event.type === 'trade') this.trade(event.trade);
    else if (event.type === 'phase' && this.ids.has(event.symbol))
      this.publish(CONTRACTS, () => this.format.contract!(event.symbol));
  }

  private levels(symbol: string, changes: readonly LevelChange[]): void {
    const ids = this.ids.get(symbol);
    if (ids === undefined) return;
    this.endAggregate(symbol);
    ids.count(changes.length);
    for (const each of this.gathered) if (each.symbol === symbol) each.gatherer.add(changes);
    this.best(symbol, ids.last);
  }

  private best(symbol: string, updateId: number): void {
    const book = this.market.book(symbol);
    const best: Best = { updateId, bid: book.depth('buy', 1)[0], ask: book.depth('sell', 1)[0] };
    const told = JSON.stringify([best.bid, best.ask]);
    if (this.bests.get(symbol) === told) return;
    this.bests.set(symbol, told);
    this.publish(`${symbol.toLowerCase()}@bookTicker`, () => this.format.best(symbol, best));
    this.publish('!bookTicker', () => this.format.best(symbol, best));
  }

  private trade(trade: Trade): void {
    if (!this.ids.has(trade.symbol)) return;
    this.publish(`${trade.symbol.toLowerCase()}@trade`, () => this.format.trade(trade));
    const run = this.running.get(trade.symbol) ?? [];
    const isSame =
      run.length === 0 || (run[0].taker === trade.taker && run[0].priceTicks === trade.priceTicks);
    if (!isSame) this.endAggregate(trade.symbol);
    this.running.set(trade.symbol, isSame ? [...run, trade] : [trade]);
  }

  private endAggregate(symbol: string): void {
    const run = this.running.get(symbol);
    if (run === undefined || run.length === 0) return;
    this.running.delete(symbol);
    const id = ++this.lastAggregate;
    this.publish(`${symbol.toLowerCase()}@aggTrade`, () =>
      this.format.aggregate(symbol, {
        id,
        firstTradeId: run[0].id,
        lastTradeId: run[run.length - 1].id,
        priceTicks: run[0].priceTicks,
        lots: run.reduce((sum, { lots }) => sum + lots, 0),
        timeMs: run[0].timeMs,
        isBuyerMaker: run[0].maker.side === 'buy',
      }),
    );
  }

  private publish(stream: string, data: object | (() => object)): void {
    const hearers = this.hearers.get(stream);
    if (hearers === undefined || hearers.size === 0 || this.isLeftOut(stream)) return;
    const made = typeof data === 'function' ? (data as () => object)() : data;
    for (const hear of hearers) hear(made);
  }

  private isLeftOut(stream: string): boolean {
    const left = (this.leftOut.get(stream) ?? 0) + this.faults.takeGap({ stream });
    this.leftOut.set(stream, Math.max(0, left - 1));
    return left > 0;
  }
}
