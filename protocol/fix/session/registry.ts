/** An acceptor's sessions by their identity, as the counterparty's Logon names it. */
import type { FixMessage } from '../codec/message.js';
import { Tag } from '../codec/tags.js';
import type { Session } from './session.js';

export class SessionRegistry {
  private readonly sessions = new Map<string, Session>();

  /** @throws when its identity is taken */
  add(session: Session): this {
    const { version, senderCompId, targetCompId } = session.settings;
    const key = keyOf(version.beginString, senderCompId, targetCompId);
    if (this.sessions.has(key))
      throw new Error(`two sessions ${version.beginString} ${senderCompId}→${targetCompId}`);
    this.sessions.set(key, session);
    return this;
  }

  readonly find = (logon: FixMessage): Session | undefined =>
    this.sessions.get(
      keyOf(
        logon.text(logon.find(Tag.BeginString)),
        logon.text(logon.find(Tag.TargetCompID)),
        logon.text(logon.find(Tag.SenderCompID)),
      ),
    );

  [Symbol.iterator](): IterableIterator<Session> {
    return this.sessions.values();
  }
}

const keyOf = (beginString: string, ours: string, theirs: string): string =>
  `${beginString}\x01${ours}\x01${theirs}`;
