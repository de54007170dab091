/** The trading phase of a subscribed instrument and, while an auction collects, what it would do if it ended now. */
import type { IndicativeFields, PhaseFields } from '../wire/phase-messages.js';
import { type PhaseWord, phaseWord, type SideWord, sideWord } from '../words.js';
import type { EventIdentity } from './report.js';
import { priceText, quantityText, type Security } from './security.js';

interface MarketEvent {
  readonly symbol: string;
  readonly event: EventIdentity;
  readonly seconds: number;
  readonly nanos: number;
}

export interface PhaseEvent extends MarketEvent {
  /** Undefined for one that this version does not know. */
  readonly phase: PhaseWord | undefined;
  /** When a volatility auction ends by itself. */
  readonly until: { readonly seconds: number; readonly nanos: number } | undefined;
}

export interface IndicativeEvent extends MarketEvent {
  /** Undefined: nothing would trade. */
  readonly price: string | undefined;
  readonly quantity: string;
  /** What would be left over at that price, and of which side. */
  readonly surplus: string;
  readonly surplusSide: SideWord | undefined;
}

export class MarketPhase {
  /** Continuous trading until the engine says otherwise. */
  phase: PhaseWord | undefined = 'continuous';
  /** Of the auction in progress. */
  indicative: IndicativeEvent | undefined;

  constructor(private readonly security: Security) {}

  reset(): void {
    this.phase = 'continuous';
    this.indicative = undefined;
  }

  changed(fields: PhaseFields): PhaseEvent {
    this.phase = phaseWord(fields.phase);
    this.indicative = undefined;
    const { untilSeconds: seconds, untilNanos: nanos } = fields;
    return { ...this.head(fields), phase: this.phase, until: seconds === 0 ? undefined : { seconds, nanos } };
  }

  priced(fields: IndicativeFields): IndicativeEvent {
    const { security } = this;
    const { quantity } = fields;
    const told = {
      ...this.head(fields),
      price: quantity === 0 ? undefined : priceText(security, fields.price),
      quantity: quantityText(security, quantity),
      surplus: quantityText(security, fields.surplus),
      surplusSide: sideWord(fields.surplusSide),
    };
    this.indicative = quantity === 0 ? undefined : told;
    return told;
  }

  private head({ sequence, index, seconds, nanos }: PhaseFields | IndicativeFields): MarketEvent {
    return { symbol: this.security.symbol, event: { sequence, index }, seconds, nanos };
  }
}
