/** Whether CME takes orders for the instruments of a session: by its messages of states, and by definitions and snapshots where none has come. */
import { SecurityStatus30 } from '../../../protocol/messages/generated/mdp3.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { TradingStates } from '../../kit/feed/trading-states.js';
import type { VenueInstrument } from '../../kit/instrument.js';

/** SecurityTradingStatus. Others, such as the ones of crosses, change nothing. */
const READY = 17;
const WORDS: Readonly<Record<number, string>> = {
  2: 'trading halt',
  4: 'close',
  15: 'new price indication',
  17: 'ready to trade',
  18: 'not available for trading',
  20: 'unknown or invalid',
  21: 'pre-open',
  26: 'post close',
};

export class CmeTrading {
  private readonly states: TradingStates;
  /** What was told since has not been missed. */
  private readonly isKnown: Uint8Array;
  private readonly groups: string[];
  private readonly message = new SecurityStatus30();

  constructor(
    private readonly instruments: readonly VenueInstrument[],
    private readonly places: ReadonlyMap<number, number>,
    sink: TopSink,
  ) {
    this.states = new TradingStates(instruments, sink);
    this.isKnown = new Uint8Array(instruments.length);
    this.groups = instruments.map(() => '');
  }

  /** A message may have been missed. */
  doubt(): void {
    this.isKnown.fill(0);
  }

  define(place: number, group: string): void {
    this.groups[place] = group;
  }

  /** As a definition or a snapshot has it. */
  stands(place: number, status: number): void {
    if (this.isKnown[place] === 0) this.said(place, status);
  }

  /** A message of one instrument, or of a whole group. */
  take(bytes: Buffer, start: number, end: number): SbeFault {
    const { message } = this;
    const fault = message.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    const { securityGroup, securityTradingStatus } = message;
    const only = message.hasSecurityID ? this.places.get(message.securityID) : undefined;
    for (let place = 0; place < this.instruments.length; place++) {
      const isMeant = message.hasSecurityID ? place === only : this.groups[place] === securityGroup;
      if (isMeant) this.said(place, securityTradingStatus);
    }
    return SbeFault.None;
  }

  private said(place: number, status: number): void {
    const word = WORDS[status];
    if (word === undefined) return;
    this.isKnown[place] = 1;
    this.states.said(place, status === READY, word);
  }
}
