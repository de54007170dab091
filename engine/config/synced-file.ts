/** A small file whose content is on disk when this returns: the old one or the new one, whatever happens meanwhile. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export function replaceFile(file: string, text: string): void {
  synced(`${file}.new`, 'w', (fd) => writeSync(fd, text));
  renameSync(`${file}.new`, file);
  synced(dirname(file), 'r', () => {});
}

function synced(path: string, flags: 'w' | 'r', write: (fd: number) => void): void {
  const fd = openSync(path, flags);
  try {
    write(fd);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
