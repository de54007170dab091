/**
 * How plugins are imported; runs on the thread that Node keeps for module hooks. TypeScript is compiled as it is loaded, one
 * file after the other, so `./levels.js` finds `levels.ts`; and `pregao/…` is the engine that runs the plugin, `zod` its copy
 * where the plugin has none, from whatever folder.
 */
import { readFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { TransformOutput } from '@swc/wasm-typescript';

const OURS = /^pregao(?:\/|$)/;
const SHARED = /^zod(?:\/|$)/;
const TYPESCRIPT = /\.m?ts$/;

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  if (OURS.test(specifier)) return nextResolve(specifier, { ...context, parentURL: import.meta.url });
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (SHARED.test(specifier)) return nextResolve(specifier, { ...context, parentURL: import.meta.url });
    const source = specifier.replace(/\.(m?)js$/, '.$1ts');
    if (source === specifier) throw error;
    return nextResolve(source, context);
  }
};

export const load: LoadHook = async (url, context, nextLoad) =>
  TYPESCRIPT.test(new URL(url).pathname)
    ? { format: 'module', source: await compile(fileURLToPath(url)), shortCircuit: true }
    : nextLoad(url, context);

const isMissing = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';

/** Types are taken out, not checked: that is for the author's editor and `tsc`. */
async function compile(path: string): Promise<string> {
  const { code, map = '' } = await transform(readFileSync(path, 'utf8'), path);
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

/** What the compiler throws is no Error. */
interface Mistake {
  readonly message: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

/** The compiler is loaded for the first file that wants it: it takes as long as all the rest of a worker. */
async function transform(source: string, filename: string): Promise<TransformOutput> {
  const { transformSync } = await import('@swc/wasm-typescript');
  try {
    return transformSync(source, { mode: 'transform', filename, sourceMap: true });
  } catch (error) {
    const { message, startLine = 0, startColumn = 0 } = error as Mistake;
    throw new SyntaxError(`${filename}:${startLine}:${startColumn + 1}: ${message}`);
  }
}
