/** Our side of the suite `fix`. */
import { FixBuilder } from '../../protocol/fix/codec/builder.js';
import { Framer } from '../../protocol/fix/codec/framer.js';
import { FixMessage, Parsed } from '../../protocol/fix/codec/message.js';
import { SessionReject } from '../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../protocol/fix/dictionary/validator.js';
import { fixVersion } from '../../protocol/fix/dictionary/versions.js';
import {
  buildOrder,
  buildReport,
  EXECUTION_REPORT,
  IDENTITY,
  type OrderValues,
  PRICE_SCALE,
} from './fix-messages.js';

export class OurFix {
  private readonly message = new FixMessage();
  private readonly validator = new Validator(fixVersion('FIX.4.4'));
  private readonly framer: Framer;
  private readonly builder = new FixBuilder(IDENTITY, 1024);
  private isValidating = false;
  private sum = 0;

  constructor() {
    this.framer = new Framer(65_536, (buffer, start, end) => this.take(buffer, start, end));
  }

  /** Frames, checks and indexes each message and reads its fields. @returns the sum of what was read */
  parse(stream: Buffer, isValidating = false): number {
    this.sum = 0;
    this.isValidating = isValidating;
    this.framer.feed(stream);
    return this.sum;
  }

  /** @returns the bytes of all messages */
  build(orders: readonly OrderValues[]): number {
    const { builder } = this;
    let bytes = 0;
    for (let i = 0; i < orders.length; i++) {
      if (i % 2 === 0) buildOrder(builder, i + 1, orders[i]);
      else buildReport(builder, i + 1, orders[i]);
      bytes += builder.end - builder.start;
    }
    return bytes;
  }

  private take(buffer: Uint8Array, start: number, end: number): boolean {
    const { message } = this;
    if (message.parse(buffer, start, end) !== Parsed.Ok) throw new Error('our parser refuses a good message');
    if (this.isValidating && this.validator.validate(message) !== SessionReject.None)
      throw new Error('our validator refuses a good message');
    this.read(message);
    return true;
  }

  private read(message: FixMessage): void {
    const clOrdId = message.find(11);
    const symbol = message.find(55);
    let sum = message.lengths[clOrdId] + message.lengths[symbol] + message.char(message.find(54));
    sum += message.uint(message.find(38)) + message.decimal(message.find(44), PRICE_SCALE);
    sum += message.utcMs(message.find(60)) % 1_000_000;
    if (message.type === EXECUTION_REPORT) {
      sum +=
        message.lengths[message.find(37)] + message.uint(message.find(32)) + message.uint(message.find(151));
      sum += message.decimal(message.find(31), PRICE_SCALE);
    }
    this.sum += sum;
  }
}
