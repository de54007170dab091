/** A client's connection to the ITCH feed over SoupBinTCP. */
import { LoginReject } from '../../../protocol/soupbin/packet.js';
import { SoupBinServer } from '../../../protocol/soupbin/server-session.js';
import { Outlet, type Wire } from '../kit/outlet.js';
import type { TcpPeer } from '../shell/venue.js';
import { ITCH_STREAM } from './itch-datagrams.js';
import type { NasdaqVenue } from './venue.js';

export class ItchSession implements TcpPeer {
  private readonly server: SoupBinServer;
  /** A stream over TCP loses nothing of itself: what is lost, is lost with its connection. */
  private readonly outlet: Outlet<Buffer>;

  constructor(
    wire: Wire<Buffer>,
    private readonly venue: NasdaqVenue,
  ) {
    const { agenda, faults, options, feed } = venue;
    this.outlet = new Outlet(wire, agenda, faults);
    const link = {
      write: (bytes: Buffer, start: number, end: number) =>
        this.write(Buffer.from(bytes.subarray(start, end))),
      close: () => this.outlet.close(),
    };
    this.server = new SoupBinServer(
      { session: options.session },
      feed.log,
      link,
      {
        checkLogin: ({ username, password }) => {
          const port = venue.enter(username, password);
          if (port === undefined) return LoginReject.NotAuthorized;
          this.outlet.session = `itch-${port.options.username}`;
          venue.itchSessions.add(this);
          return undefined;
        },
        onUnsequenced: () => {},
        onDisconnect: () => this.left(),
      },
      agenda.nowMs,
    );
  }

  received(chunk: Buffer): void {
    this.server.received(chunk, this.venue.agenda.nowMs);
  }

  tick(): void {
    const { nowMs } = this.venue.agenda;
    if (this.venue.faults.isMuted(ITCH_STREAM)) return;
    while (this.server.pump(nowMs));
    if (!this.venue.faults.isSilent(this.outlet.session)) this.server.tick(nowMs);
  }

  closed(): void {
    this.server.disconnected(this.venue.agenda.nowMs);
    this.left();
  }

  endOfSession(): void {
    this.server.endSession(this.venue.agenda.nowMs);
  }

  private write(bytes: Buffer): void {
    this.outlet.send(
      'stream',
      ITCH_STREAM,
      () => bytes,
      () => this.outlet.drop(),
    );
  }

  private left(): void {
    this.venue.itchSessions.delete(this);
    this.outlet.end();
  }
}
