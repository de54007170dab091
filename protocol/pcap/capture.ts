/**
 * A capture from its bytes to what the programs that were captured sent each other: datagrams as they came, TCP streams in order. Whoever listens says for each
 * new direction of a connection who takes its bytes.
 */
import { type CapturedPacket, type CaptureFault, CaptureReader } from './capture-reader.js';
import { IpFragments } from './ip-fragments.js';
import { IpPacket, PacketFault, Protocol } from './ip-packet.js';
import { type TcpListener, TcpStream } from './tcp-stream.js';

export interface CaptureListener {
  /** The payload of a UDP packet, `packet.start` to `packet.end`; not to be kept. */
  datagram(packet: IpPacket): void;
  /** A direction of a TCP connection begins; the packet is its first. */
  stream(packet: IpPacket): TcpListener;
}

export class Capture {
  /** Packets by what became of them. */
  readonly counts = new Map<PacketFault, number>();
  readonly reader: CaptureReader;
  private readonly packet = new IpPacket();
  private readonly fragments = new IpFragments();
  private readonly streams = new Map<string, TcpStream>();
  /** Link layers that are not known here, by their numbers. */
  readonly unknownLinks = new Set<number>();

  constructor(private readonly listener: CaptureListener) {
    this.reader = new CaptureReader((captured) => this.take(captured));
  }

  feed(chunk: Buffer): CaptureFault {
    return this.reader.feed(chunk);
  }

  finish(): CaptureFault {
    for (const stream of this.streams.values()) stream.finish();
    return this.reader.finish();
  }

  private take(captured: CapturedPacket): void {
    const fault = this.packet.read(captured);
    this.count(fault, 1);
    if (fault === PacketFault.UnknownLink) this.unknownLinks.add(captured.linkType);
    if (fault === PacketFault.None) this.hand();
    else if (fault === PacketFault.Fragment) this.fragment();
  }

  /** The last piece makes it one packet like any other. */
  private fragment(): void {
    const whole = this.fragments.take(this.packet);
    this.count(PacketFault.Fragment, -this.fragments.settled);
    if (whole === undefined) return;
    const fault = this.packet.readWhole(whole);
    this.count(fault, 1);
    if (fault === PacketFault.None) this.hand();
  }

  private count(fault: PacketFault, packets: number): void {
    const count = (this.counts.get(fault) ?? 0) + packets;
    if (count === 0) this.counts.delete(fault);
    else this.counts.set(fault, count);
  }

  private hand(): void {
    const { packet } = this;
    if (packet.protocol === Protocol.Udp) this.listener.datagram(packet);
    else this.streamOf().segment(packet.bytes, packet.start, packet.end, packet.sequence, packet.tcpFlags);
  }

  private streamOf(): TcpStream {
    const { flow } = this.packet;
    let stream = this.streams.get(flow);
    if (stream === undefined) {
      stream = new TcpStream(this.listener.stream(this.packet));
      this.streams.set(flow, stream);
    }
    return stream;
  }
}
