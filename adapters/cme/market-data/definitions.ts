/** What the loop of definitions says of the instruments of a session: how deep books by price are, whether our ticks are CME's, and whether orders are taken. */
import {
  MDInstrumentDefinitionFixedIncome57,
  MDInstrumentDefinitionFuture54,
  MDInstrumentDefinitionFX63,
  MDInstrumentDefinitionOption55,
  MDInstrumentDefinitionSpread56,
} from '../../../protocol/messages/generated/mdp3.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import type { MdpBooks } from './mdp-books.js';
import type { CmeTrading } from './trading.js';

/** MDFeedType of the book of real orders; that of implied ones is another. */
const REAL_BOOK = 'GBX';
/** SecurityUpdateAction. */
const DELETED = 0x44;
const PRICE_1 = 1e9;

/** What its definition has made of an instrument. */
const enum Is {
  Unknown = 0,
  Defined = 1,
  /** Its tick is none of ours. */
  Refused = 2,
}

type Definition =
  | MDInstrumentDefinitionFuture54
  | MDInstrumentDefinitionOption55
  | MDInstrumentDefinitionSpread56
  | MDInstrumentDefinitionFixedIncome57
  | MDInstrumentDefinitionFX63;

export class Definitions {
  private readonly states: Uint8Array;
  private readonly views: ReadonlyMap<number, Definition> = new Map<number, Definition>([
    [MDInstrumentDefinitionFuture54.templateId, new MDInstrumentDefinitionFuture54()],
    [MDInstrumentDefinitionOption55.templateId, new MDInstrumentDefinitionOption55()],
    [MDInstrumentDefinitionSpread56.templateId, new MDInstrumentDefinitionSpread56()],
    [MDInstrumentDefinitionFixedIncome57.templateId, new MDInstrumentDefinitionFixedIncome57()],
    [MDInstrumentDefinitionFX63.templateId, new MDInstrumentDefinitionFX63()],
  ]);

  constructor(
    private readonly places: ReadonlyMap<number, number>,
    private readonly mantissaPerTick: Float64Array,
    private readonly books: MdpBooks,
    private readonly trading: CmeTrading,
    /** Of an instrument whose book cannot be shown. */
    private readonly refuse: (place: number, why: string) => void,
  ) {
    this.states = new Uint8Array(mantissaPerTick.length);
  }

  /** Before that no book begins. */
  has(place: number): boolean {
    return this.states[place] === Is.Defined;
  }

  /** Other messages of the loop are passed over. */
  take(template: number, bytes: Buffer, start: number, end: number): SbeFault {
    const view = this.views.get(template);
    if (view === undefined) return SbeFault.None;
    const fault = view.wrap(bytes, start, end);
    if (fault === SbeFault.None) this.define(view);
    return fault;
  }

  private define(view: Definition): void {
    const place = this.places.get(view.securityID);
    if (place === undefined || view.securityUpdateAction === DELETED) return;
    this.trading.define(place, view.securityGroup);
    this.trading.stands(place, view.mdSecurityTradingStatus);
    const depth = depthOf(view);
    if (this.states[place] !== Is.Unknown || depth <= 0) return;
    const increment = incrementOf(view);
    const fits = increment > 0 && increment % this.mantissaPerTick[place] === 0;
    this.states[place] = fits ? Is.Defined : Is.Refused;
    if (fits) this.books.define(place, depth);
    else this.refuse(place, `its tick is ${increment / PRICE_1} at CME, which is no number of ticks here`);
  }
}

/** Levels that books by price have; 0: it says nothing of that. */
function depthOf({ noMDFeedTypes: feeds }: Definition): number {
  let depth = 0;
  while (feeds.next()) if (feeds.mdFeedType === REAL_BOOK) depth = feeds.marketDepth;
  return depth;
}

/** PRICE9; 0: it has none. */
const incrementOf = (view: Definition): number =>
  'hasMinPriceIncrement' in view && !view.hasMinPriceIncrement ? 0 : view.minPriceIncrement;
