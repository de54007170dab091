/** Whom books tell, in tests: every level in words, of every place. */
import { Side } from '../../../protocol/codes/enums.js';
import { FAULT_NAMES } from '../../kit/json/fault.js';
import type { BookHost } from './mdp-books.js';

export class BooksHost implements BookHost {
  private told: string[] = [];

  constructor(private readonly places: ReadonlyMap<number, number>) {}

  placeOf(securityId: number): number {
    return this.places.get(securityId) ?? -1;
  }

  level(place: number, side: Side, ticks: number, lots: number): void {
    this.told.push(`${place} ${side === Side.Buy ? 'bid' : 'offer'} ${lots} at ${ticks}`);
  }

  wrong(place: number, fault: number): void {
    this.told.push(`${place} ${FAULT_NAMES[fault]}`);
  }

  /** Since the last time. */
  heard(): string[] {
    return this.told.splice(0);
  }
}
