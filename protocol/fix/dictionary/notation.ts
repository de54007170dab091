/**
 * Reads the notation of `tables/`, once per version at start. A line each, a line that goes on begins with a blank:
 *
 *     type PRICE 31 44 99          these tags have this type
 *     values 54 1 2 3              a field's permitted values
 *     header 8! 9! 35! 627{ 628 }  fields in order; `!` must be there; `627{ … }` a group; `@3` component 3
 *     trailer, component N, message T: the same
 *     more T 5001 5002             fields that message T has besides
 */
export interface Item {
  readonly tag: number;
  readonly isRequired: boolean;
  /** What a repeating group holds, in order; a plain field has none. */
  readonly members?: readonly Item[];
}

export interface Table {
  readonly types: ReadonlyMap<number, string>;
  readonly values: ReadonlyMap<number, readonly string[]>;
  readonly header: readonly Item[];
  readonly trailer: readonly Item[];
  /** MsgType → body, not yet unfolded: most messages of a version are never used. */
  readonly messages: ReadonlyMap<string, () => readonly Item[]>;
  /** What is added to messages of an earlier table. */
  readonly more: ReadonlyMap<string, readonly Item[]>;
}

export function readTable(text: string): Table {
  const types = new Map<number, string>();
  const values = new Map<number, readonly string[]>();
  const messages = new Map<string, () => readonly Item[]>();
  const more = new Map<string, readonly Item[]>();
  const components: string[][] = [];
  const sections: Record<string, Item[]> = {};
  for (const line of text.replace(/\n /g, ' ').trim().split('\n')) {
    const [word, first, ...rest] = line.split(' ');
    if (word === 'type') for (const tag of rest) types.set(Number(tag), first);
    else if (word === 'values') values.set(Number(first), rest);
    else if (word === 'component') components[Number(first)] = rest;
    else if (word === 'message') messages.set(first, () => unfold(rest, components));
    else if (word === 'more') more.set(first, unfold(rest, components));
    else sections[word] = first === undefined ? [] : unfold([first, ...rest], components);
  }
  return { types, values, messages, more, header: sections.header ?? [], trailer: sections.trailer ?? [] };
}

function unfold(words: readonly string[], components: readonly (readonly string[])[]): Item[] {
  return new Unfolding(components).items(words.filter((word) => word !== '').values(), true);
}

class Unfolding {
  constructor(private readonly components: readonly (readonly string[])[]) {}

  /** What a component requires is required only where the component itself is. */
  items(words: Iterator<string>, isRequired: boolean): Item[] {
    const items: Item[] = [];
    for (let next = words.next(); !next.done && next.value !== '}'; next = words.next()) {
      const word = next.value;
      const isMarked = word.includes('!');
      if (word.startsWith('@')) {
        const inner = this.components[Number.parseInt(word.slice(1), 10)];
        items.push(...this.items(inner.values(), isRequired && isMarked));
        continue;
      }
      const item = { tag: Number.parseInt(word, 10), isRequired: isRequired && isMarked };
      items.push(word.endsWith('{') ? { ...item, members: this.items(words, true) } : item);
    }
    return items;
  }
}
