/** What MDP 3.0 sends over and over, whoever listens: snapshots of every book by price, and by order, and the definitions of the contracts. Each loop numbers its packets from 1 on. */
import * as mdp from '../../../../protocol/messages/generated/mdp3.js';
import type { Agenda } from '../../kit/agenda.js';
import type { Market } from '../../market/market.js';
import type { Side } from '../../market/order.js';
import type { Contract } from '../contract.js';
import { inPieces, type MdpFeed, STATES } from './feed.js';
import { MdpPackets, type SendPacket } from './packets.js';

const NANOS_A_MS = 1_000_000;
const ORDERS_A_CHUNK = 40;
const PRICE_1 = 1_000_000_000;
const TYPES: Readonly<Record<Side, number>> = { buy: 0x30, sell: 0x31 };
const END_OF_EVENT = 128;
const ADD = 0x41;

const snapshot52 = new mdp.SnapshotFullRefresh52();
const snapshot53 = new mdp.SnapshotFullRefreshOrderBook53();
const future54 = new mdp.MDInstrumentDefinitionFuture54();

export class MdpLoops {
  constructor(
    private readonly agenda: Agenda,
    private readonly market: Market,
    private readonly contracts: readonly Contract[],
    private readonly feed: MdpFeed,
    private readonly depth: number,
  ) {}

  byPrice(send: SendPacket): void {
    const packets = new MdpPackets(this.agenda, send);
    for (const contract of this.contracts) {
      packets.add(snapshot52, (message) => this.levels(message, contract));
      packets.flush();
    }
  }

  byOrder(send: SendPacket): void {
    const packets = new MdpPackets(this.agenda, send);
    for (const contract of this.contracts) {
      const orders = this.feed.bookOf(contract.options.symbol).orders();
      const chunks = orders.length === 0 ? [[]] : inPieces(orders, ORDERS_A_CHUNK);
      chunks.forEach((chunk, i) => {
        packets.add(snapshot53, (message) => {
          this.stand(message, contract);
          message.noChunks = chunks.length;
          message.currentChunk = i + 1;
          message.transactTime = this.agenda.nowMs * NANOS_A_MS;
          const { noMDEntries: entry } = message;
          entry.begin(message, chunk.length);
          for (const order of chunk) {
            entry.next();
            entry.orderID = order.id;
            entry.mdOrderPriority = order.priority;
            entry.mdEntryPx = contract.mantissaOf(order.priceTicks);
            entry.mdDisplayQty = order.lots;
            entry.mdEntryType = TYPES[order.side];
          }
        });
        packets.flush();
      });
    }
  }

  definitions(send: SendPacket): void {
    const packets = new MdpPackets(this.agenda, send);
    for (const contract of this.contracts) {
      packets.add(future54, (message) => this.definition(message, contract));
      packets.flush();
    }
  }

  private levels(message: mdp.SnapshotFullRefresh52, contract: Contract): void {
    const { symbol } = contract.options;
    const book = this.feed.bookOf(symbol);
    this.stand(message, contract);
    message.rptSeq = this.feed.rptSeqOf(symbol);
    message.transactTime = message.lastUpdateTime = this.agenda.nowMs * NANOS_A_MS;
    message.mdSecurityTradingStatus = STATES[this.market.phase(symbol)!];
    const levels = (['buy', 'sell'] as const).flatMap((side) =>
      book.told(side).map((level, i) => ({ ...level, side, level: i + 1 })),
    );
    const { noMDEntries: entry } = message;
    entry.begin(message, levels.length);
    for (const { side, level, priceTicks, lots, orders } of levels) {
      entry.next();
      entry.mdEntryPx = contract.mantissaOf(priceTicks);
      entry.mdEntrySize = lots;
      entry.numberOfOrders = orders;
      entry.mdPriceLevel = level;
      entry.mdEntryType = TYPES[side];
    }
  }

  private stand(
    message: { lastMsgSeqNumProcessed: number; totNumReports: number; securityID: number },
    contract: Contract,
  ): void {
    message.lastMsgSeqNumProcessed = this.feed.packets.sequence;
    message.totNumReports = this.contracts.length;
    message.securityID = contract.options.securityId;
  }

  private definition(message: mdp.MDInstrumentDefinitionFuture54, contract: Contract): void {
    const { symbol, securityId, maxTradeVol } = contract.options;
    message.matchEventIndicator = END_OF_EVENT;
    message.totNumReports = this.contracts.length;
    message.securityUpdateAction = ADD;
    message.lastUpdateTime = this.agenda.nowMs * NANOS_A_MS;
    message.mdSecurityTradingStatus = STATES[this.market.phase(symbol)!];
    message.securityExchange = 'XCME';
    message.securityGroup = message.asset = symbol.slice(0, -2);
    message.symbol = symbol;
    message.securityID = securityId;
    message.securityType = 'FUT';
    message.currency = message.settlCurrency = 'USD';
    message.minTradeVol = 1;
    message.maxTradeVol = maxTradeVol;
    message.minPriceIncrement = contract.mantissaOf(1);
    message.displayFactor = PRICE_1;
    message.noMDFeedTypes.begin(message, 1);
    message.noMDFeedTypes.next();
    message.noMDFeedTypes.mdFeedType = 'GBX';
    message.noMDFeedTypes.marketDepth = this.depth;
  }
}
