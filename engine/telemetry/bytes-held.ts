/**
 * The memory bill of what is already built: bytes of all typed arrays and buffers that can be reached from an object, each
 * buffer once. Asked once at start; what it says cannot drift from what was allocated.
 */
export function bytesHeld(root: object, leaveOut: readonly object[] = []): number {
  const seen = new Set<object>(leaveOut);
  const waiting: object[] = [root];
  let bytes = 0;
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    if (seen.has(object)) continue;
    seen.add(object);
    if (object instanceof ArrayBuffer || object instanceof SharedArrayBuffer) bytes += object.byteLength;
    else if (ArrayBuffer.isView(object)) waiting.push(object.buffer);
    else waiting.push(...Object.values(object).filter(isObject));
  }
  return bytes;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
