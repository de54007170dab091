/** A client's connection to iLink 3: which line it is for, its first message says. */
import { FixpServer } from '../../../protocol/fixp/server.js';
import { Establish503, MESSAGES, Negotiate500, SCHEMA } from '../../../protocol/messages/generated/ilink3.js';
import { ENCODING_CME, SofhFramer } from '../../../protocol/sofh/framer.js';
import { SbeFault, SbeMessages } from '../../../protocol/views/sbe-message.js';
import { Outlet, type Wire } from '../kit/outlet.js';
import type { TcpPeer } from '../shell/venue.js';
import { IlinkDesk } from './desk.js';
import type { IlinkLine } from './line.js';
import type { CmeVenue } from './venue.js';

const MAX_MESSAGE_BYTES = 8_192;

/** What goes through the faults: it is written when it goes. */
type Send = (server: FixpServer) => void;

export class IlinkSession implements TcpPeer {
  private readonly outlet: Outlet<Send>;
  private server: FixpServer | undefined;
  private line: IlinkLine | undefined;
  private hasJoined = false;
  private isCutting = false;

  constructor(
    private readonly wire: Wire<Buffer>,
    private readonly venue: CmeVenue,
  ) {
    const deliver: Wire<Send> = {
      send: (send) => send(this.server!),
      cut: (send) => {
        this.isCutting = true;
        send(this.server!);
      },
      close: () => wire.close(),
      drop: () => wire.drop(),
    };
    this.outlet = new Outlet(deliver, venue.agenda, venue.faults);
  }

  received(chunk: Buffer): void {
    this.server ??= this.serverFor(chunk);
    const { server } = this;
    if (server === undefined) return this.outlet.close();
    this.venue.outbox.run(() => server.received(chunk, this.venue.agenda.nowMs));
  }

  tick(): void {
    if (!this.venue.faults.isSilent(this.outlet.session)) this.server?.tick(this.venue.agenda.nowMs);
  }

  closed(): void {
    this.server?.disconnected(this.venue.agenda.nowMs);
    this.left();
  }

  say(kind: string, clientId: string, send: Send): void {
    this.outlet.send(kind, clientId, () => send);
  }

  terminate(): void {
    this.server?.terminate(this.venue.agenda.nowMs);
  }

  /** The first message comes whole, or the connection ends. */
  private serverFor(chunk: Buffer): FixpServer | undefined {
    const messages = new SbeMessages(SCHEMA, MESSAGES);
    let line: IlinkLine | undefined;
    new SofhFramer(ENCODING_CME, MAX_MESSAGE_BYTES, (bytes, start, end) => {
      if (messages.read(bytes, start, end) !== SbeFault.None) return false;
      const { message } = messages;
      if (message instanceof Negotiate500 || message instanceof Establish503)
        line = this.venue.lines.get(`${message.session}${message.firm}`);
      return false;
    }).feed(chunk);
    return line && this.serve(line);
  }

  private serve(line: IlinkLine): FixpServer {
    this.line = line;
    this.outlet.session = line.name;
    const desk = new IlinkDesk(this.venue, line);
    const link = {
      write: (bytes: Buffer, start: number, end: number) =>
        this.write(Buffer.from(bytes.subarray(start, end))),
      close: () => this.outlet.close(),
    };
    const listener = {
      onMessage: desk.request.bind(desk),
      onEstablished: () => {
        this.hasJoined = true;
        line.joined(this);
      },
      onDisconnect: () => this.left(),
    };
    return new FixpServer(line.dialect, line.state, link, listener, this.venue.agenda.nowMs);
  }

  private left(): void {
    this.outlet.end();
    if (this.hasJoined) this.line!.left();
    this.hasJoined = false;
  }

  private write(bytes: Buffer): void {
    if (this.isCutting) this.wire.cut(bytes);
    else this.wire.send(bytes);
  }
}
