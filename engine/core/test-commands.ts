/**
 * Command records for tests, each in an array of its own: sixteen words, as a producer would write them into a lane, and
 * sixteen more for the terms of an extended order or the offer of a quote.
 */
import {
  type Contingency,
  OrdType,
  type Peg,
  Scope,
  type Side,
  TimeInForce,
} from '../../protocol/codes/enums.js';
import {
  Bands,
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  Define,
  DefineDouble,
  TickRow,
} from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { head, owner, RECORD_DOUBLES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { NoteDouble } from '../../protocol/records/note.js';
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';

export type Record16 = Int32Array;

/** Who says it, and when. */
export interface From {
  readonly account?: number;
  readonly session?: number;
  readonly message?: number;
  readonly seconds?: number;
  readonly nanos?: number;
}

export interface OrderFields extends From {
  readonly side: Side;
  readonly lots: number;
  readonly price?: number;
  readonly ordType?: OrdType;
  readonly timeInForce?: TimeInForce;
  readonly instrument?: number;
  readonly clientId?: number;
  readonly flags?: number;
  readonly terms?: TermsFields;
}

/** What an extended order has besides. */
export interface TermsFields {
  readonly trigger?: number;
  /** `TriggerSource`, or venue. */
  readonly source?: number;
  /** Trailing stop, or pegged order. */
  readonly offset?: number;
  readonly display?: number;
  readonly minimum?: number;
  readonly expires?: number;
  readonly protection?: number;
  readonly peg?: Peg;
  readonly contingency?: Contingency;
  /** Client order id of the order that it is linked to. */
  readonly linked?: number;
  /** `Route` */
  readonly route?: number;
}

/** Sides of a quote, absent = it is to have none. */
export interface QuoteFields extends From {
  readonly id: number;
  readonly bid?: { readonly lots: number; readonly price: number };
  readonly offer?: { readonly lots: number; readonly price: number };
  readonly instrument?: number;
  readonly flags?: number;
}

/** An order by its engine id, or by its client id. */
export type Meant = { readonly slot: number; readonly generation: number } | { readonly clientId: number };

export interface ScopeFields {
  readonly account?: number;
  readonly session?: number;
  readonly instrument?: number;
  readonly side?: Side;
}

export interface InstrumentFields {
  readonly open?: boolean;
  readonly margin?: number;
  readonly reference?: number;
  readonly min?: number;
  readonly max?: number;
  readonly lots?: number;
  readonly notional?: number;
}

export interface BandFields {
  readonly staticBasisPoints?: number;
  readonly dynamicBasisPoints?: number;
  readonly action?: number;
  readonly auctionMs?: number;
}

export const doublesOf = (record: Record16): Float64Array => new Float64Array(record.buffer);

export function command(headWord: number, from: From = {}): Record16 {
  const { account = 1, session = 1, message = 0, seconds = 0, nanos = 0 } = from;
  const record = new Int32Array(RECORD_WORDS);
  record[Cmd.Head] = headWord;
  record[Cmd.Owner] = owner(account, session);
  record[Cmd.Message] = message;
  record[Cmd.Seconds] = seconds;
  record[Cmd.Nanos] = nanos;
  return record;
}

export function newOrder(order: OrderFields): Record16 {
  const { ordType = OrdType.Limit, timeInForce = TimeInForce.GoodTillCancel } = order;
  const record = command(head(CommandKind.NewOrder, order.side, ordType, timeInForce), order);
  record[Cmd.Instrument] = order.instrument ?? 1;
  record[Cmd.PriceTicks] = order.price ?? 0;
  record[Cmd.Flags] = order.flags ?? 0;
  putClientId(record, order.clientId ?? 0);
  doublesOf(record)[CmdDouble.QtyLots] = order.lots;
  return order.terms === undefined ? record : extended(record, order.terms);
}

function extended(record: Record16, terms: TermsFields): Record16 {
  const both = new Int32Array(2 * RECORD_WORDS);
  const doubles = doublesOf(both).subarray(RECORD_DOUBLES);
  both.set(record);
  both[Cmd.Flags] |= CommandFlag.Extended;
  both.set(termsWords(terms), RECORD_WORDS);
  doubles[TermsDouble.DisplayLots] = terms.display ?? 0;
  doubles[TermsDouble.MinQtyLots] = terms.minimum ?? 0;
  return both;
}

export function quote({ id, bid, offer, instrument, flags, ...from }: QuoteFields): Record16 {
  const both = new Int32Array(2 * RECORD_WORDS);
  both.set(command(head(CommandKind.Quote), from));
  both[Cmd.Instrument] = instrument ?? 1;
  both[Cmd.Flags] = flags ?? 0;
  putClientId(both, id);
  both[RECORD_WORDS] = head(EventKind.QuoteOffer);
  putSide(both, 0, bid);
  putSide(both, RECORD_WORDS, offer);
  return both;
}

function putSide(record: Record16, at: number, side: QuoteFields['bid']): void {
  record[at + Cmd.PriceTicks] = side?.price ?? 0;
  doublesOf(record)[(at >> 1) + CmdDouble.QtyLots] = side?.lots ?? 0;
}

/** @param executions 0 = no protection */
export function quoteProtection(executions: number, windowNs: number, from: From = {}): Record16 {
  const record = command(head(CommandKind.QuoteProtection), from);
  record[Cmd.PriceTicks] = executions;
  doublesOf(record)[CmdDouble.QtyLots] = windowNs;
  return record;
}

function termsWords(terms: TermsFields): Int32Array {
  const words = new Int32Array(RECORD_WORDS);
  words[Terms.Head] = head(EventKind.OrderTerms, terms.source ?? 0, terms.peg ?? 0, terms.contingency ?? 0);
  words[Terms.TriggerTicks] = terms.trigger ?? 0;
  words[Terms.OffsetTicks] = terms.offset ?? 0;
  words[Terms.ExpireSeconds] = terms.expires ?? 0;
  words[Terms.ProtectionTicks] = terms.protection ?? 0;
  words[Terms.LinkedClientIdLow] = (terms.linked ?? 0) | 0;
  words[Terms.LinkedClientIdHigh] = Math.floor((terms.linked ?? 0) / 2 ** 32);
  words[Terms.Route] = terms.route ?? 0;
  return words;
}

/** The last trade of a venue. */
export function strategyNote(place: number, numbers: readonly number[], from: From = {}): Record16 {
  const record = command(head(CommandKind.StrategyNote, place), from);
  doublesOf(record).set(numbers, NoteDouble.First);
  return record;
}

export function venuePrice(instrument: number, venue: number, ticks: number): Record16 {
  const record = command(head(CommandKind.VenuePrice, venue), { account: 0, session: 0 });
  record[Cmd.Instrument] = instrument;
  record[Cmd.PriceTicks] = ticks;
  return record;
}

export function cancelOrder(meant: Meant, from: From & { readonly instrument?: number } = {}): Record16 {
  const record = putMeant(command(head(CommandKind.CancelOrder), from), meant);
  record[Cmd.Instrument] = from.instrument ?? 0;
  return record;
}

export function replaceOrder(
  meant: Meant,
  lots: number,
  price: number,
  from: From & { readonly instrument?: number } = {},
): Record16 {
  const record = putMeant(command(head(CommandKind.ReplaceOrder), from), meant);
  record[Cmd.Instrument] = from.instrument ?? 0;
  record[Cmd.PriceTicks] = price;
  doublesOf(record)[CmdDouble.QtyLots] = lots;
  return record;
}

/** @param reason what the engine's own door may name as the reason */
export function massCancel(scope: ScopeFields, from: From = {}, reason = 0): Record16 {
  const record = scoped(head(CommandKind.MassCancel, scopeBits(scope), scope.side ?? 0), scope, from);
  record[Cmd.PriceTicks] = reason;
  return record;
}

export function endOfDay(scope: ScopeFields = {}): Record16 {
  return scoped(head(CommandKind.EndOfDay, scopeBits(scope)), scope, {});
}

export function killSwitch(on: boolean, scope: ScopeFields = {}): Record16 {
  return scoped(head(CommandKind.KillSwitch, scopeBits(scope), on ? 1 : 0), scope, {});
}

export function time(seconds: number, nanos = 0): Record16 {
  return command(head(CommandKind.Time), { account: 0, session: 0, seconds, nanos });
}

export function sessionOpen(session: number): Record16 {
  return command(head(CommandKind.SessionOpen), { account: 0, session });
}

export function sessionClosed(session: number, graceMs: number): Record16 {
  const record = command(head(CommandKind.SessionClosed), { account: 0, session });
  record[Cmd.PriceTicks] = graceMs;
  return record;
}

export function engineStart(epoch: number, graceMs: number): Record16 {
  const record = command(head(CommandKind.EngineStart), { account: 0, session: 0, message: epoch });
  record[Cmd.PriceTicks] = graceMs;
  return record;
}

export function defineInstrument(instrument: number, fields: InstrumentFields = {}): Record16 {
  const { open = true, margin = 10, reference = 100, min = 1, max = 1_000 } = fields;
  const record = command(head(CommandKind.DefineInstrument, margin), { account: 0, session: 0 });
  record[Cmd.Instrument] = instrument;
  record[Define.Open] = open ? 1 : 0;
  record[Define.ReferenceTicks] = reference;
  record[Define.MinPriceTicks] = min;
  record[Define.MaxPriceTicks] = max;
  doublesOf(record)[DefineDouble.MaxQtyLots] = fields.lots ?? 1_000;
  doublesOf(record)[DefineDouble.MaxNotional] = fields.notional ?? 1_000_000;
  return record;
}

export function defineAccount(account: number, enabled = true): Record16 {
  return command(head(CommandKind.DefineAccount, enabled ? 1 : 0), { account, session: 0 });
}

/** @param dueSeconds when the calendar wants it; by hand without. Phase 0 = what the calendar said last */
export function tradingPhase(instrument: number, phase: number, dueSeconds?: number): Record16 {
  const byCalendar = dueSeconds === undefined ? 0 : 1;
  const record = command(head(CommandKind.TradingPhase, phase, byCalendar), { account: 0, session: 0 });
  record[Cmd.Instrument] = instrument;
  record[Cmd.PriceTicks] = dueSeconds ?? 0;
  return record;
}

export function defineBands(instrument: number, fields: BandFields): Record16 {
  const record = command(head(CommandKind.DefineBands, fields.action ?? 0), { account: 0, session: 0 });
  record[Cmd.Instrument] = instrument;
  record[Bands.StaticBasisPoints] = fields.staticBasisPoints ?? 0;
  record[Bands.DynamicBasisPoints] = fields.dynamicBasisPoints ?? 0;
  record[Bands.AuctionMs] = fields.auctionMs ?? 0;
  return record;
}

export function defineTicks(instrument: number, row: number, from: number, step: number): Record16 {
  const record = command(head(CommandKind.DefineTicks, row), { account: 0, session: 0 });
  record[Cmd.Instrument] = instrument;
  record[TickRow.FromTicks] = from;
  record[TickRow.StepTicks] = step;
  return record;
}

/** The same command as a door sends it that has found a fault in it. */
export function refusedBy(record: Record16, reason: number): Record16 {
  record[Cmd.Flags] |= CommandFlag.RefusedAtDoor;
  record[Cmd.OrderSlot] = reason;
  return record;
}

function scoped(headWord: number, { account, session, instrument }: ScopeFields, from: From): Record16 {
  const record = command(headWord, {
    ...from,
    account: account ?? from.account ?? 0,
    session: session ?? from.session ?? 0,
  });
  record[Cmd.Instrument] = instrument ?? 0;
  return record;
}

function scopeBits({ account, session, instrument, side }: ScopeFields): number {
  return (
    (account === undefined ? 0 : Scope.Account) |
    (session === undefined ? 0 : Scope.Session) |
    (instrument === undefined ? 0 : Scope.Instrument) |
    (side === undefined ? 0 : Scope.Side)
  );
}

function putMeant(record: Record16, meant: Meant): Record16 {
  if ('clientId' in meant) {
    record[Cmd.Flags] = CommandFlag.ByClientId;
    putClientId(record, meant.clientId);
  } else {
    record[Cmd.OrderSlot] = meant.slot;
    record[Cmd.OrderGeneration] = meant.generation;
  }
  return record;
}

function putClientId(record: Record16, clientId: number): void {
  record[Cmd.ClientIdLow] = clientId | 0;
  record[Cmd.ClientIdHigh] = Math.floor(clientId / 2 ** 32);
}
