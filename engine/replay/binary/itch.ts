/**
 * `replay itch`: a day of ITCH 5.0 as Nasdaq gives it (each message behind its length, u16 big endian; a length of 0 ends it), or as SoupBinTCP carries it, into order-by-order
 * books.
 */
import { SoupBinFramer } from '../../../protocol/soupbin/framer.js';
import { Packet } from '../../../protocol/soupbin/packet.js';
import { TextSource } from '../input/text-source.js';
import { Progress, type ProgressOutput } from '../progress.js';
import { labelled, type Verdict } from '../verdict.js';
import { DecodeLog } from './decode-log.js';
import { type BookOptions, ItchDay, isItch } from './itch-day.js';
import { SoupBinPackets } from './soupbin-packets.js';

export interface ItchOptions extends BookOptions {
  readonly file: string;
  readonly progress: ProgressOutput;
}

/** @throws what the file system says */
export async function replayItch(options: ItchOptions): Promise<Verdict> {
  const source = await TextSource.open(options.file);
  try {
    return await new ItchReplay(options, source).run();
  } finally {
    await source.close();
  }
}

class ItchReplay {
  private readonly log: DecodeLog;
  private readonly day: ItchDay;
  private readonly packets: SoupBinPackets;
  private readonly progress: Progress;
  private readonly framer = new SoupBinFramer((bytes, start, end) => this.frame(bytes, start, end));
  private frames = 0;
  private isSoupBin = false;
  private hasEnded = false;

  constructor(
    options: ItchOptions,
    private readonly source: TextSource,
  ) {
    this.log = new DecodeLog(options.show);
    this.day = new ItchDay(options, this.log);
    this.packets = new SoupBinPackets(this.log, this.day, this.where);
    const input = {
      line: 0,
      sizeBytes: source.sizeBytes,
      get readBytes() {
        return source.readBytes;
      },
    };
    this.progress = new Progress('messages', input, options.progress);
  }

  async run(): Promise<Verdict> {
    const { source, framer, log } = this;
    for (let chunk = await source.read(); chunk !== undefined && !this.hasEnded; chunk = await source.read())
      this.hasEnded = !framer.feed(chunk) || this.packets.isLost;
    this.progress.done();
    if (this.packets.isLost) log.fault(this.where(), 'no packet of SoupBinTCP');
    else if (framer.waitingBytes > 0)
      log.fault(this.where(), `the file ends within a message: ${framer.waitingBytes} bytes of it`);
    if (this.day.withoutRoom > 0)
      log.fault('books', 'there is no room for all orders: give more by --orders');
    const what = this.isSoupBin ? 'ITCH 5.0 over SoupBinTCP' : 'ITCH 5.0, each message behind its length';
    return log.verdict([labelled('file', what)], this.day.lines());
  }

  private readonly where = (): string => `message ${this.frames}`;

  private frame(bytes: Buffer, start: number, end: number): boolean {
    if (this.frames++ === 0) this.isSoupBin = !isItch(bytes, start, end) && isSequenced(bytes, start, end);
    this.progress.row();
    if (this.isSoupBin) return this.packets.packet(bytes, start, end);
    this.day.message(bytes, start, end, this.where);
    return true;
  }
}

/** A file of SoupBinTCP may begin with its login, or with data. */
function isSequenced(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] === Packet.SequencedData) return isItch(bytes, start + 1, end);
  return bytes[start] === Packet.LoginAccepted || bytes[start] === Packet.ServerHeartbeat;
}
