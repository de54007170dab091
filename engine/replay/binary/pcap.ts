/** `replay pcap`: decodes a capture of the venues' binary protocols and says what it holds. */
import { Capture, type CaptureListener } from '../../../protocol/pcap/capture.js';
import { CaptureFault } from '../../../protocol/pcap/capture-reader.js';
import { PacketFault } from '../../../protocol/pcap/ip-packet.js';
import { TextSource } from '../input/text-source.js';
import { Progress, type ProgressOutput } from '../progress.js';
import { labelled, number, type Verdict } from '../verdict.js';
import { Datagrams } from './datagrams.js';
import { DecodeLog } from './decode-log.js';
import { type BookOptions, ItchDay } from './itch-day.js';
import { Streams } from './streams.js';

export interface PcapOptions extends BookOptions {
  readonly file: string;
  readonly progress: ProgressOutput;
}

const CAPTURE_FAULTS: Readonly<Record<number, string>> = {
  [CaptureFault.NotACapture]: 'it is no pcap or pcapng file',
  [CaptureFault.RecordTooLong]: 'a record is longer than any can be',
  [CaptureFault.BadRecord]: 'the lengths within a record contradict each other',
  [CaptureFault.UnknownInterface]: 'a packet is of an interface that is not described',
  [CaptureFault.CutOff]: 'it ends within a record',
};
/** Packets without a payload for us are passed over; in the others something is wrong. */
const PASSED_OVER: Readonly<Record<number, string>> = {
  [PacketFault.NotIp]: 'not IP',
  [PacketFault.NotUdpOrTcp]: 'neither UDP nor TCP',
};
const BROKEN: Readonly<Record<number, string>> = {
  [PacketFault.CutOff]: 'captured in part',
  [PacketFault.Malformed]: 'malformed',
  [PacketFault.Fragment]: 'fragments of packets that are not whole',
  [PacketFault.UnknownLink]: 'of a link layer that is not known here',
};

/** @throws what the file system says */
export async function replayPcap(options: PcapOptions): Promise<Verdict> {
  const source = await TextSource.open(options.file);
  try {
    return await new PcapReplay(options, source).run();
  } finally {
    await source.close();
  }
}

class PcapReplay {
  private readonly log: DecodeLog;
  private readonly itch: ItchDay;
  private readonly datagrams: Datagrams;
  private readonly streams: Streams;
  private readonly capture: Capture;
  private readonly progress: Progress;

  constructor(
    options: PcapOptions,
    private readonly source: TextSource,
  ) {
    this.log = new DecodeLog(options.show);
    this.itch = new ItchDay(options, this.log);
    this.datagrams = new Datagrams(this.log, this.itch);
    this.streams = new Streams(this.log, this.itch, this.where);
    const input = {
      line: 0,
      sizeBytes: source.sizeBytes,
      get readBytes() {
        return source.readBytes;
      },
    };
    this.progress = new Progress('packets', input, options.progress);
    this.capture = new Capture(this.listener());
  }

  async run(): Promise<Verdict> {
    const { source, capture, log } = this;
    for (let chunk = await source.read(); chunk !== undefined; chunk = await source.read())
      if (capture.feed(chunk) !== CaptureFault.None) break;
    const fault = capture.finish();
    this.datagrams.finish();
    this.streams.finish();
    this.progress.done();
    if (fault !== CaptureFault.None) log.fault(`packet ${capture.reader.packets + 1}`, CAPTURE_FAULTS[fault]);
    this.reportPackets();
    if (this.itch.withoutRoom > 0)
      log.fault('books', 'there is no room for all orders: give more by --orders');
    return log.verdict([labelled('packets', this.packetsText())], this.itch.lines());
  }

  private readonly where = (): string => `packet ${this.capture.reader.packets}`;

  private listener(): CaptureListener {
    return {
      datagram: (packet) => {
        const { seconds, nanos } = this.capture.reader;
        this.datagrams.packet(packet, seconds * 1_000 + Math.floor(nanos / 1e6), this.where);
        this.progress.row();
      },
      stream: ({ route }) => this.streams.open(route),
    };
  }

  private packetsText(): string {
    const { counts, reader } = this.capture;
    const others = [...counts].filter(([fault]) => fault in PASSED_OVER);
    const texts = others.map(([fault, count]) => `, ${number(count)} ${PASSED_OVER[fault]}`);
    return `${number(reader.packets)}${texts.join('')}`;
  }

  private linksText(fault: PacketFault): string {
    if (fault !== PacketFault.UnknownLink) return '';
    return `: number ${[...this.capture.unknownLinks].join(', ')}`;
  }

  private reportPackets(): void {
    for (const [fault, count] of this.capture.counts)
      if (fault in BROKEN)
        this.log.fault('packets', `${number(count)} ${BROKEN[fault]}${this.linksText(fault)}`);
  }
}
