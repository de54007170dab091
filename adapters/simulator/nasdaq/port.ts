/**
 * One OUCH port: the day's messages to its account, which a client gets from wherever it wants; and who is connected. What happens while nobody is, waits in the
 * log. Faults act on a message before it takes its place there; one that is lost has its place, and goes with the next connection.
 */
import { MessageLog } from '../../../protocol/message-log.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import type { Agenda } from '../kit/agenda.js';
import type { AccountOptions } from './options.js';
import type { NasdaqSession } from './session.js';

const MAX_MESSAGES = 200_000;
const MAX_BYTES = 16 << 20;
const MAX_MESSAGE_BYTES = 128;
const DAY_MS = 86_400_000;

/** All that the exchange says begins with its time. */
export type Timed = FlatMessage & { timestamp: number };

export class OuchPort {
  readonly log = new MessageLog(MAX_MESSAGES, MAX_BYTES);
  /** The number that the account's next new order has to have, or a higher one. */
  nextUserRefNum = 1;
  session: NasdaqSession | undefined;

  constructor(
    readonly options: AccountOptions,
    private readonly agenda: Agenda,
  ) {}

  /** @param fill sets what the message says @param kind for faults */
  say<T extends Timed>(
    Class: new () => T,
    kind: string,
    clientId: string | undefined,
    fill: (message: T) => void,
  ): void {
    const bytes = Buffer.alloc(MAX_MESSAGE_BYTES);
    const message = new Class();
    const end = message.encode(bytes, 0);
    message.timestamp = (this.agenda.nowMs % DAY_MS) * 1_000_000;
    fill(message);
    const said = bytes.subarray(0, end);
    if (this.session) this.session.say(kind, clientId, said);
    else this.keep(said);
  }

  keep(message: Buffer): void {
    if (!this.log.append(message, 0, message.length)) throw new Error('the day of this port is full');
  }
}
