/**
 * How a test starts a Node program: as a person does. What tap loads into every process that a test starts would change
 * it: it takes signals that Node itself ignores, and some programs cannot be loaded through it.
 */
export type Program = [command: string, args: string[]];

/** Arguments for `spawn` and its kin; the process id is the program's own. */
export const program = (...args: string[]): Program => [
  'env',
  ['-u', 'NODE_OPTIONS', process.execPath, ...args],
];
