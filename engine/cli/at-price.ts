/** `@ 64000` or `@64000` at the end of a command line. */
import { UsageError } from './failure.js';

/** Undefined: nothing there. */
export function atPrice(rest: readonly string[]): string | undefined {
  const text = rest.join('');
  if (text === '') return undefined;
  if (!/^@.+/.test(text) || rest.length > 2) throw new UsageError(`"${rest.join(' ')}" is not @ PRICE`);
  return text.slice(1);
}
