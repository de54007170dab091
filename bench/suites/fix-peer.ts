/**
 * npm's jspurefix in the suite `fix`: its parser up to its view, from which the same fields are read, and its encoder. The
 * parser is set up as its own benchmark does it.
 */
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { AsciiParser } from 'jspurefix/dist/buffer/ascii/index.js';
import type { ElasticBuffer, MsgEncoder, MsgView } from 'jspurefix/dist/buffer/index.js';
import type { IJsFixConfig } from 'jspurefix/dist/config/index.js';
import { DITokens } from 'jspurefix/dist/runtime/di-tokens.js';
import { SessionContainer } from 'jspurefix/dist/runtime/index.js';
import { makeSessionScope } from 'jspurefix/dist/runtime/session-scope.js';
import { AsciiMsgTransmitter } from 'jspurefix/dist/transport/ascii/ascii-msg-transmitter.js';
import { DefinitionFactory } from 'jspurefix/dist/util/index.js';
import { IDENTITY, type OrderValues } from './fix-messages.js';

const SOH = 1;
const DESCRIPTION = 'jspurefix/data/session/test-initiator.json';
const SIDES: Readonly<Record<number, string>> = { 49: '1', 50: '2' };

export class PeerFix {
  private sum = 0;
  private readonly encoder: MsgEncoder;

  private constructor(
    private readonly parser: AsciiParser,
    private readonly transmitter: AsciiMsgTransmitter,
  ) {
    // Its own stream resets it for each message, and without that every message is slower than the one before.
    this.encoder = transmitter['encoder' as never];
    parser.on('msg', (type: string, view: MsgView) => this.read(type, view));
  }

  static async create(): Promise<PeerFix> {
    const system = new SessionContainer();
    system.registerGlobal('error');
    const description = createRequire(import.meta.url)(DESCRIPTION);
    const names = { SenderCompId: IDENTITY.senderCompId, TargetCompID: IDENTITY.targetCompId };
    const container = await system.makeSystem({ ...description, ...names });
    const config = container.resolve<IJsFixConfig>(DITokens.IJsFixConfig);
    config.definitions = await new DefinitionFactory().getDefinitions('qf44');
    config.delimiter = SOH;
    const scope = makeSessionScope(config);
    const buffer = scope.sessionContainer.resolve<ElasticBuffer>(DITokens.ParseBuffer);
    const parser = new AsciiParser(scope, null, buffer);
    return new PeerFix(parser, new AsciiMsgTransmitter(scope));
  }

  /** @returns the sum of what was read */
  parse(stream: Buffer): number {
    this.sum = 0;
    this.parser.parseBuffer(stream);
    return this.sum;
  }

  /** @returns the bytes of all messages */
  build(orders: readonly OrderValues[]): number {
    const { transmitter } = this;
    transmitter.msgSeqNum = 1;
    let bytes = 0;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i];
      transmitter.time = new Date(order.timeMs);
      this.encoder.reset();
      if (i % 2 === 0) transmitter.encodeMessage('D', orderOf(order));
      else transmitter.encodeMessage('8', reportOf(order));
      bytes += transmitter.buffer.getPos();
    }
    return bytes;
  }

  private read(type: string, view: MsgView): void {
    let sum = view.getString(11)!.length + view.getString(55)!.length + view.getString(54)!.charCodeAt(0);
    sum += (view.getTyped(38) as number) + cents(view.getTyped(44));
    sum += (view.getTyped(60) as Date).getTime() % 1_000_000;
    if (type === '8') {
      sum += view.getString(37)!.length + (view.getTyped(32) as number) + (view.getTyped(151) as number);
      sum += cents(view.getTyped(31));
    }
    this.sum += sum;
  }
}

const cents = (price: unknown): number => Math.round((price as number) * 100);

const orderOf = ({ clOrdId, qty, priceCents, side, symbol, timeMs }: OrderValues) => ({
  ClOrdID: clOrdId,
  HandlInst: '1',
  Instrument: { Symbol: symbol },
  Side: SIDES[side],
  TransactTime: new Date(timeMs),
  OrderQtyData: { OrderQty: qty },
  OrdType: '2',
  Price: priceCents / 100,
  TimeInForce: '0',
});

const reportOf = (order: OrderValues) => ({
  OrderID: order.orderId,
  ClOrdID: order.clOrdId,
  ExecID: order.execId,
  ExecType: 'F',
  OrdStatus: '2',
  Instrument: { Symbol: order.symbol },
  Side: SIDES[order.side],
  OrderQtyData: { OrderQty: order.qty },
  OrdType: '2',
  Price: order.priceCents / 100,
  TimeInForce: '0',
  LastQty: order.qty,
  LastPx: order.priceCents / 100,
  LeavesQty: 0,
  CumQty: order.qty,
  AvgPx: order.priceCents / 100,
  TransactTime: new Date(order.timeMs),
});
