/** A client's connection to an OUCH port: SoupBinTCP around it, the faults behind it. */
import type { ByteLink } from '../../../protocol/link.js';
import { MessageLog } from '../../../protocol/message-log.js';
import { LoginReject } from '../../../protocol/soupbin/packet.js';
import { SoupBinServer } from '../../../protocol/soupbin/server-session.js';
import { Outlet, type Wire } from '../kit/outlet.js';
import type { TcpPeer } from '../shell/venue.js';
import { OuchDesk } from './desk.js';
import type { OuchPort } from './port.js';
import type { NasdaqVenue } from './venue.js';

/** Before a login there is nothing to say. */
const NOTHING = new MessageLog(1, 1);

export class NasdaqSession implements TcpPeer {
  private readonly outlet: Outlet<Buffer>;
  private server: SoupBinServer;
  private port: OuchPort | undefined;
  private desk: OuchDesk | undefined;

  constructor(
    private readonly wire: Wire<Buffer>,
    private readonly venue: NasdaqVenue,
  ) {
    const deliver: Wire<Buffer> = {
      send: (message) => this.deliver(message),
      cut: (message) => this.cut(message),
      close: () => wire.close(),
      drop: () => wire.drop(),
    };
    this.outlet = new Outlet(deliver, venue.agenda, venue.faults);
    this.server = this.serverOf(NOTHING);
  }

  received(chunk: Buffer): void {
    this.venue.outbox.run(() => this.server.received(chunk, this.venue.agenda.nowMs));
  }

  tick(): void {
    const { nowMs } = this.venue.agenda;
    if (!this.venue.faults.isSilent(this.outlet.session)) this.server.tick(nowMs);
    while (this.server.pump(nowMs));
  }

  closed(): void {
    this.server.disconnected(this.venue.agenda.nowMs);
    this.left();
  }

  /** A message of the exchange, through the faults. TCP loses none, and neither does the exchange: what is lost, is lost with its connection. */
  say(kind: string, clientId: string | undefined, message: Buffer): void {
    this.outlet.send(
      kind,
      clientId,
      () => message,
      () => {
        this.port?.keep(message);
        this.outlet.drop();
      },
    );
  }

  endOfSession(): void {
    this.server.endSession(this.venue.agenda.nowMs);
  }

  /** A login names the port, whose log is what is sent: the packets that come before it are read by a server without one. */
  private serverOf(log: MessageLog): SoupBinServer {
    const { nowMs } = this.venue.agenda;
    const link: ByteLink = {
      write: (bytes, start, end) => this.wire.send(Buffer.from(bytes.subarray(start, end))),
      close: () => this.outlet.close(),
    };
    return new SoupBinServer(
      { session: this.venue.options.session },
      log,
      link,
      {
        checkLogin: ({ username, password, session }) => {
          const port = this.venue.enter(username, password);
          if (port === undefined || port.session !== undefined) return LoginReject.NotAuthorized;
          if (session !== '' && session !== this.venue.options.session)
            return LoginReject.SessionNotAvailable;
          this.join(port);
          return undefined;
        },
        onUnsequenced: (bytes, start, end) => this.desk?.request(bytes, start, end),
        onDisconnect: () => this.left(),
      },
      nowMs,
    );
  }

  private join(port: OuchPort): void {
    this.port = port;
    port.session = this;
    this.outlet.session = port.options.username;
    this.desk = new OuchDesk(this.venue, port);
    this.server.serve(port.log);
  }

  private left(): void {
    this.outlet.end();
    const { port } = this;
    this.port = undefined;
    if (port === undefined) return;
    port.session = undefined;
    if (this.venue.options.cancelsOnDisconnect) this.venue.cancelAll(port);
  }

  private deliver(message: Buffer): void {
    this.port?.keep(message);
    this.server.pump(this.venue.agenda.nowMs);
  }

  private cut(message: Buffer): void {
    this.port?.keep(message);
    this.wire.cut(message);
  }
}
