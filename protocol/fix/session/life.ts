/**
 * How a session comes, stays alive and goes: phases, Logon and Logout of our own, heartbeats, and the program's sends. What a
 * received message does stands in `session.ts`.
 */
import type { FixBuilder } from '../codec/builder.js';
import type { LogonStamp } from './application.js';
import { Role, type Settings } from './config.js';
import { Gap } from './gap.js';
import { Due, HeartbeatClock } from './heartbeat.js';
import { type Link, NO_LINK } from './link.js';
import { Outbound } from './outbound.js';
import type { SessionStore } from './store.js';

export const enum Phase {
  Disconnected,
  /** Connected; no Logon of the other side yet. */
  Logon,
  LoggedOn,
  /** Our Logout is out; the answer is not here yet. */
  Logout,
}

export abstract class SessionLife {
  phase = Phase.Disconnected;
  protected readonly out: Outbound;
  protected readonly gap = new Gap();
  protected readonly heart = new HeartbeatClock();
  protected nowMs = 0;
  /** The application has been told of a logon, and not yet of its end. */
  protected wasLoggedOn = false;
  /** Our Logon with ResetSeqNumFlag=Y waits for its answer. */
  protected hasSentReset = false;
  private phaseSinceMs = 0;
  private farewell = '';

  constructor(
    readonly settings: Settings,
    readonly store: SessionStore,
  ) {
    this.out = new Outbound(settings, store);
  }

  get isLoggedOn(): boolean {
    return this.phase === Phase.LoggedOn;
  }

  /** The present connection, or none. */
  get link(): Link {
    return this.out.link;
  }

  /** A connection is there. @returns false when this session has one already */
  connect(link: Link, nowMs: number): boolean {
    if (this.phase !== Phase.Disconnected) return false;
    this.out.link = link;
    this.nowMs = nowMs;
    this.farewell = '';
    this.hasSentReset = false;
    this.enter(Phase.Logon);
    if (this.settings.role === Role.Initiator) this.open(this.settings.resetOnLogon);
    return true;
  }

  /** The connection is gone. */
  disconnected(nowMs: number): void {
    this.nowMs = nowMs;
    this.leave();
  }

  /** Call at least once a second. @returns true when it would go on at once: a long resend is under way */
  tick(nowMs: number): boolean {
    this.nowMs = nowMs;
    const inPhaseMs = nowMs - this.phaseSinceMs;
    const { logonTimeoutMs, logoutTimeoutMs } = this.settings;
    if ((this.phase === Phase.Logon || this.hasSentReset) && inPhaseMs >= logonTimeoutMs)
      this.end('no Logon in time');
    else if (this.phase === Phase.Logout && inPhaseMs >= logoutTimeoutMs) this.end('no answer to our Logout');
    else if (this.phase === Phase.LoggedOn) this.keepAlive();
    return this.goOn();
  }

  /** Begins an application message with its header; add the fields, then `send`. */
  begin(type: number, nowMs: number): FixBuilder {
    this.nowMs = nowMs;
    return this.out.begin(type, nowMs);
  }

  /** Stores and sends what `begin` began. @returns false when not logged on, or the message is too large */
  send(): boolean {
    return this.phase === Phase.LoggedOn && this.out.commit();
  }

  /** The same whether or not the counterparty is there: what it misses it asks for when it has logged on again. */
  sendOrKeep(): boolean {
    return this.phase === Phase.LoggedOn ? this.out.commit() : this.out.keep();
  }

  /** Says goodbye; the connection ends with the answer, or without one after a moment. */
  logout(text: string, nowMs: number): void {
    this.nowMs = nowMs;
    if (this.phase === Phase.LoggedOn) this.sendLogout(text);
  }

  /** Both sequences begin at 1 anew, without a new connection. */
  resetSequences(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.phase === Phase.LoggedOn) this.open(true);
  }

  protected abstract buildLogon(logon: FixBuilder, stamp: LogonStamp): void;

  /** The next step of what is done in steps. @returns true when there is another one */
  protected abstract goOn(): boolean;

  protected abstract hasLeft(wasLoggedOn: boolean, text: string): void;

  protected loggedOn(heartBtInt: number): void {
    this.enter(Phase.LoggedOn);
    this.heart.start(heartBtInt * 1000, this.nowMs);
  }

  /** The connection ends at once, with a Logout that says why. */
  protected goodbye(text: string): void {
    this.out.logout(this.nowMs, text);
    this.end(text);
  }

  /** The same to a Logon that is not believed: whoever sent it must not move the session's numbers. */
  protected turnDown(text: string): void {
    this.out.turnAway(this.nowMs, text);
    this.end(text);
  }

  /** A Logon of our own accord. */
  private open(isReset: boolean): void {
    if (isReset) this.reset();
    this.hasSentReset = isReset;
    this.enter(this.phase);
    this.sendLogon(isReset);
  }

  /** @param nextExpected what we want to have next, when this Logon has reached the counterparty */
  protected sendLogon(
    isReset: boolean,
    heartBtInt = this.settings.heartBtIntSeconds,
    nextExpected = this.store.nextIn,
  ): void {
    this.out.logon(this.nowMs, heartBtInt, isReset, nextExpected, (logon, stamp) =>
      this.buildLogon(logon, stamp),
    );
  }

  protected sendLogout(text: string): void {
    this.out.logout(this.nowMs, text);
    this.farewell = text;
    this.enter(Phase.Logout);
  }

  private keepAlive(): void {
    const due = this.heart.due(this.nowMs, this.out.lastSentMs);
    if (due === Due.Dead) this.end('no answer to our TestRequest');
    else if (due === Due.TestRequest) this.out.testRequest(this.nowMs);
    else if (due === Due.Heartbeat) this.out.heartbeat(this.nowMs);
  }

  protected reset(): void {
    this.store.reset();
    this.gap.clear();
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.phaseSinceMs = this.nowMs;
  }

  /** Closes the connection. */
  protected end(text: string): void {
    this.farewell ||= text;
    this.out.link.close();
    this.leave();
  }

  private leave(): void {
    if (this.phase === Phase.Disconnected) return;
    this.enter(Phase.Disconnected);
    this.out.link = NO_LINK;
    this.gap.clear();
    const { wasLoggedOn } = this;
    this.wasLoggedOn = false;
    this.hasLeft(wasLoggedOn, this.farewell);
  }
}
