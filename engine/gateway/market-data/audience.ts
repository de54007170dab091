/** Who listens to one market: its channels, made when the first one asks and gone with the last. */
import { Channel } from '../../../protocol/codes/enums.js';
import type { MarketChannel } from './channel.js';
import { LevelChannel } from './level-channel.js';
import type { Market } from './market.js';
import type { OrderChannel } from './order-channel.js';
import type { TopChannel } from './top-channel.js';
import type { TradeChannel } from './trade-channel.js';

export class Audience {
  readonly channels: MarketChannel[] = [];
  trades: TradeChannel | undefined;
  top: TopChannel | undefined;
  orders: OrderChannel | undefined;
  /** In the list of those that the event group going on has to do with. */
  changed = false;

  constructor(readonly market: Market) {}

  levels(levels: number): LevelChannel | undefined {
    return this.channels.find(
      (channel): channel is LevelChannel => channel instanceof LevelChannel && channel.levels === levels,
    );
  }

  add<C extends MarketChannel>(channel: C): C {
    this.channels.push(channel);
    this.name(channel, channel);
    return channel;
  }

  remove(channel: MarketChannel): void {
    this.channels.splice(this.channels.indexOf(channel), 1);
    this.name(channel, undefined);
  }

  /** Those that hear of single events. */
  private name(channel: MarketChannel, value: MarketChannel | undefined): void {
    if (channel.kind === Channel.Trades) this.trades = value as TradeChannel | undefined;
    else if (channel.kind === Channel.Top) this.top = value as TopChannel | undefined;
    else if (channel.kind === Channel.Orders) this.orders = value as OrderChannel | undefined;
  }
}
