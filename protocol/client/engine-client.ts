/**
 * The client of one engine. After a lost connection it logs on again by itself and resumes: reports that it missed are given again,
 * requests that the engine has not received are sent again, and nothing is sent twice. It keeps no order state; the engine does.
 */
import { Reason } from '../codes/reasons.js';
import { Body, ProtocolError, SecurityDefinition } from '../generated/pregao/wire.js';
import type { FrameDecoder } from '../wire/decoder.js';
import type { ClientEvents, ConnectOptions, MassCancelResult } from './client-events.js';
import { Connection, type LogonAnswer } from './connection.js';
import { Deliveries, type Refusal } from './deliveries.js';
import { Emitter } from './emitter.js';
import type { Reachable } from './engines.js';
import {
  ConnectionError,
  type EngineAddress,
  LogonError,
  type ReasonInfo,
  RequestRejected,
  reasonInfo,
  UnknownOutcome,
} from './errors.js';
import { EventCursor } from './event-cursor.js';
import { toId } from './ids.js';
import { MarketData } from './market-data.js';
import * as orders from './orders.js';
import * as quotes from './quotes.js';
import { type EventIdentity, isReport, type OrderReport } from './report.js';
import { type Request, RequestQueue } from './requests.js';
import { Securities } from './securities.js';
import type { Security } from './security.js';
import type { ClientKey } from './signer.js';
import type { SubscribeOptions, Subscription } from './subscription.js';
import { webSocketTransport } from './transport.js';

/** A request and the promise that its answer settles. */
interface Call extends Request {
  readonly answers: readonly Body[];
  readonly succeed: (answer: never) => void;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
const MAX_OUTSTANDING = 10_000;

/** The list of securities is there, for the first time or anew. */
type Events = ClientEvents & { listed: undefined };

export class EngineClient extends Emitter<Events> implements Reachable {
  /** The engine's name among several; '' = the only one. Heard at the first logon, and the same at every other. */
  engine = '';
  /** For good. */
  closed = false;
  private readonly list = new Securities();
  private readonly queue = new RequestQueue<Call>();
  private readonly marketData: MarketData;
  private readonly deliveries: Deliveries;
  private connection: Connection | undefined;
  private loggedOn = false;
  private accountNames: ReadonlyMap<number, string> = new Map();
  /** Messages that the engine will pass over because one before them was turned away. */
  private passedOver = 0;
  /** The epoch in which the list of securities was asked for. */
  private listedIn = 0;
  private delayMs = FIRST_DELAY_MS;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private lastId = BigInt(Date.now()) << 20n;
  private whenReady: { resolve(): void; reject(error: Error): void } | undefined;

  /** `begin` connects. @param cursor where to resume @param name that the engine must have, if it is known before */
  constructor(
    public address: string,
    private readonly key: ClientKey | undefined,
    private readonly options: ConnectOptions,
    private readonly cursor: EventCursor = new EventCursor(options.lastEvent, options.epoch),
    private readonly name?: string,
  ) {
    super();
    this.marketData = new MarketData((write) => this.transmit(write));
    this.deliveries = new Deliveries(this.list, this.cursor, {
      emit: (name, event) => this.emit(name, event as never),
      answer: (number, type, refused, result) => this.answer(number, type, refused, result),
      accountName: (account) => this.accountNames.get(account) ?? `#${account}`,
      engine: () => this.engine,
    });
  }

  /** Resolves when logged on and the instruments are known. @throws LogonError, ConnectionError */
  begin(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.whenReady = { resolve, reject };
      this.open();
    });
  }

  get securities(): ReadonlyMap<string, Security> {
    return this.list.bySymbol;
  }

  /** Where other engines' instruments are, by symbol. */
  get elsewhere(): ReadonlyMap<string, EngineAddress> {
    return this.list.elsewhere;
  }

  /** @throws RequestRejected another engine trades it; Error no such symbol */
  security(symbol: string): Security {
    return this.list.get(symbol);
  }

  /** Names of the accounts that this logon may act for. */
  get accounts(): readonly string[] {
    return [...this.accountNames.values()];
  }

  /** With `epoch`: where a later client can resume. */
  get lastEvent(): EventIdentity | undefined {
    return this.cursor.last;
  }

  get epoch(): number | undefined {
    return this.cursor.epoch;
  }

  get connected(): boolean {
    return this.loggedOn;
  }

  /** Resolves with the acceptance; fills come as `executed`. @throws RequestRejected, UnknownOutcome, RangeError, TypeError */
  async newOrder(order: orders.NewOrder): Promise<OrderReport> {
    const id = order.clientOrderId === undefined ? ++this.lastId : toId(order.clientOrderId, 'clientOrderId');
    const fields = orders.newOrderFields(order, this.list.get(order.symbol), this.account(order.account), id);
    return this.call([Body.OrderAccepted, Body.OrderRejected], (encoder, out, number) =>
      encoder.newOrder(out, number, fields),
    );
  }

  /** Resolves when replaced; of a routed order, when its venues have been asked (`pending`). @throws as `newOrder` */
  async replace(replace: orders.ReplaceOrder): Promise<OrderReport> {
    const fields = orders.replaceFields(
      replace,
      this.list.get(replace.symbol),
      this.account(replace.account),
    );
    return this.call([Body.OrderReplaced, Body.OrderPending, Body.ReplaceRejected], (encoder, out, number) =>
      encoder.replaceOrder(out, number, fields),
    );
  }

  /** Resolves when cancelled, or like `replace`; the report's `last` is the quantity taken off. @throws as `newOrder` */
  async cancel(name: orders.OrderName): Promise<OrderReport> {
    const fields = orders.nameFields(name, this.list.get(name.symbol), this.account(name.account));
    return this.call([Body.OrderCancelled, Body.OrderPending, Body.CancelRejected], (encoder, out, number) =>
      encoder.cancelOrder(out, number, fields),
    );
  }

  /** Resolves when all are cancelled, each of them reported by itself; without a symbol all at this engine. @throws as `newOrder` */
  async massCancel(scope: orders.MassCancel = {}): Promise<MassCancelResult> {
    const security = scope.symbol === undefined ? undefined : this.list.get(scope.symbol);
    const fields = orders.massCancelFields(scope, security, this.account(scope.account));
    const done = this.call<MassCancelResult>([Body.MassCancelReport], (encoder, out, number) =>
      encoder.massCancel(out, number, fields),
    );
    return security === undefined ? done : done.catch(this.list.locate(security.symbol));
  }

  /** Resolves when both sides are done, and says which was refused. @throws as `newOrder`: it was refused as a whole */
  async quote(quote: quotes.Quote): Promise<quotes.QuoteAnswer> {
    const fields = quotes.quoteFields(quote, this.list.get(quote.symbol), this.account(quote.account));
    return this.call([Body.QuoteReport], (encoder, out, number) => encoder.quote(out, number, fields));
  }

  /** In as few frames as they fit into; each is answered by itself. */
  massQuote(all: readonly quotes.Quote[]): Promise<PromiseSettledResult<quotes.QuoteAnswer>[]> {
    return Promise.allSettled(all.map((quote) => this.quote(quote)));
  }

  /** From now on, and the session may quote again where it was triggered. @throws as `newOrder` */
  async quoteProtection(protection: quotes.QuoteProtection): Promise<quotes.QuoteProtectionAnswer> {
    const fields = quotes.protectionFields(protection);
    return this.call([Body.QuoteProtectionReport], (encoder, out, number) =>
      encoder.quoteProtection(out, number, fields),
    );
  }

  /** Goes on across reconnects until `unsubscribe`. @throws Error no such symbol or market, or subscribed already */
  subscribe(symbol: string, { venue, ...options }: SubscribeOptions = {}): Subscription {
    const security = venue === undefined ? this.list.get(symbol) : this.list.at(venue, symbol);
    return this.marketData.subscribe(security, options);
  }

  unsubscribe(subscription: Subscription): void {
    this.marketData.unsubscribe(subscription);
  }

  /** The engine is there now: resumes at once, whether or not the old address still answers. */
  moveTo(address: string): void {
    this.address = address;
    this.connection?.end(new ConnectionError(`the engine lives at ${address} now`));
    if (this.closed) return;
    clearTimeout(this.retry);
    this.open();
  }

  close(): void {
    this.finish(undefined);
  }

  private call<Answer>(answers: readonly Body[], write: Request['write']): Promise<Answer> {
    if (this.closed) throw new ConnectionError('the client is closed');
    if (!this.key) throw new ConnectionError('without a key there is market data only');
    if (this.queue.size >= (this.options.maxOutstanding ?? MAX_OUTSTANDING))
      throw new RequestRejected(reasonInfo(Reason.Overloaded, 'too many requests wait for an answer'));
    return new Promise<Answer>((succeed, fail) => {
      const call: Call = { number: 0, answers, write, succeed, fail };
      this.queue.add(call);
      this.sendCall(call);
    });
  }

  private sendCall(call: Call): void {
    this.transmit((encoder, out) => call.write(encoder, out, call.number));
  }

  private transmit(write: Parameters<Connection['send']>[0]): void {
    if (this.loggedOn) this.connection?.send(write);
  }

  private open(): void {
    const lastEvent = this.cursor.last;
    const logon = {
      accounts: this.options.accounts ?? [],
      cancelOnDisconnect: this.options.cancelOnDisconnect ?? false,
      lastEvent,
      epoch: lastEvent && this.cursor.epoch,
    };
    const to = { url: this.address, engine: this.name || this.engine || undefined };
    this.connection = new Connection(to, this.key, logon, {
      loggedOn: (answer) => this.onLogon(answer),
      message: (decoder) => this.onMessage(decoder),
      ended: (error) => this.onEnd(error),
    });
    void this.connection.open(this.options.transport ?? webSocketTransport);
  }

  private onLogon(answer: LogonAnswer): void {
    const { engine, epoch } = answer;
    // One of several may have been given another map meanwhile.
    if (engine !== '' && epoch !== this.listedIn) this.list.complete = false;
    this.listedIn = epoch;
    this.engine = engine;
    this.loggedOn = true;
    this.accountNames = answer.accounts;
    this.delayMs = FIRST_DELAY_MS;
    this.passedOver = 0;
    const lost = answer.gap || !this.cursor.last;
    this.cursor.loggedOn(epoch, answer.gap, answer.lastEvent);
    if (!this.list.complete) this.requestList();
    if (answer.gap) this.emit('gap', { lastEvent: this.cursor.last, engine });
    if (lost) this.giveUpReceived(answer.nextMessage);
    for (const call of this.queue.resume(answer.nextMessage)) this.sendCall(call);
    this.marketData.resubscribe();
    this.emit('connected', { epoch, session: answer.session, engine });
  }

  private requestList(): void {
    this.list.begin();
    this.transmit((encoder, out) => encoder.securityListRequest(out));
  }

  /** What the engine had received before may never be answered now. */
  private giveUpReceived(expected: number): void {
    for (const { number } of this.queue.received(expected))
      this.queue.settle(number)?.fail(new UnknownOutcome('its report was lost with the connection'));
  }

  private onMessage(decoder: FrameDecoder): void {
    const { type } = decoder;
    if (this.deliveries.take(decoder)) return;
    if (type === Body.ProtocolError) this.onProblem(decoder.body(new ProtocolError()));
    else if (type === Body.SecurityDefinition) this.list.add(decoder.body(new SecurityDefinition()));
    else if (type === Body.SecurityListEnd) this.onSecurityListEnd();
    else this.marketData.message(decoder);
  }

  private onSecurityListEnd(): void {
    this.list.end();
    this.emit('listed', undefined);
    this.whenReady?.resolve();
    this.whenReady = undefined;
    this.deliveries.begin();
  }

  /** Settles the request that this answers. Other reports may carry its number too (fills that were cancelled with it). */
  private answer(number: number, type: Body, refused: Refusal | undefined, result: unknown): void {
    const call = this.queue.find(number);
    if (!call?.answers.includes(type)) return;
    this.queue.settle(number);
    if (refused) {
      const report = isReport(type) ? (result as OrderReport) : undefined;
      call.fail(new RequestRejected(refused.why, report, refused.elsewhere));
    } else call.succeed(result as never);
  }

  private onProblem(error: ProtocolError): void {
    const number = error.messageNumber();
    const info = reasonInfo(error.reason(), error.text());
    if (info.code === Reason.MessageNumberTooHigh) this.onTooHigh(info);
    else if (number === 0 || info.code === Reason.MessageNumberTooLow) this.emit('problem', info);
    else this.onTurnedAway(number, info);
  }

  private onTooHigh(info: ReasonInfo): void {
    if (this.passedOver > 0) this.passedOver--;
    else this.connection?.end(new ConnectionError('message numbers are out of step; logging on again', info));
  }

  private onTurnedAway(number: number, info: ReasonInfo): void {
    const { refused, again } = this.queue.turnAway(number);
    if (!refused) this.emit('problem', info);
    refused?.fail(new RequestRejected(info));
    this.passedOver += again.length;
    for (const call of again) this.sendCall(call);
  }

  private onEnd(error: Error): void {
    this.loggedOn = false;
    this.connection = undefined;
    this.marketData.suspend();
    if (this.closed) return;
    const final = error instanceof LogonError && error.why.code !== Reason.SessionInUse;
    if (final || this.whenReady || this.options.reconnect === false) {
      this.finish(error);
      return;
    }
    this.emit('disconnected', error);
    this.retry = setTimeout(() => this.open(), this.delayMs * (0.5 + Math.random()));
    this.delayMs = Math.min(this.delayMs * 2, MAX_DELAY_MS);
  }

  private finish(error: Error | undefined): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.retry);
    this.connection?.close();
    this.marketData.suspend();
    this.whenReady?.reject(error ?? new ConnectionError('closed'));
    for (const call of this.queue.takeAll())
      call.fail(
        new UnknownOutcome(`the connection ended before it was answered${error ? `: ${error.message}` : ''}`),
      );
    this.emit('closed', error);
  }

  /** 0 = the only account of the logon. */
  private account(name: string | undefined): number {
    if (name === undefined) return this.accountNames.size === 1 ? [...this.accountNames.keys()][0] : 0;
    for (const [number, known] of this.accountNames) if (known === name) return number;
    throw new Error(`no account "${name}" in this logon; there are: ${this.accounts.join(', ') || 'none'}`);
  }
}
