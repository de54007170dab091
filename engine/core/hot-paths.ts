/**
 * Methods that run for every order. A thread that has no other core may have them compiled for this one alone (`specialize` in
 * `engine/threads`); what they do is the same.
 */
export type HotPath = readonly [object: object, methods: readonly string[]];

export const hotPath = <T extends object>(object: T, ...methods: readonly (keyof T & string)[]): HotPath => [
  object,
  methods,
];
