/** Where a message of the incremental feed says whether the event ends with it: MatchEventIndicator, of all templates that take part in events, also those that say nothing of books. */
import { BlockView } from '../../../protocol/views/block-view.js';
import { Header } from '../../../protocol/views/sbe-message.js';
import { Template } from './mdp-books.js';

const NONE = -1;
const STATUS_INDICATOR_AT = 26;
const INDICATOR_AT = 8;

export class EventEnd {
  /** Of the event, in every block. */
  static readonly timeAt = 0;
  /** The last message that had one. */
  readonly block = new BlockView();

  /** @returns its bits; -1: it has none */
  of(template: number, bytes: Buffer, start: number, end: number): number {
    const at = indicatorAt(template);
    const size = bytes[start] | (bytes[start + 1] << 8);
    const blockAt = start + Header.Bytes;
    if (at === NONE || at >= size || blockAt + size > end) return NONE;
    this.block.placeAt(bytes, blockAt, size);
    return bytes[blockAt + at];
  }
}

function indicatorAt(template: number): number {
  switch (template) {
    case Template.SecurityStatus:
      return STATUS_INDICATOR_AT;
    case Template.ChannelReset:
    case Template.Book:
    case Template.OrderBook:
    case Template.TradeSummary:
    case Template.BookLong:
    case Template.TradeSummaryLong:
    // Volume; statistics of the day, limits, statistics of the session; volume and statistics with long quantities.
    case 37:
    case 49:
    case 50:
    case 51:
    case 66:
    case 67:
      return INDICATOR_AT;
    default:
      return NONE;
  }
}
