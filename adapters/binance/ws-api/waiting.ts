/** Requests that wait for their answers. Numbers follow one another, so each has its place in a ring, which grows when one waits for long. */
import type { Answer } from './ws-api.js';

export type Answered = (answer: Answer) => void;

const FIRST_PLACES = 64;

export class Waiting {
  private places = empty(FIRST_PLACES);
  private lastId = 0;

  /** @returns the request's number */
  add(answered: Answered): number {
    const id = ++this.lastId;
    while (this.places[id % this.places.length] !== undefined) this.grow();
    this.places[id % this.places.length] = answered;
    return id;
  }

  /** Who waits for it, once; nobody, when the number is none of ours. */
  take(id: number): Answered | undefined {
    const { places, lastId } = this;
    if (!Number.isInteger(id) || id <= 0 || id <= lastId - places.length || id > lastId) return undefined;
    const answered = places[id % places.length];
    places[id % places.length] = undefined;
    return answered;
  }

  /** All of them, in the order in which they asked. */
  takeAll(): Answered[] {
    const all: Answered[] = [];
    for (let id = this.lastId - this.places.length + 1; id <= this.lastId; id++) {
      const answered = this.take(id);
      if (answered !== undefined) all.push(answered);
    }
    return all;
  }

  private grow(): void {
    const { places, lastId } = this;
    this.places = empty(2 * places.length);
    for (let id = lastId - places.length; id < lastId; id++)
      if (id > 0) this.places[id % this.places.length] = places[id % places.length];
  }
}

const empty = (places: number): (Answered | undefined)[] => new Array(places).fill(undefined);
