/**
 * The payload of a captured packet: link layer, VLAN tags, IPv4 or IPv6, UDP or TCP. One view, filled again for each packet. Every length is held against the
 * bytes that are there; padding behind the IP packet is left out.
 */
import type { CapturedPacket } from './capture-reader.js';

export const enum PacketFault {
  None = 0,
  /** Nothing for us: ARP, IGMP, another link layer. */
  NotIp = 1,
  NotUdpOrTcp = 2,
  /** Less was captured than went over the wire. */
  CutOff = 3,
  /** Lengths contradict each other. */
  Malformed = 4,
  /** A piece of a fragmented IP packet. */
  Fragment = 5,
}

export const enum Protocol {
  Tcp = 6,
  Udp = 17,
}

/** Bits of `tcpFlags`. */
export const enum TcpFlag {
  Fin = 1,
  Syn = 2,
  Rst = 4,
}

const enum LinkType {
  Null = 0,
  Ethernet = 1,
  Raw = 101,
  LinuxCooked = 113,
  Ipv4 = 228,
  Ipv6 = 229,
  LinuxCooked2 = 276,
}

const enum EtherType {
  Ipv4 = 0x0800,
  Vlan = 0x8100,
  Ipv6 = 0x86dd,
  ProviderVlan = 0x88a8,
  OldProviderVlan = 0x9100,
}

const enum NextHeader {
  HopByHop = 0,
  Routing = 43,
  Fragment = 44,
  Destination = 60,
}

/** Bytes of headers; of TCP's and IPv4's the least. */
const ETHERNET = 14;
const VLAN_TAG = 4;
const IPV4 = 20;
const IPV6 = 40;
const UDP = 8;
const TCP = 20;

const MORE_FRAGMENTS_AND_OFFSET = 0x3fff;

export class IpPacket {
  bytes: Buffer = Buffer.alloc(0);
  /** The payload of UDP or TCP. */
  start = 0;
  end = 0;
  protocol = 0;
  sourcePort = 0;
  targetPort = 0;
  /** Of TCP. */
  sequence = 0;
  tcpFlags = 0;
  private addressesAt = 0;
  private addressBytes = 0;

  read({ bytes, start, end, linkType, wireBytes }: CapturedPacket): PacketFault {
    this.bytes = bytes;
    const fault = this.link(linkType, start, end);
    const isCut = wireBytes > end - start && fault === PacketFault.Malformed;
    return isCut ? PacketFault.CutOff : fault;
  }

  /** Names the direction of a connection: source and target with their ports. For maps; makes a string. */
  get flow(): string {
    const { bytes, addressesAt, addressBytes, sourcePort, targetPort } = this;
    return `${bytes.toString('latin1', addressesAt, addressesAt + 2 * addressBytes)}${sourcePort}>${targetPort}`;
  }

  /** `ADDRESS:PORT > ADDRESS:PORT`, for people. */
  get route(): string {
    const { addressesAt, addressBytes, sourcePort, targetPort } = this;
    return `${this.address(addressesAt)}:${sourcePort} > ${this.address(addressesAt + addressBytes)}:${targetPort}`;
  }

  private link(linkType: number, start: number, end: number): PacketFault {
    switch (linkType) {
      case LinkType.Ethernet:
        return this.etherType(start + ETHERNET - 2, end);
      case LinkType.LinuxCooked:
        return this.etherType(start + 14, end);
      case LinkType.LinuxCooked2:
        return end - start < 20 ? PacketFault.Malformed : this.network(this.u16(start), start + 20, end);
      case LinkType.Null:
        return this.raw(start + 4, end);
      case LinkType.Raw:
      case LinkType.Ipv4:
      case LinkType.Ipv6:
        return this.raw(start, end);
      default:
        return PacketFault.NotIp;
    }
  }

  private etherType(typeAt: number, end: number): PacketFault {
    for (let at = typeAt; at + 2 <= end; at += VLAN_TAG) {
      const type = this.u16(at);
      const isTag =
        type === EtherType.Vlan || type === EtherType.ProviderVlan || type === EtherType.OldProviderVlan;
      if (!isTag) return this.network(type, at + 2, end);
    }
    return PacketFault.Malformed;
  }

  private raw(at: number, end: number): PacketFault {
    if (at >= end) return PacketFault.Malformed;
    return this.network(this.bytes[at] >> 4 === 6 ? EtherType.Ipv6 : EtherType.Ipv4, at, end);
  }

  private network(type: number, at: number, end: number): PacketFault {
    if (type === EtherType.Ipv4) return this.ipv4(at, end);
    if (type === EtherType.Ipv6) return this.ipv6(at, end);
    return PacketFault.NotIp;
  }

  private ipv4(at: number, end: number): PacketFault {
    const { bytes } = this;
    if (end - at < IPV4 || bytes[at] >> 4 !== 4) return PacketFault.Malformed;
    const headerBytes = (bytes[at] & 15) * 4;
    const ipEnd = this.ipEnd(at, this.u16(at + 2), end);
    if (headerBytes < IPV4 || at + headerBytes > ipEnd || ipEnd > end) return PacketFault.Malformed;
    this.addressesAt = at + 12;
    this.addressBytes = 4;
    if ((this.u16(at + 6) & MORE_FRAGMENTS_AND_OFFSET) !== 0) return PacketFault.Fragment;
    return this.transport(bytes[at + 9], at + headerBytes, ipEnd);
  }

  private ipv6(at: number, end: number): PacketFault {
    const { bytes } = this;
    if (end - at < IPV6 || bytes[at] >> 4 !== 6) return PacketFault.Malformed;
    const payloadBytes = this.u16(at + 4);
    const ipEnd = this.ipEnd(at, payloadBytes === 0 ? 0 : IPV6 + payloadBytes, end);
    if (ipEnd > end) return PacketFault.Malformed;
    this.addressesAt = at + 8;
    this.addressBytes = 16;
    let next = bytes[at + 6];
    let from = at + IPV6;
    while (isExtension(next)) {
      if (from + 8 > ipEnd) return PacketFault.Malformed;
      next = bytes[from];
      from += 8 + bytes[from + 1] * 8;
    }
    return next === NextHeader.Fragment ? PacketFault.Fragment : this.transport(next, from, ipEnd);
  }

  /** A length of 0 is what segmentation offload leaves: the packet reaches to the end. */
  private ipEnd(at: number, totalBytes: number, end: number): number {
    return totalBytes === 0 ? end : at + totalBytes;
  }

  private transport(protocol: number, at: number, end: number): PacketFault {
    this.protocol = protocol;
    if (protocol === Protocol.Udp) return this.udp(at, end);
    if (protocol === Protocol.Tcp) return this.tcp(at, end);
    return PacketFault.NotUdpOrTcp;
  }

  private udp(at: number, end: number): PacketFault {
    if (end - at < UDP) return PacketFault.Malformed;
    const size = this.u16(at + 4);
    if (size < UDP || at + size > end) return PacketFault.Malformed;
    return this.payload(at, at + UDP, at + size);
  }

  private tcp(at: number, end: number): PacketFault {
    if (end - at < TCP) return PacketFault.Malformed;
    const headerBytes = (this.bytes[at + 12] >> 4) * 4;
    if (headerBytes < TCP || at + headerBytes > end) return PacketFault.Malformed;
    this.sequence = this.bytes.readUInt32BE(at + 4);
    this.tcpFlags = this.bytes[at + 13];
    return this.payload(at, at + headerBytes, end);
  }

  private payload(portsAt: number, start: number, end: number): PacketFault {
    this.sourcePort = this.u16(portsAt);
    this.targetPort = this.u16(portsAt + 2);
    this.start = start;
    this.end = end;
    return PacketFault.None;
  }

  private address(at: number): string {
    const { bytes, addressBytes } = this;
    if (addressBytes === 4) return bytes.subarray(at, at + 4).join('.');
    const words = Array.from({ length: 8 }, (_, i) => this.u16(at + 2 * i).toString(16));
    return `[${words.join(':')}]`;
  }

  private u16(at: number): number {
    return (this.bytes[at] << 8) | this.bytes[at + 1];
  }
}

function isExtension(next: number): boolean {
  return next === NextHeader.HopByHop || next === NextHeader.Routing || next === NextHeader.Destination;
}
