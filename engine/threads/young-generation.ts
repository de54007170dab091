/**
 * Where new objects of each thread stand. V8 begins with a megabyte and collects whenever it is full; a thread that makes
 * next to no garbage, as the core's, fills it with its looks at the clock within millions of commands all the same. Read
 * when a thread starts: set by who starts them, before the first.
 */
import { setFlagsFromString } from 'node:v8';

const MEGABYTES = 8;

export function widenYoungGeneration(): void {
  setFlagsFromString(`--min-semi-space-size=${MEGABYTES}`);
}
