/**
 * A session of iLink 3: its numbers and messages of the week, and who is connected. What happens while nobody is connected waits to be asked for. A lost connection cancels the session's orders, those that
 * stay beyond the day excepted.
 */
import { CmeDialect, type CmeIdentity } from '../../../protocol/fixp/cme.js';
import { FixpServer, FixpServerState } from '../../../protocol/fixp/server.js';
import { NO_LINK } from '../../../protocol/link.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { FixpSession } from '../fixp/session.js';
import type { CmeVenue } from './venue.js';

const STAYS = ['gtc', 'gtd'];

export class IlinkLine {
  readonly name: string;
  readonly state = new FixpServerState();
  readonly dialect: CmeDialect;
  private session: FixpSession | undefined;
  /** Writes down what is said while nobody is connected. */
  private readonly absent: FixpServer;

  constructor(
    readonly identity: CmeIdentity,
    private readonly venue: CmeVenue,
  ) {
    this.name = `${identity.session}${identity.firm}`;
    this.dialect = new CmeDialect(identity);
    this.absent = new FixpServer(
      this.dialect,
      this.state,
      NO_LINK,
      { onMessage: () => {} },
      venue.agenda.nowMs,
    );
  }

  joined(session: FixpSession): void {
    this.session = session;
  }

  left(): void {
    this.session = undefined;
    for (const order of this.venue.market.open(this.name))
      if (!STAYS.includes(order.tif)) this.venue.market.cancel(order, 'disconnect');
  }

  endService(): void {
    this.session?.terminate();
  }

  /** @param fields set on the message, those of them that it has, when it goes @param kind for faults */
  say(message: SbeMessage, kind: string, clientId: string, fields: Readonly<Record<string, unknown>>): void {
    const send = (server: FixpServer) => {
      const begun = server.begin(message) as unknown as Record<string, unknown>;
      for (const [name, value] of Object.entries(fields))
        if (name in begun && value !== undefined) begun[name] = value;
      server.send(message, this.venue.agenda.nowMs);
    };
    this.venue.outbox.push(() => {
      if (this.session) this.session.say(kind, clientId, send);
      else send(this.absent);
    });
  }
}
