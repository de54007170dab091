/** What did not agree: all of it counted, the first ones kept to be shown. */
const SHOWN = 10;

export class Differences {
  count = 0;
  readonly first: string[] = [];

  /** @param text made only when it is going to be shown */
  add(text: () => string): void {
    this.count++;
    if (this.first.length < SHOWN) this.first.push(text());
  }
}
