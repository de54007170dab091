/**
 * The payload of a captured packet: link layer, VLAN tags, IPv4 or IPv6, UDP or TCP. One view, filled again for each packet. Every length is held against the
 * bytes that are there; padding behind the IP packet is left out.
 */
import type { CapturedPacket } from './capture-reader.js';

export const enum PacketFault {
  None = 0,
  /** Nothing for us: ARP, MPLS. */
  NotIp = 1,
  NotUdpOrTcp = 2,
  /** Less was captured than went over the wire. */
  CutOff = 3,
  /** Lengths contradict each other. */
  Malformed = 4,
  /** A piece of a fragmented IP packet: its bytes are `start` to `end`. */
  Fragment = 5,
  /** A link layer that is not known here. */
  UnknownLink = 6,
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
  /** What raw IP is called where the capture was written on some of the BSDs. */
  BsdRaw = 12,
  OpenBsdRaw = 14,
  Raw = 101,
  Loop = 108,
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
  Authentication = 51,
  Destination = 60,
}

/** Bytes of headers; of TCP's and IPv4's the least. */
const ETHERNET = 14;
const VLAN_TAG = 4;
const IPV4 = 20;
const IPV6 = 40;
const UDP = 8;
const TCP = 20;

const MORE_FRAGMENTS = 0x2000;
const MORE_FRAGMENTS_AND_OFFSET = 0x3fff;
/** In IPv6 the flag stands at the other end. */
const IPV6_MORE_FRAGMENTS = 1;
const FRAGMENT_OFFSET = 0xfff8;
const IPV6_FRAGMENT = 8;
const COOKED_2 = 20;

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
  /** Of a fragment: where it stands in the whole, whether it is the last one, and what it is a piece of. */
  fragmentAt = 0;
  isLastFragment = false;
  fragmentId = 0;
  private addressesAt = 0;
  private addressBytes = 0;

  read({ bytes, start, end, linkType, wireBytes }: CapturedPacket): PacketFault {
    this.bytes = bytes;
    const fault = this.link(linkType, start, end);
    const isCut = wireBytes > end - start && fault === PacketFault.Malformed;
    return isCut ? PacketFault.CutOff : fault;
  }

  /** The whole that was made of fragments, in a buffer of its own: the addresses of this packet, then what they are pieces of. */
  readWhole(bytes: Buffer): PacketFault {
    this.bytes = bytes;
    this.addressesAt = 0;
    return this.upper(this.protocol, 2 * this.addressBytes, bytes.length);
  }

  /** Source and target, as the packet has them. */
  get addresses(): Buffer {
    return this.bytes.subarray(this.addressesAt, this.addressesAt + 2 * this.addressBytes);
  }

  /** Names the direction of a connection: source and target with their ports. For maps; makes a string. */
  get flow(): string {
    return `${this.addresses.toString('latin1')}${this.sourcePort}>${this.targetPort}`;
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
        return this.cooked2(start, end);
      case LinkType.Null:
      case LinkType.Loop:
        return this.raw(start + 4, end);
      case LinkType.BsdRaw:
      case LinkType.OpenBsdRaw:
      case LinkType.Raw:
      case LinkType.Ipv4:
      case LinkType.Ipv6:
        return this.raw(start, end);
      default:
        return PacketFault.UnknownLink;
    }
  }

  /** The type stands in front of the header, and what a VLAN tag goes on with behind it. */
  private cooked2(start: number, end: number): PacketFault {
    if (end - start < COOKED_2) return PacketFault.Malformed;
    const type = this.u16(start);
    if (isVlan(type)) return this.etherType(start + COOKED_2 + 2, end);
    return this.network(type, start + COOKED_2, end);
  }

  private etherType(typeAt: number, end: number): PacketFault {
    for (let at = typeAt; at + 2 <= end; at += VLAN_TAG) {
      const type = this.u16(at);
      if (!isVlan(type)) return this.network(type, at + 2, end);
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
    this.protocol = bytes[at + 9];
    const fragment = this.u16(at + 6);
    if ((fragment & MORE_FRAGMENTS_AND_OFFSET) === 0)
      return this.upper(this.protocol, at + headerBytes, ipEnd);
    const isLast = (fragment & MORE_FRAGMENTS) === 0;
    return this.fragment(
      this.u16(at + 4),
      (fragment << 3) & FRAGMENT_OFFSET,
      isLast,
      at + headerBytes,
      ipEnd,
    );
  }

  private ipv6(at: number, end: number): PacketFault {
    const { bytes } = this;
    if (end - at < IPV6 || bytes[at] >> 4 !== 6) return PacketFault.Malformed;
    const payloadBytes = this.u16(at + 4);
    const ipEnd = this.ipEnd(at, payloadBytes === 0 ? 0 : IPV6 + payloadBytes, end);
    if (ipEnd > end) return PacketFault.Malformed;
    this.addressesAt = at + 8;
    this.addressBytes = 16;
    return this.upper(bytes[at + 6], at + IPV6, ipEnd);
  }

  /** Behind the IP header: what extends it, then UDP or TCP. */
  private upper(protocol: number, at: number, end: number): PacketFault {
    let next = protocol;
    let from = at;
    while (isExtension(next)) {
      if (from + 8 > end) return PacketFault.Malformed;
      if (next === NextHeader.Fragment && this.u16(from + 2) !== 0) return this.fragment6(from, end);
      const bytes = this.extensionBytes(next, from);
      next = this.bytes[from];
      from += bytes;
    }
    return this.transport(next, from, end);
  }

  private extensionBytes(header: number, at: number): number {
    if (header === NextHeader.Fragment) return IPV6_FRAGMENT;
    return 8 + this.bytes[at + 1] * (header === NextHeader.Authentication ? 4 : 8);
  }

  private fragment6(at: number, end: number): PacketFault {
    this.protocol = this.bytes[at];
    const fragment = this.u16(at + 2);
    const isLast = (fragment & IPV6_MORE_FRAGMENTS) === 0;
    const id = this.bytes.readUInt32BE(at + 4);
    return this.fragment(id, fragment & FRAGMENT_OFFSET, isLast, at + IPV6_FRAGMENT, end);
  }

  private fragment(id: number, fragmentAt: number, isLast: boolean, start: number, end: number): PacketFault {
    this.fragmentId = id;
    this.fragmentAt = fragmentAt;
    this.isLastFragment = isLast;
    this.start = start;
    this.end = end;
    return PacketFault.Fragment;
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
  switch (next) {
    case NextHeader.HopByHop:
    case NextHeader.Routing:
    case NextHeader.Fragment:
    case NextHeader.Authentication:
    case NextHeader.Destination:
      return true;
    default:
      return false;
  }
}

const isVlan = (type: number): boolean =>
  type === EtherType.Vlan || type === EtherType.ProviderVlan || type === EtherType.OldProviderVlan;
