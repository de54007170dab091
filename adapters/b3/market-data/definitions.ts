/** What the loop of definitions says of the instruments of a session: which group they follow, and whether our ticks and lots are B3's. Each is read once. */
import {
  SecurityDefinition12,
  SecurityUpdateActionValue,
} from '../../../protocol/messages/generated/umdf.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import type { B3Contract } from '../contract.js';
import type { SecurityIds } from './security-ids.js';

/** Increments have eight decimal places, prices four. */
const PER_PRICE = 10_000;
const INCREMENTS = 1e8;

const enum Is {
  Unknown = 0,
  Fit = 1,
  Refused = 2,
}

export class Definitions {
  /** Of the last one that was read. */
  group = '';
  why = '';
  private readonly is: Uint8Array;
  private readonly definition = new SecurityDefinition12();

  constructor(private readonly contracts: readonly B3Contract[]) {
    this.is = new Uint8Array(contracts.length);
  }

  isRefused(place: number): boolean {
    return this.is[place] === Is.Refused;
  }

  /** @returns the place that it is about; -1: none of ours, or one that is known already */
  read(bytes: Buffer, start: number, end: number, ids: SecurityIds): number {
    const { definition } = this;
    if (definition.wrap(bytes, start, end) !== SbeFault.None) return -1;
    const place = ids.placeIn(definition);
    if (place < 0 || this.is[place] !== Is.Unknown) return -1;
    if (definition.securityUpdateAction === SecurityUpdateActionValue.DELETE) return -1;
    this.group = definition.securityGroup;
    this.why = this.objection(this.contracts[place]);
    this.is[place] = this.why === '' ? Is.Fit : Is.Refused;
    return place;
  }

  private objection({ mantissaPerTick, unitsPerLot }: B3Contract): string {
    const { hasMinPriceIncrement, minPriceIncrement, hasMinLotSize, minLotSize } = this.definition;
    if (hasMinPriceIncrement && minPriceIncrement % (mantissaPerTick * PER_PRICE) !== 0)
      return `its tick is ${minPriceIncrement / INCREMENTS} at B3, which is no number of ticks here`;
    if (hasMinLotSize && minLotSize % unitsPerLot !== 0)
      return `its lot is ${minLotSize} at B3, which is no number of lots here`;
    return '';
  }
}
