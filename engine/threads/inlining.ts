/**
 * How far V8 inlines. A command's way through the core is some forty short functions; with V8's own budget of 920 bytes of
 * bytecode the compiler gives up half-way and leaves calls between them. Read whenever a function is optimized, by all
 * threads of the process: set by the thread that gains, before it has anything to do.
 */
import { setFlagsFromString } from 'node:v8';

export function inlineDeeply(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=4500');
}
