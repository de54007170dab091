/** The pass over a Binance recording before it is replayed: which product it is of, its symbols and their steps. */
import { COIN_M, type Product, SPOT, Stream, USD_M } from '../../../adapters/binance/market-data/product.js';
import { Entry, type Recording } from '../venues/recording.js';
import { Symbols } from '../venues/survey.js';

interface Levels {
  readonly bids: string[][];
  readonly asks: string[][];
}

/** All that the streams may have; what is read says which it is. */
interface Message extends Partial<Levels> {
  readonly e?: string;
  readonly s?: string;
  readonly pu?: number;
  readonly ps?: string;
  readonly st?: number;
  readonly p?: string;
  readonly q?: string;
  readonly b?: string | string[][];
  readonly a?: string | number | string[][];
  readonly B?: string;
  readonly A?: string;
  readonly symbol?: string;
  readonly lastUpdateId?: number;
}

const SYMBOL = /[?&]symbol=([^&]+)/;

export const symbolOf = (url: string): string => SYMBOL.exec(url)?.[1] ?? url;

export class BinanceSurvey {
  readonly symbols = new Symbols();
  snapshots = 0;
  private isLinked = false;
  private isCoinMargined = false;
  /** Snapshots that stand in the stream without a symbol: of the only one there is. */
  private readonly unnamed: Levels[] = [];

  readonly look = (recording: Recording, parsed: unknown): void => {
    const message = inner(parsed);
    if (message === undefined) return;
    if (message === parsed && message.lastUpdateId !== undefined)
      this.snapshot(recording, message as Message & Levels);
    else if (recording.entry === Entry.Received && message.s !== undefined) this.message(message);
  };

  /** The recording's product, all of its streams on the one connection that was recorded. */
  product(): Product {
    const product = !this.isLinked ? SPOT : this.isCoinMargined ? COIN_M : USD_M;
    const streams = [Stream.Depth, Stream.Top, Stream.Trades, Stream.MarkPrice];
    return { ...product, weightPerMinute: 1e9, tiers: [{ name: 'recorded', path: '', streams }] };
  }

  /** @throws InputError */
  finish(recording: Recording): void {
    const { names } = this.symbols;
    if (names.length === 0) recording.fail('there is no message of a Binance stream in it');
    if (this.unnamed.length > 0 && names.length > 1)
      recording.fail(
        `snapshots without a symbol, and ${names.length} symbols; give the snapshots with --http`,
      );
    for (const levels of this.unnamed) this.levels(names[0], levels);
  }

  private snapshot(recording: Recording, message: Message & Levels): void {
    this.snapshots++;
    const symbol = message.symbol ?? (recording.entry === Entry.Answer ? symbolOf(recording.url) : undefined);
    if (symbol === undefined) this.unnamed.push(message);
    else this.levels(symbol, message);
  }

  private levels(symbol: string, { bids, asks }: Levels): void {
    this.symbols.of(symbol).levels(bids);
    this.symbols.of(symbol).levels(asks);
  }

  private message({ e, s, pu, ps, st, p, q, b, a, B, A }: Message): void {
    const isTop = e === 'bookTicker' || (e === undefined && B !== undefined);
    if (e !== 'depthUpdate' && e !== 'trade' && e !== 'aggTrade' && !isTop) return;
    const symbol = this.symbols.of(s!);
    if (pu !== undefined) this.isLinked = true;
    if (st === 2 || (st === undefined && ps !== undefined)) this.isCoinMargined = true;
    if (Array.isArray(b)) symbol.levels(b);
    if (Array.isArray(a)) symbol.levels(a);
    for (const price of isTop ? [b, a] : e === 'depthUpdate' ? [] : [p]) symbol.price(String(price));
    for (const qty of isTop ? [B, A] : e === 'depthUpdate' ? [] : [q]) symbol.qty(String(qty));
  }
}

function inner(parsed: unknown): Message | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  return (parsed as { data?: Message }).data ?? (parsed as Message);
}
