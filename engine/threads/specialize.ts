/**
 * Machine code for one object instead of for its class. V8 compiles a method for every receiver: each `this.orders.i32[at]` is three
 * loads and a bound before the element. A closure that exists once is compiled with what it closes over as constants, and so with
 * the address and the length of every typed array that can be reached from there by fields which were assigned once.
 *
 * So each hot method of an object that is the only one of its thread gets a closure of its own, which calls it with the object as a constant;
 * the compiler inlines the method into that. The text of each closure is another one, because V8 keeps functions of the same text as one.
 * It asks what it need not ask, so as to be no function that is inlined whatever the budget: where the budget ends, the call goes to
 * the closure, and not to the method as it is for any object.
 */

let closures = 0;

/**
 * Call it once for an object, after it has been put together. What it does is the same before and after.
 * @param paths objects, and methods of theirs; none may have default or rest parameters: a closure passes on as many as `length` says
 */
export function specialize(paths: readonly (readonly [object: object, methods: readonly string[]])[]): void {
  for (const [object, methods] of paths) for (const method of methods) closeOver(object, method);
}

function closeOver(object: object, name: string): void {
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== 'function') throw new TypeError(`${object.constructor.name} has no method ${name}`);
  const parameters = Array.from({ length: method.length }, (_, i) => `a${i}`);
  const call = `own.call(${['self', ...parameters]})`;
  const body = `if (self === undefined) return undefined; return ${call};`;
  const text = `const self = object, own = method; return (${parameters}) => { ${body} } // ${closures++}`;
  Object.assign(object, { [name]: new Function('object', 'method', text)(object, method) });
}
