/** What is wrong with a file, named so that an editor jumps to it: `FILE:LINE: what`. Lines count from 1. */
export class InputError extends Error {
  constructor(file: string, line: number, what: string) {
    super(`${file}:${line}: ${what}`);
  }
}
