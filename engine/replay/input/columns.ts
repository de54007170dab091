/** A header row: where each column stands, by name. */
import type { CsvRows } from './csv-rows.js';

export const NO_COLUMN = -1;

export class Columns {
  readonly count: number;
  private readonly names: string[];

  /** @param rows at the header row */
  constructor(private readonly rows: CsvRows) {
    this.count = rows.fields;
    this.names = Array.from({ length: rows.fields }, (_, i) => rows.text(i));
  }

  /** @throws InputError when there is no such column */
  needed(name: string): number {
    const at = this.find(name);
    if (at === NO_COLUMN)
      this.rows.fail(`no column "${name}" in the header; there are ${this.names.filter(Boolean).join(', ')}`);
    return at;
  }

  /** `NO_COLUMN` when there is none. */
  find(name: string): number {
    return this.names.indexOf(name);
  }

  /** The rows must be as wide as the header. */
  check(): void {
    if (this.rows.fields !== this.count)
      this.rows.fail(`${this.rows.fields} fields, the header has ${this.count}`);
  }
}
