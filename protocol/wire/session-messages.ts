/** What the engine sends rarely: session, securities and errors. Built with the FlatBuffers builder. */

import type { Builder } from 'flatbuffers';
import { Route } from '../codes/enums.js';
import { REASON_TEXT, type Reason, reasonName } from '../codes/reasons.js';
import {
  AccountName,
  Body,
  Hello,
  LogonAccepted,
  LogonRejected,
  ProtocolError,
  SecurityDefinition,
  SecurityListEnd,
  TickRule,
} from '../generated/pregao/wire.js';
import type { ElsewhereInstrument, Instrument, TickRow } from '../instrument.js';
import { appendBuilt, createEventId, type WireEventId } from './built.js';
import { type EngineAddress, elsewhereText } from './elsewhere.js';
import type { OutputBuffer } from './output-buffer.js';
import { PROTOCOL_VERSION } from './protocol.js';

export interface HelloFields {
  readonly epoch: number;
  readonly challenge: Uint8Array;
  /** Name and version of the software, for people. */
  readonly engine: string;
  /** Which one of several engines it is; absent = the only one. */
  readonly name?: string | undefined;
}

export interface LogonAcceptedFields {
  readonly session: number;
  readonly nextMessage: number;
  readonly accounts: readonly { readonly id: number; readonly name: string }[];
  /** Absent = the session has no events. */
  readonly lastEvent?: WireEventId;
  readonly heartbeatMs: number;
  /** Reports after the client's last event are missing. */
  readonly gap: boolean;
}

/** Each of these answers false when the frame has no room; then nothing was written. */
export function writeHello(out: OutputBuffer, { epoch, challenge, engine, name }: HelloFields): boolean {
  return appendBuilt(out, Body.Hello, (builder) =>
    Hello.createHello(
      builder,
      PROTOCOL_VERSION,
      epoch,
      Hello.createChallengeVector(builder, challenge),
      builder.createString(engine),
      name === undefined ? 0 : builder.createString(name),
    ),
  );
}

export function writeLogonAccepted(out: OutputBuffer, logon: LogonAcceptedFields): boolean {
  return appendBuilt(out, Body.LogonAccepted, (builder) => {
    const names = logon.accounts.map(({ id, name }) =>
      AccountName.createAccountName(builder, id, builder.createString(name)),
    );
    const accounts = LogonAccepted.createAccountsVector(builder, names);
    LogonAccepted.startLogonAccepted(builder);
    LogonAccepted.addSession(builder, logon.session);
    LogonAccepted.addNextMessage(builder, logon.nextMessage);
    LogonAccepted.addAccounts(builder, accounts);
    if (logon.lastEvent) LogonAccepted.addLastEvent(builder, createEventId(builder, logon.lastEvent));
    LogonAccepted.addHeartbeatMs(builder, logon.heartbeatMs);
    LogonAccepted.addGap(builder, logon.gap);
    return LogonAccepted.endLogonAccepted(builder);
  });
}

/** @param text absent = the reason's own */
export function writeLogonRejected(out: OutputBuffer, reason: Reason, text = textOf(reason)): boolean {
  return appendBuilt(out, Body.LogonRejected, (builder) =>
    LogonRejected.createLogonRejected(builder, reason, builder.createString(text)),
  );
}

/** A market that an instrument of ours has at a venue. */
export interface VenuePlace {
  /** What market data is subscribed to by. */
  readonly number: number;
  readonly venue: string;
  readonly venueSymbol: string;
  readonly route: number;
}

/** @param at absent = our own book */
export function writeSecurityDefinition(out: OutputBuffer, instrument: Instrument, at?: VenuePlace): boolean {
  const { tick, lot, tickTable } = instrument;
  return appendBuilt(out, Body.SecurityDefinition, (builder) =>
    SecurityDefinition.createSecurityDefinition(
      builder,
      at?.number ?? instrument.id,
      builder.createString(instrument.symbol),
      instrument.priceScale,
      instrument.quantityScale,
      BigInt(tick),
      BigInt(lot),
      BigInt(instrument.minPriceTicks) * BigInt(tick),
      BigInt(instrument.maxPriceTicks) * BigInt(tick),
      BigInt(instrument.maxQtyLots) * BigInt(lot),
      at === undefined ? 0 : builder.createString(at.venue),
      at === undefined ? 0 : builder.createString(at.venueSymbol),
      at?.route ?? Route.OwnBook,
      tickTable === undefined ? 0 : tickRules(builder, tickTable, tick),
      0,
      0,
    ),
  );
}

/** Of an instrument that lives on another engine, which alone says more of it. */
export function writeElsewhere(out: OutputBuffer, instrument: ElsewhereInstrument): boolean {
  return appendBuilt(out, Body.SecurityDefinition, (builder) => {
    const symbol = builder.createString(instrument.symbol);
    const engine = builder.createString(instrument.engine);
    const address = builder.createString(instrument.address);
    SecurityDefinition.startSecurityDefinition(builder);
    SecurityDefinition.addInstrument(builder, instrument.id);
    SecurityDefinition.addSymbol(builder, symbol);
    SecurityDefinition.addPriceScale(builder, instrument.priceScale ?? 0);
    SecurityDefinition.addQuantityScale(builder, instrument.quantityScale ?? 0);
    SecurityDefinition.addEngine(builder, engine);
    SecurityDefinition.addAddress(builder, address);
    return SecurityDefinition.endSecurityDefinition(builder);
  });
}

/** Vectors are written from their end. */
function tickRules(builder: Builder, rows: readonly TickRow[], tick: number): number {
  SecurityDefinition.startTickRulesVector(builder, rows.length);
  for (const { fromTicks, stepTicks } of [...rows].reverse())
    TickRule.createTickRule(builder, BigInt(fromTicks * tick), BigInt(stepTicks * tick));
  return builder.endVector();
}

export function writeSecurityListEnd(out: OutputBuffer, count: number): boolean {
  return appendBuilt(out, Body.SecurityListEnd, (builder) =>
    SecurityListEnd.createSecurityListEnd(builder, count),
  );
}

/**
 * @param messageNumber 0 = it could not be read. @param text absent = the reason's own
 * @param place where the instrument lives, with InstrumentElsewhere
 */
export function writeProtocolError(
  out: OutputBuffer,
  reason: Reason,
  messageNumber: number,
  text = textOf(reason),
  place?: EngineAddress,
): boolean {
  return appendBuilt(out, Body.ProtocolError, (builder) =>
    ProtocolError.createProtocolError(
      builder,
      reason,
      messageNumber,
      builder.createString(place === undefined ? text : elsewhereText(place)),
      place === undefined ? 0 : builder.createString(place.engine),
      place === undefined ? 0 : builder.createString(place.address),
    ),
  );
}

const textOf = (reason: Reason): string => REASON_TEXT[reason] ?? reasonName(reason);
