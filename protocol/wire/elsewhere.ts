/**
 * Refusals that say where an instrument lives: per engine one template, because its name and address are what differs. Made at start,
 * so that a client with a stale map, however often it asks, costs no more than any other refusal.
 */
import { REASON_TEXT, Reason } from '../codes/reasons.js';
import type { Body } from '../generated/pregao/wire.js';
import type { ElsewhereInstrument } from '../instrument.js';
import type { Template } from './template.js';

export interface EngineAddress {
  /** The engine's name. */
  readonly engine: string;
  /** Where its binary door is. */
  readonly address: string;
}

/** For people: a refusal's text with the address in it. */
export const elsewhereText = ({ engine, address }: EngineAddress): string =>
  `${REASON_TEXT[Reason.InstrumentElsewhere]}: ${engine}, ${address}`;

export class ElsewhereTemplates<T extends Template> {
  private readonly byType: T[][] = [];
  private readonly rowOf = new Map<number, number>();

  /** @param make a template of this type with the contents of its string fields, in their order */
  constructor(
    types: readonly Body[],
    instruments: readonly ElsewhereInstrument[],
    make: (type: Body, place: EngineAddress) => T,
  ) {
    const engines = new Map<string, ElsewhereInstrument>();
    for (const each of instruments) if (!engines.has(each.engine)) engines.set(each.engine, each);
    const names = [...engines.keys()];
    for (const { id, engine } of instruments) this.rowOf.set(id, names.indexOf(engine));
    for (const type of types) this.byType[type] = [...engines.values()].map((place) => make(type, place));
  }

  /** Undefined: the instrument is none that lives elsewhere. */
  find(type: Body, instrument: number): T | undefined {
    const row = this.rowOf.get(instrument);
    return row === undefined ? undefined : this.byType[type]?.[row];
  }
}
