/**
 * Holds a parsed message against a version's tables and names the first thing that is wrong, as SessionRejectReason and
 * RefTagID want it. The order of the checks: header, body and trailer apart; a known MsgType; every required field there;
 * then field by field, in the order in which they stand: known, belongs here, not twice, has a value, well written,
 * permitted; groups begin with their delimiter, keep their order and have as many entries as they say.
 *
 * Which fields were seen is kept in arrays that are never cleared: an entry counts when it holds the current stamp. A group
 * has the arrays of its depth, because a tag may stand both in a group and around it.
 */
import type { FixMessage } from '../codec/message.js';
import { isAdmin } from '../codec/tags.js';
import { type Dictionary, Section } from './dictionary.js';
import type { Level } from './level.js';
import { NO_TAG, SessionReject } from './reject-reasons.js';
import type { FixVersion } from './versions.js';

/** From here on, tags belong to whoever agrees on them. */
const USER_TAGS = 5000;

export interface ValidationRules {
  /** Fields above 5000 that no table knows pass unseen; else they are invalid tag numbers. */
  readonly allowUserTags?: boolean;
  /** Members of a group in any order behind the delimiter. */
  readonly allowGroupDisorder?: boolean;
}

export class Validator {
  /** What the last message was rejected for. */
  refTag = NO_TAG;
  private reason = SessionReject.None;
  private missingTag = NO_TAG;
  private bodyFrom = 0;
  private trailerFrom = 0;
  private stamp = 0;
  private readonly seen: Uint32Array[] = [];
  private message!: FixMessage;
  private fields!: Dictionary;

  constructor(
    private readonly version: FixVersion,
    private readonly rules: ValidationRules = {},
  ) {}

  validate(message: FixMessage): SessionReject {
    const { transport, application } = this.version;
    this.message = message;
    this.reason = SessionReject.None;
    this.missingTag = this.refTag = NO_TAG;
    const disorderAt = this.findSections();
    if (disorderAt >= 0) return this.blame(SessionReject.TagOutOfOrder, message.tags[disorderAt]);
    const bodyFields = isAdmin(message.type) ? transport : application;
    const body = bodyFields.body(message.type);
    if (body === undefined) return this.blame(SessionReject.InvalidMsgType, NO_TAG);
    if (message.badLengthTag !== 0) this.fail(SessionReject.IncorrectFormat, message.badLengthTag);
    this.fields = transport;
    this.walk(transport.header, 0, this.bodyFrom);
    this.fields = bodyFields;
    this.walk(body, this.bodyFrom, this.trailerFrom);
    this.fields = transport;
    this.walk(transport.trailer, this.trailerFrom, message.count);
    if (this.missingTag !== NO_TAG) return this.blame(SessionReject.RequiredTagMissing, this.missingTag);
    return this.reason;
  }

  /** @returns the place of a field that belongs into an earlier section, or -1 */
  private findSections(): number {
    const { tags, count } = this.message;
    const { transport } = this.version;
    this.bodyFrom = this.trailerFrom = count;
    let section = Section.Header;
    for (let i = 0; i < count; i++) {
      const next = transport.sectionOf(tags[i]);
      if (next === section) continue;
      if (next < section) return i;
      if (section === Section.Header) this.bodyFrom = i;
      if (next === Section.Trailer) this.trailerFrom = i;
      section = next;
    }
    return -1;
  }

  private walk(level: Level, from: number, to: number): void {
    const { tags } = this.message;
    const seen = this.seenAt(0);
    const stamp = ++this.stamp;
    for (let i = from; i < to; ) {
      const tag = tags[i];
      if (level.placeOf(tag) === 0) this.stranger(tag);
      else {
        if (seen[tag] === stamp) this.fail(SessionReject.RepeatedTag, tag);
        seen[tag] = stamp;
        this.checkValue(i, tag);
      }
      i = this.walkGroup(level, i, to, 1);
    }
    this.require(level, seen, stamp);
  }

  /** Where the field at `i` counts the entries of a group, its entries too. @returns the place behind */
  private walkGroup(level: Level, i: number, to: number, depth: number): number {
    const group = level.groups.size === 0 ? undefined : level.groups.get(this.message.tags[i]);
    if (group === undefined) return i + 1;
    const entries = this.message.uint(i);
    return entries === 0 ? i + 1 : this.walkEntries(level, group, i, to, depth, entries);
  }

  private walkEntries(
    around: Level,
    group: Level,
    countAt: number,
    to: number,
    depth: number,
    wanted: number,
  ): number {
    const { tags } = this.message;
    const seen = this.seenAt(depth);
    const wasGood = this.reason === SessionReject.None;
    let stamp = 0;
    let entries = 0;
    let lastPlace = 0;
    let i = countAt + 1;
    while (i < to) {
      const tag = tags[i];
      const place = group.placeOf(tag);
      if (place === 0 && !this.isUserTag(tag)) break;
      if (tag === group.delimiter) {
        if (entries > 0) this.require(group, seen, stamp);
        entries++;
        stamp = ++this.stamp;
        lastPlace = 0;
      } else if (entries === 0) {
        if (around.placeOf(tag) !== 0) break;
        this.fail(SessionReject.GroupOutOfOrder, tag);
      }
      if (place > 0) {
        if (seen[tag] === stamp) this.fail(SessionReject.RepeatedTag, tag);
        else if (place < lastPlace) this.disorder(tag);
        seen[tag] = stamp;
        lastPlace = place;
        this.checkValue(i, tag);
      }
      i = this.walkGroup(group, i, to, depth + 1);
    }
    if (entries > 0) this.require(group, seen, stamp);
    if (entries !== wanted && wasGood && this.isAboutValue())
      this.blame(SessionReject.IncorrectGroupCount, tags[countAt]);
    return i;
  }

  /** A wrong count is worse than a wrong value in one of the entries; a wrong order makes the count wrong. */
  private isAboutValue(): boolean {
    return (
      this.reason === SessionReject.None ||
      (this.reason >= SessionReject.NoValue && this.reason <= SessionReject.IncorrectFormat)
    );
  }

  private checkValue(i: number, tag: number): void {
    const { buffer, offsets, lengths } = this.message;
    const at = offsets[i];
    const length = lengths[i];
    if (length === 0) this.fail(SessionReject.NoValue, tag);
    else if (!this.fields.knows(tag)) this.fail(SessionReject.InvalidTag, tag);
    else if (!this.fields.hasFormat(tag, buffer, at, length)) this.fail(SessionReject.IncorrectFormat, tag);
    else if (!this.fields.permits(tag, buffer, at, length)) this.fail(SessionReject.ValueIncorrect, tag);
  }

  private disorder(tag: number): void {
    if (!this.rules.allowGroupDisorder) this.fail(SessionReject.GroupOutOfOrder, tag);
  }

  private stranger(tag: number): void {
    if (this.isUserTag(tag)) return;
    this.fail(this.fields.knows(tag) ? SessionReject.TagNotDefined : SessionReject.InvalidTag, tag);
  }

  private isUserTag(tag: number): boolean {
    return tag >= USER_TAGS && this.rules.allowUserTags === true && !this.fields.knows(tag);
  }

  private require({ required }: Level, seen: Uint32Array, stamp: number): void {
    for (let i = 0; i < required.length && this.missingTag === NO_TAG; i++)
      if (seen[required[i]] !== stamp) this.missingTag = required[i];
  }

  /** Only the first fault counts. */
  private fail(reason: SessionReject, tag: number): void {
    if (this.reason === SessionReject.None) this.blame(reason, tag);
  }

  private blame(reason: SessionReject, tag: number): SessionReject {
    this.reason = reason;
    this.refTag = tag;
    return reason;
  }

  private seenAt(depth: number): Uint32Array {
    while (this.seen.length <= depth) {
      const tags = Math.max(this.version.transport.maxTag, this.version.application.maxTag) + 1;
      this.seen.push(new Uint32Array(tags));
    }
    return this.seen[depth];
  }
}
