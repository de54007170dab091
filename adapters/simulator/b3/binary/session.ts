/** A client's connection to Binary EntryPoint: which line it is for, its first message says. */
import { FixpServer } from '../../../../protocol/fixp/server.js';
import { Establish, Negotiate } from '../../../../protocol/messages/generated/entrypoint.js';
import { ENCODING_SBE_LITTLE, SofhFramer } from '../../../../protocol/sofh/framer.js';
import { Header } from '../../../../protocol/views/sbe-message.js';
import { Outlet, type Wire } from '../../kit/outlet.js';
import type { TcpPeer } from '../../shell/venue.js';
import type { B3Venue } from '../venue.js';
import { BinaryDesk } from './desk.js';
import type { BinaryLine } from './line.js';

const FIRST = [Negotiate.templateId as number, Establish.templateId as number];
const MAX_MESSAGE_BYTES = 512;

/** What goes through the faults: it is written when it goes. */
type Send = (server: FixpServer) => void;

export class BinarySession implements TcpPeer {
  private readonly outlet: Outlet<Send>;
  private server: FixpServer | undefined;
  private line: BinaryLine | undefined;
  private hasJoined = false;
  private isCutting = false;

  constructor(
    private readonly wire: Wire<Buffer>,
    private readonly venue: B3Venue,
    private readonly lines: ReadonlyMap<number, BinaryLine>,
  ) {
    const deliver: Wire<Send> = {
      send: (send) => send(this.server!),
      cut: (send) => this.cut(send),
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

  /** The first message comes whole, or the connection ends: it names the line. */
  private serverFor(chunk: Buffer): FixpServer | undefined {
    let sessionId = -1;
    new SofhFramer(ENCODING_SBE_LITTLE, MAX_MESSAGE_BYTES, (bytes, start, end) => {
      const isFirst =
        end - start >= Header.Bytes + 4 && FIRST.includes(bytes.readUInt16LE(start + Header.TemplateId));
      if (isFirst) sessionId = bytes.readUInt32LE(start + Header.Bytes);
      return false;
    }).feed(chunk);
    const line = this.lines.get(sessionId);
    return line && this.serve(line);
  }

  private serve(line: BinaryLine): FixpServer {
    this.line = line;
    this.outlet.session = line.name;
    const desk = new BinaryDesk(this.venue, line);
    const link = {
      write: (bytes: Buffer, start: number, end: number) =>
        this.write(Buffer.from(bytes.subarray(start, end))),
      close: () => this.outlet.close(),
    };
    const listener = {
      onMessage: desk.request.bind(desk),
      onEstablished: () => this.established(line),
      onDisconnect: () => this.left(),
    };
    return new FixpServer(line.dialect, line.state, link, listener, this.venue.agenda.nowMs);
  }

  private established(line: BinaryLine): void {
    const { cancelOnDisconnectType, codTimeoutWindow } = line.dialect.business as Establish;
    this.hasJoined = true;
    line.joined(this, cancelOnDisconnectType, codTimeoutWindow);
  }

  private left(): void {
    this.outlet.end();
    if (this.hasJoined) this.line!.left(this.server!.isTerminated);
    this.hasJoined = false;
  }

  private write(bytes: Buffer): void {
    if (this.isCutting) this.wire.cut(bytes);
    else this.wire.send(bytes);
  }

  private cut(send: Send): void {
    this.isCutting = true;
    send(this.server!);
  }
}
