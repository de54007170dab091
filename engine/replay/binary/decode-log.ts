/** What a run has decoded and what it could not: messages by protocol and name, gaps, faults with the first of them in full. */
import pc from 'picocolors';
import type { Described } from '../../../protocol/views/describe.js';
import { Differences } from '../differences.js';
import { labelled, number, type Verdict } from '../verdict.js';

const NAMES_A_LINE = 4;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\0-\x1f\x7f-\x9f]/g;

export class DecodeLog {
  private readonly counts = new Map<string, Map<string, number>>();
  private readonly notes: string[] = [];
  private readonly faults = new Differences();
  private readonly missing = new Map<string, number>();
  private readonly opaque = new Map<string, number>();
  private readonly shown: string[] = [];
  private decoded = 0;

  /** @param show so many messages in full, the first ones */
  constructor(private readonly show: number) {}

  /** @param fields made only when the message is going to be shown */
  message(protocol: string, name: string, fields?: () => Described): void {
    let names = this.counts.get(protocol);
    if (names === undefined) {
      names = new Map();
      this.counts.set(protocol, names);
    }
    names.set(name, (names.get(name) ?? 0) + 1);
    this.decoded++;
    if (fields !== undefined && this.shown.length < this.show) this.shown.push(`${name} ${textOf(fields())}`);
  }

  /** What is carried in good order and belongs to no protocol that is known here. */
  passOver(what: string): void {
    this.opaque.set(what, (this.opaque.get(what) ?? 0) + 1);
  }

  /** @param where of what, so that it can be found: packet number, connection */
  fault(where: string, what: string): void {
    this.faults.add(() => `${where}: ${what}`);
  }

  /** Numbers, or bytes, that the recording does not have. That is the recording's, and no fault. */
  gap(where: string, count: number): void {
    this.missing.set(where, (this.missing.get(where) ?? 0) + count);
  }

  note(line: string): void {
    this.notes.push(line);
  }

  verdict(head: readonly string[], books: readonly string[]): Verdict {
    const { decoded } = this;
    const { count, first } = this.faults;
    const agree = count === 0 && decoded > 0;
    const faultLines = first.map((text) => printable(`  ${text}`));
    const heading =
      count > first.length ? `the first ${first.length} of ${number(count)} faults:` : 'faults:';
    return {
      agree,
      lines: [
        ...head,
        ...this.shown.map((text) => labelled('message', printable(text))),
        ...[...this.counts].flatMap(([protocol, names]) => countLines(protocol, names)),
        ...[...this.opaque].map(([what, times]) => labelled('not decoded', `${number(times)} ${what}`)),
        ...[...this.missing].map(([where, missing]) =>
          labelled('gap', `${where}: ${number(missing)} missing`),
        ),
        ...(this.missing.size === 0 ? [labelled('gaps', 'none')] : []),
        ...this.notes.map((text) => labelled('note', text)),
        ...books.map(printable),
        ...(count === 0 ? [] : [pc.red(heading), ...faultLines]),
        (agree ? pc.green : pc.red)(`${decoded} of ${decoded + count} messages decode`),
      ],
    };
  }
}

/** The most frequent first. */
function countLines(protocol: string, names: Map<string, number>): string[] {
  const texts = [...names].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${number(count)}`);
  const lines: string[] = [];
  for (let i = 0; i < texts.length; i += NAMES_A_LINE)
    lines.push(labelled(i === 0 ? protocol : '', texts.slice(i, i + NAMES_A_LINE).join(', ')));
  return lines;
}

const textOf = (fields: Described): string =>
  JSON.stringify(fields, (_, value) => (typeof value === 'bigint' ? String(value) : value));

/** Nothing that was recorded reaches a terminal as anything but text. */
const printable = (line: string): string =>
  line.replace(CONTROLS, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
