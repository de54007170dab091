/** One version's fields and messages as look-ups by number. Read only, so all sessions of a version share one. */
import { msgType } from '../codec/tags.js';
import { Format, formatOf, hasFormat } from './formats.js';
import { Level } from './level.js';
import { type Item, readTable, type Table } from './notation.js';
import { PermittedValues } from './permitted.js';

const NOT_KNOWN = 255;

/** In the order in which they have to stand. */
export const enum Section {
  Header,
  Body,
  Trailer,
}

export class Dictionary {
  readonly header: Level;
  readonly trailer: Level;
  readonly maxTag: number;
  private readonly formats: Uint8Array;
  private readonly permitted: (PermittedValues | undefined)[] = [];
  private readonly sections: Uint8Array;
  private readonly unfolded = new Map<number, Level>();
  private readonly folded = new Map<number, () => readonly Item[]>();

  /** @param tables in the notation of `notation.ts`; a later one adds to the earlier ones or replaces what they say */
  constructor(...tables: readonly string[]) {
    const read = tables.map(readTable);
    this.maxTag = Math.max(...read.flatMap((table) => [...table.types.keys()]));
    this.formats = new Uint8Array(this.maxTag + 1).fill(NOT_KNOWN);
    this.sections = new Uint8Array(this.maxTag + 1).fill(Section.Body);
    this.header = new Level(
      read.flatMap((table) => table.header),
      this.maxTag,
    );
    this.trailer = new Level(
      read.flatMap((table) => table.trailer),
      this.maxTag,
    );
    for (const table of read) this.add(table);
  }

  knows(tag: number): boolean {
    return tag > 0 && tag <= this.maxTag && this.formats[tag] !== NOT_KNOWN;
  }

  sectionOf(tag: number): Section {
    return tag > 0 && tag <= this.maxTag ? this.sections[tag] : Section.Body;
  }

  /** The body of a message type; undefined when this version has no such message. */
  body(type: number): Level | undefined {
    const level = this.unfolded.get(type);
    if (level !== undefined) return level;
    const items = this.folded.get(type);
    if (items === undefined) return undefined;
    const made = new Level(items(), this.maxTag);
    this.unfolded.set(type, made);
    return made;
  }

  /** @param tag that this dictionary knows */
  hasFormat(tag: number, buffer: Uint8Array, at: number, length: number): boolean {
    return hasFormat(this.formats[tag], buffer, at, length);
  }

  permits(tag: number, buffer: Uint8Array, at: number, length: number): boolean {
    const permitted = this.permitted[tag];
    if (permitted === undefined) return true;
    return this.formats[tag] === Format.Values
      ? permitted.hasAll(buffer, at, length)
      : permitted.has(buffer, at, length);
  }

  private add({ types, values, messages, more, header, trailer }: Table): void {
    for (const [tag, type] of types) this.formats[tag] = formatOf(type);
    for (const [tag, list] of values) this.permitted[tag] = new PermittedValues(list);
    for (const [type, items] of messages) this.folded.set(msgType(type), items);
    for (const [type, items] of more) this.extend(msgType(type), items);
    this.mark(header, Section.Header);
    this.mark(trailer, Section.Trailer);
  }

  private extend(type: number, items: readonly Item[]): void {
    const before = this.folded.get(type);
    if (before !== undefined) this.folded.set(type, () => [...before(), ...items]);
  }

  private mark(items: readonly Item[], section: Section): void {
    for (const { tag, members } of items) {
      this.sections[tag] = section;
      if (members) this.mark(members, section);
    }
  }
}
