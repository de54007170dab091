/** A client's connection to a venue that speaks FIXP: the faults around its server, and which line it is for, which its first message says. */
import type { ServerDialect } from '../../../protocol/fixp/dialect.js';
import { FixpServer, type FixpServerState } from '../../../protocol/fixp/server.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { Agenda } from '../kit/agenda.js';
import type { Faults } from '../kit/faults.js';
import type { Outbox } from '../kit/outbox.js';
import { Outlet, type Wire } from '../kit/outlet.js';
import type { TcpPeer } from '../shell/venue.js';

/** What goes through the faults: it is written when it goes. */
export type Send = (server: FixpServer) => void;

/** What outlives connections: its numbers and messages. */
export interface FixpLine {
  readonly name: string;
  readonly dialect: ServerDialect;
  readonly state: FixpServerState;
}

export interface FixpVenue {
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly outbox: Outbox;
}

/** The venue's part. */
export interface FixpPart<Line extends FixpLine> {
  /** Whose a connection's first bytes say that it is; they hold the first message whole, or it ends. */
  lineOf(chunk: Buffer): Line | undefined;
  /** What its business messages do. */
  desk(line: Line): (message: SbeMessage, seqNum: number) => void;
  joined(line: Line, session: FixpSession): void;
  left(line: Line, isTerminated: boolean): void;
}

export class FixpSession implements TcpPeer {
  private readonly outlet: Outlet<Send>;
  private server: FixpServer | undefined;
  /** Of whoever has joined it. */
  private leave = (): void => {};
  private isCutting = false;
  private isLosing = false;

  private constructor(
    private readonly wire: Wire<Buffer>,
    private readonly venue: FixpVenue,
    private readonly begin: (session: FixpSession, chunk: Buffer) => FixpServer | undefined,
  ) {
    const deliver: Wire<Send> = {
      send: (send) => send(this.server!),
      cut: (send) => this.cut(send),
      close: () => wire.close(),
      drop: () => wire.drop(),
    };
    this.outlet = new Outlet(deliver, venue.agenda, venue.faults);
  }

  static of<Line extends FixpLine>(wire: Wire<Buffer>, venue: FixpVenue, part: FixpPart<Line>): FixpSession {
    return new FixpSession(wire, venue, (session, chunk) => {
      const line = part.lineOf(chunk);
      return line && session.serve(line, part);
    });
  }

  received(chunk: Buffer): void {
    this.server ??= this.begin(this, chunk);
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

  /** What is lost has its number, and is given again to whoever asks for it. */
  say(kind: string, clientId: string, send: Send): void {
    this.outlet.send(
      kind,
      clientId,
      () => send,
      () => this.lose(send),
    );
  }

  terminate(): void {
    this.server?.terminate(this.venue.agenda.nowMs);
  }

  private serve<Line extends FixpLine>(line: Line, part: FixpPart<Line>): FixpServer {
    this.outlet.session = line.name;
    const link = {
      write: (bytes: Buffer, start: number, end: number) =>
        this.write(Buffer.from(bytes.subarray(start, end))),
      close: () => this.outlet.close(),
    };
    const listener = {
      onMessage: part.desk(line),
      onEstablished: () => {
        this.leave = () => part.left(line, this.server!.isTerminated);
        part.joined(line, this);
      },
      onDisconnect: () => this.left(),
    };
    return new FixpServer(line.dialect, line.state, link, listener, this.venue.agenda.nowMs);
  }

  private left(): void {
    const { leave } = this;
    this.leave = () => {};
    this.outlet.end();
    leave();
  }

  private lose(send: Send): void {
    this.isLosing = true;
    send(this.server!);
    this.isLosing = false;
  }

  private write(bytes: Buffer): void {
    if (this.isLosing) return;
    if (this.isCutting) this.wire.cut(bytes);
    else this.wire.send(bytes);
  }

  private cut(send: Send): void {
    this.isCutting = true;
    send(this.server!);
  }
}
