/** Whether B3 takes orders for the instruments of a session: by their own status, or by the phase of their group, which they follow unless they have been taken out of it. */
import {
  type SecurityGroupPhase10,
  type SecurityStatus3,
  SecurityTradingEventValue,
  SecurityTradingStatusValue,
} from '../../../protocol/messages/generated/umdf.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { TradingStates } from '../../kit/feed/trading-states.js';
import type { VenueInstrument } from '../../kit/instrument.js';

const WORDS: Readonly<Record<number, string>> = {
  [SecurityTradingStatusValue.PAUSE]: 'pause',
  [SecurityTradingStatusValue.CLOSE]: 'close',
  [SecurityTradingStatusValue.OPEN]: 'open',
  [SecurityTradingStatusValue.FORBIDDEN]: 'forbidden',
  [SecurityTradingStatusValue.UNKNOWN_OR_INVALID]: 'unknown or invalid',
  [SecurityTradingStatusValue.RESERVED]: 'reserved',
  [SecurityTradingStatusValue.FINAL_CLOSING_CALL]: 'final closing call',
};

export class B3Trading {
  private readonly states: TradingStates;
  /** What was told since has not been missed. */
  private readonly isKnown: Uint8Array;
  private readonly isSeparate: Uint8Array;
  private readonly groups: string[];

  constructor(instruments: readonly VenueInstrument[], sink: TopSink) {
    this.states = new TradingStates(instruments, sink);
    this.isKnown = new Uint8Array(instruments.length);
    this.isSeparate = new Uint8Array(instruments.length);
    this.groups = instruments.map(() => '');
  }

  /** A message may have been missed. */
  doubt(): void {
    this.isKnown.fill(0);
  }

  /** As its definition says. */
  belongsTo(place: number, group: string): void {
    this.groups[place] = group;
  }

  security(place: number, { securityTradingStatus, securityTradingEvent }: SecurityStatus3): void {
    if (securityTradingEvent === SecurityTradingEventValue.SECURITY_STATUS_CHANGE) this.isSeparate[place] = 1;
    if (securityTradingEvent === SecurityTradingEventValue.SECURITY_REJOINS_SECURITY_GROUP_STATUS)
      this.isSeparate[place] = 0;
    this.said(place, securityTradingStatus);
  }

  /** As a snapshot has it, which may be older than what was told. */
  stands(place: number, { securityTradingStatus }: SecurityStatus3): void {
    if (this.isKnown[place] === 0) this.said(place, securityTradingStatus);
  }

  group({ securityGroup, tradingSessionSubID }: SecurityGroupPhase10): void {
    for (let place = 0; place < this.groups.length; place++)
      if (this.groups[place] === securityGroup && this.isSeparate[place] === 0)
        this.said(place, tradingSessionSubID);
  }

  private said(place: number, status: number): void {
    const word = WORDS[status];
    if (word === undefined) return;
    this.isKnown[place] = 1;
    this.states.said(place, status === SecurityTradingStatusValue.OPEN, word);
  }
}
