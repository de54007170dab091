/** What Binary UMDF sends over and over, whoever listens: a snapshot of every book, and the definitions of the instruments. Each round numbers its packets from 1 on, and its first message says that it begins. */
import * as umdf from '../../../../protocol/messages/generated/umdf.js';
import type { Side } from '../../market/order.js';
import type { Instrument } from '../instruments.js';
import type { B3Venue } from '../venue.js';
import { STATES, TYPES, type UmdfFeed, UNITS_A_TICK, unitsOf } from './feed.js';
import { type SendPacket, UmdfPackets } from './packets.js';

/** So many fit into a packet. */
const ORDERS_A_MESSAGE = 28;
const PER_TICK = 1_000_000;
const SIDES: readonly Side[] = ['buy', 'sell'];

const begins1 = new umdf.SequenceReset1();
const header30 = new umdf.SnapshotFullRefreshHeader30();
const status3 = new umdf.SecurityStatus3();
const orders71 = new umdf.SnapshotFullRefreshOrdersMBO71();
const definition12 = new umdf.SecurityDefinition12();

export class UmdfLoops {
  constructor(
    private readonly venue: B3Venue,
    private readonly feed: UmdfFeed,
    private readonly channel: number,
  ) {}

  snapshots(send: SendPacket): void {
    const packets = this.begin(send);
    for (const [symbol, instrument] of this.venue.instruments) this.snapshot(packets, symbol, instrument);
  }

  definitions(send: SendPacket): void {
    const packets = this.begin(send);
    for (const instrument of this.venue.instruments.values()) {
      packets.add(definition12, (message) => this.definition(message, instrument));
      packets.flush();
    }
  }

  private begin(send: SendPacket): UmdfPackets {
    const packets = new UmdfPackets(this.venue.agenda, this.channel, 1, send);
    packets.add(begins1, () => {});
    packets.flush();
    return packets;
  }

  private snapshot(packets: UmdfPackets, symbol: string, instrument: Instrument): void {
    const securityID = Number(instrument.options.securityId);
    const [bids, offers] = SIDES.map((side) =>
      this.feed.orders(symbol, side).map((order) => ({ ...order, side })),
    );
    packets.add(header30, (message) => {
      message.securityID = securityID;
      message.lastMsgSeqNumProcessed = this.feed.packets.sequence;
      message.totNumReports = this.venue.instruments.size;
      message.totNumBids = bids.length;
      message.totNumOffers = offers.length;
      message.totNumStats = 1;
      message.lastRptSeq = this.feed.rptSeqOf(symbol);
      message.lastSequenceVersion = this.feed.packets.version;
    });
    packets.add(status3, (message) => {
      message.securityID = securityID;
      message.tradingSessionID = umdf.TradingSessionIDValue.REGULAR_TRADING_SESSION;
      message.securityTradingStatus = STATES[this.venue.market.phase(symbol)!];
    });
    const all = [...bids, ...offers];
    for (let at = 0; at < all.length; at += ORDERS_A_MESSAGE) {
      packets.add(orders71, (message) => {
        const some = all.slice(at, at + ORDERS_A_MESSAGE);
        message.securityID = securityID;
        const { noMDEntries: entry } = message;
        entry.begin(message, some.length);
        for (const order of some) {
          entry.next();
          entry.mdEntryPx = order.priceTicks * UNITS_A_TICK;
          entry.mdEntrySize = unitsOf(order.lots, instrument);
          entry.setBig(
            umdf.SnapshotFullRefreshOrdersMBO71NoMDEntries.secondaryOrderIDAt,
            BigInt(order.id),
            true,
          );
          entry.mdEntryType = TYPES[order.side];
        }
      });
      packets.flush();
    }
    packets.flush();
  }

  private definition(message: umdf.SecurityDefinition12, { options, price }: Instrument): void {
    const units = Number(options.lot);
    message.securityID = Number(options.securityId);
    message.securityExchange = 'BVMF';
    message.securityIDSource = umdf.SecurityIDSourceValue.EXCHANGE_SYMBOL;
    message.securityGroup = 'EQT';
    message.symbol = options.symbol;
    message.securityUpdateAction = umdf.SecurityUpdateActionValue.ADD;
    message.securityType = umdf.SecurityTypeValue.PS;
    message.totNoRelatedSym = this.venue.instruments.size;
    message.minPriceIncrement = Number(price.units(1)) * PER_TICK;
    message.minOrderQty = message.minLotSize = message.minTradeVol = units;
    message.maxOrderQty = Number(options.maxQty);
    message.currency = 'BRL';
    message.product = umdf.ProductValue.EQUITY;
  }
}
