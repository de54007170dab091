/**
 * The application that the FIX acceptance definitions talk to: sends orders (D) and security definitions (d) back as they came,
 * fields in the order of their tags, and takes no other message. An order marked PossResend is sent back only once.
 */
import type { FixMessage } from '../codec/message.js';
import { msgType, Tag } from '../codec/tags.js';
import { Section } from '../dictionary/dictionary.js';
import type { Level } from '../dictionary/level.js';
import { BusinessReject } from '../dictionary/reject-reasons.js';
import type { Application } from '../session/application.js';
import type { Session } from '../session/session.js';

const CL_ORD_ID = 11;
const NEW_ORDER_SINGLE = msgType('D');
const SECURITY_DEFINITION = msgType('d');

/** A field of the body with the entries of its group, if it counts one. */
interface Run {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

export class Echo implements Application {
  private readonly seen = new Set<string>();

  onLogon(): void {
    this.seen.clear();
  }

  onMessage(session: Session, message: FixMessage): BusinessReject {
    if (message.type !== NEW_ORDER_SINGLE && message.type !== SECURITY_DEFINITION)
      return BusinessReject.UnsupportedMessageType;
    const isAgain = message.isYes(message.find(Tag.PossResend));
    if (message.type === NEW_ORDER_SINGLE && this.isKnown(message) && isAgain) return BusinessReject.None;
    this.sendBack(session, message, isAgain);
    return BusinessReject.None;
  }

  /** Whether this ClOrdID has been here; from now on it has. */
  private isKnown(message: FixMessage): boolean {
    const id = message.text(message.find(CL_ORD_ID));
    const isKnown = this.seen.has(id);
    this.seen.add(id);
    return isKnown;
  }

  private sendBack(session: Session, message: FixMessage, isAgain: boolean): void {
    const { buffer } = message;
    const answer = session.begin(message.type, Date.now());
    if (isAgain) answer.flag(Tag.PossResend, true);
    const { transport, application } = session.settings.version;
    const inBody = (tag: number): boolean => transport.sectionOf(tag) === Section.Body;
    const body = application.body(message.type)!;
    const runs = runsOf(message, body, inBody).sort((a, b) => a.tag - b.tag);
    for (const { from, to } of runs) answer.raw(buffer, from, to);
    session.send();
  }
}

function runsOf(message: FixMessage, body: Level, inBody: (tag: number) => boolean): Run[] {
  const { tags, count } = message;
  const runs: Run[] = [];
  for (let i = 0; i < count; ) {
    const end = behindGroup(message, body, i);
    if (inBody(tags[i])) runs.push({ tag: tags[i], from: fieldAt(message, i), to: fieldAt(message, end) });
    i = end;
  }
  return runs;
}

/** The place behind the field at `i` and the entries that it counts. */
function behindGroup(message: FixMessage, level: Level, i: number): number {
  const group = level.groups.get(message.tags[i]);
  let next = i + 1;
  if (group === undefined || message.uint(i) === 0) return next;
  while (group.placeOf(message.tags[next]) > 0) next = behindGroup(message, group, next);
  return next;
}

const fieldAt = (message: FixMessage, i: number): number =>
  message.offsets[i - 1] + message.lengths[i - 1] + 1;
