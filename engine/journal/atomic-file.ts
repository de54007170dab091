/** A file that is there whole or not at all: written beside its place, synced, then renamed into it. */
import type { JournalFiles } from './files.js';

export function replaceFile(files: JournalFiles, name: string, parts: readonly Uint8Array[]): void {
  const temporary = `${name}.tmp`;
  files.remove(temporary);
  const file = files.create(temporary);
  try {
    let at = 0;
    for (const part of parts) {
      file.write(part, part.length, at);
      at += part.length;
    }
    file.sync();
  } finally {
    file.close();
  }
  files.rename(temporary, name);
}

/** The whole file, or `undefined` when there is none. */
export function readWhole(files: JournalFiles, name: string): Uint8Array | undefined {
  const file = files.open(name, 'read');
  if (file === undefined) return undefined;
  try {
    const bytes = new Uint8Array(file.size());
    return bytes.subarray(0, file.read(bytes, 0, bytes.length, 0));
  } finally {
    file.close();
  }
}
