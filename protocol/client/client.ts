/**
 * The client of the binary door, for Node and browsers:
 *
 * ```ts
 * const client = await PregaoClient.connect('ws://127.0.0.1:7070/v1/orders', key);
 * client.on('executed', (report) => console.log(report.last, '@', report.execution?.price));
 * const accepted = await client.newOrder({ symbol: 'BTC-USD', side: 'buy', price: '64000', quantity: '0.5' });
 * ```
 *
 * Where instruments are split over several engines, a request goes to the one that trades its symbol, over a connection of its own that
 * is opened with the first; what all of them tell comes as the events of this one.
 */
import type { ClientEvents, ConnectOptions, MassCancelResult } from './client-events.js';
import { Emitter } from './emitter.js';
import { EngineClient } from './engine-client.js';
import { Engines, type Link } from './engines.js';
import { ConnectionError, type EngineAddress, LogonError } from './errors.js';
import { EventCursor } from './event-cursor.js';
import type * as orders from './orders.js';
import type * as quotes from './quotes.js';
import { type EventIdentity, type OrderReport, REPORT_TYPES } from './report.js';
import type { Security } from './security.js';
import type { ClientKey } from './signer.js';
import type { SubscribeOptions, Subscription } from './subscription.js';

/** What any of the engines tells is told here. */
const RELAYED = [
  ...(['report', ...Object.values(REPORT_TYPES)] as const),
  ...(['massCancel', 'quotesPulled', 'tradeBusted', 'tradeCorrected'] as const),
  ...(['connected', 'gap', 'problem'] as const),
];

export class PregaoClient extends Emitter<ClientEvents> {
  private readonly home: EngineClient;
  private readonly engines: Engines<EngineClient>;
  /** Where the other engines' events stand, over all connections to each. */
  private readonly cursors = new Map<string, EventCursor>();
  private lastId = BigInt(Date.now()) << 20n;

  /**
   * Resolves when logged on and the instruments are known. Without a key there is no logon: enough for market data.
   * @throws LogonError, ConnectionError
   */
  static async connect(
    url: string,
    key: ClientKey | undefined,
    options: ConnectOptions = {},
  ): Promise<PregaoClient> {
    const client = new PregaoClient(url, key, options);
    await client.home.begin();
    return client;
  }

  private constructor(
    url: string,
    private readonly key: ClientKey | undefined,
    private readonly options: ConnectOptions,
  ) {
    super();
    this.home = new EngineClient(url, key, options);
    this.relay(this.home);
    this.home.on('disconnected', (error) => this.emit('disconnected', error));
    this.home.on('closed', (error) => this.ended(error));
    this.engines = new Engines(this.home, (place) => this.connectTo(place));
    this.home.on('listed', () => this.engines.follow(this.home.elsewhere.values()));
  }

  /** Of the engine that it was connected to; so for all of these. Its name among several, '' = the only one. */
  get engine(): string {
    return this.home.engine;
  }

  get securities(): ReadonlyMap<string, Security> {
    return this.home.securities;
  }

  /** Where other engines' instruments are, by symbol. */
  get elsewhere(): ReadonlyMap<string, EngineAddress> {
    return this.home.elsewhere;
  }

  /** Names of the accounts that this logon may act for. */
  get accounts(): readonly string[] {
    return this.home.accounts;
  }

  /** With `epoch`: where a later client can resume. */
  get lastEvent(): EventIdentity | undefined {
    return this.home.lastEvent;
  }

  get epoch(): number | undefined {
    return this.home.epoch;
  }

  get connected(): boolean {
    return this.home.connected;
  }

  /** The other engines that there is a connection to, by name. */
  get others(): ReadonlyMap<string, EngineClient> {
    return this.engines.connected;
  }

  /** Resolves with the acceptance; fills come as `executed`. @throws RequestRejected, UnknownOutcome, RangeError, TypeError */
  newOrder(order: orders.NewOrder): Promise<OrderReport> {
    const { symbol, clientOrderId = ++this.lastId } = order;
    return this.at(symbol, (engine) => engine.newOrder({ ...order, clientOrderId }));
  }

  /** Resolves when replaced; of a routed order, when its venues have been asked (`pending`). @throws as `newOrder` */
  replace(replace: orders.ReplaceOrder): Promise<OrderReport> {
    return this.at(replace.symbol, (engine) => engine.replace(replace));
  }

  /** Resolves when cancelled, or like `replace`; the report's `last` is the quantity taken off. @throws as `newOrder` */
  cancel(name: orders.OrderName): Promise<OrderReport> {
    return this.at(name.symbol, (engine) => engine.cancel(name));
  }

  /**
   * Resolves when all are cancelled, each of them reported by itself. Without a symbol: all at the engine that it was connected to; the
   * `others` have to be told for themselves. @throws as `newOrder`
   */
  massCancel(scope: orders.MassCancel = {}): Promise<MassCancelResult> {
    const { symbol } = scope;
    return symbol === undefined
      ? this.home.massCancel(scope)
      : this.at(symbol, (engine) => engine.massCancel(scope));
  }

  /** Resolves when both sides are done, and says which was refused. @throws as `newOrder`: it was refused as a whole */
  quote(quote: quotes.Quote): Promise<quotes.QuoteAnswer> {
    return this.at(quote.symbol, (engine) => engine.quote(quote));
  }

  /** In as few frames as they fit into; each is answered by itself. */
  massQuote(all: readonly quotes.Quote[]): Promise<PromiseSettledResult<quotes.QuoteAnswer>[]> {
    return Promise.allSettled(all.map((quote) => this.quote(quote)));
  }

  /** From now on, and the session may quote again where it was triggered. Of one engine, as `massCancel`. @throws as `newOrder` */
  quoteProtection(protection: quotes.QuoteProtection): Promise<quotes.QuoteProtectionAnswer> {
    return this.home.quoteProtection(protection);
  }

  /** The client of the engine that trades the symbol: for its securities, its market data, and what is said to one engine alone. */
  engineOf(symbol: string): Promise<EngineClient> {
    return this.at(symbol, async (engine) => {
      engine.security(symbol);
      return engine;
    });
  }

  /**
   * Market data of the engine that it was connected to. Goes on across reconnects until `unsubscribe`.
   * @throws RequestRejected another engine has it: ask `engineOf`; Error no such symbol or market, or subscribed already
   */
  subscribe(symbol: string, options: SubscribeOptions = {}): Subscription {
    return this.home.subscribe(symbol, options);
  }

  /** Of whichever engine it is. */
  unsubscribe(subscription: Subscription): void {
    for (const engine of [this.home, ...this.others.values()]) engine.unsubscribe(subscription);
  }

  close(): void {
    this.home.close();
  }

  /** Where there is one engine only, nothing is looked for. */
  private async at<T>(symbol: string, act: (engine: EngineClient) => Promise<T>): Promise<T> {
    return this.home.engine === '' ? act(this.home) : this.engines.at(symbol, act);
  }

  /** With the same key and accounts; resumes where an earlier connection to it ended. */
  private connectTo({ engine, address }: EngineAddress): Link<EngineClient> {
    const client = new EngineClient(address, this.key, this.options, this.cursorOf(engine), engine);
    this.relay(client);
    return { client, ready: this.begin(client, engine) };
  }

  private async begin(client: EngineClient, engine: string): Promise<void> {
    await client.begin().catch((error: Error) => {
      throw atEngine(engine, error);
    });
    const lost = (error: Error | undefined) => {
      if (error) this.emit('disconnected', atEngine(engine, error));
    };
    client.on('disconnected', lost);
    client.on('closed', lost);
  }

  private cursorOf(engine: string): EventCursor {
    const { lastEvent, epoch } = this.options.others?.[engine] ?? {};
    const cursor = this.cursors.get(engine) ?? new EventCursor(lastEvent, epoch);
    this.cursors.set(engine, cursor);
    return cursor;
  }

  private relay(from: EngineClient): void {
    for (const name of RELAYED) from.on(name, (event) => this.emit(name, event as never));
  }

  private ended(error: Error | undefined): void {
    this.engines.close();
    this.emit('closed', error);
  }
}

/** The same, saying which one of several it is about. */
function atEngine(engine: string, error: Error): ConnectionError | LogonError {
  return error instanceof LogonError
    ? new LogonError({ ...error.why, text: `${error.why.text} (engine ${engine})` })
    : new ConnectionError(`engine ${engine}: ${error.message}`);
}
