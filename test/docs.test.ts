/** The documents say what is true: their links lead somewhere, their commands exist, their examples run. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { compile, examplesIn, run } from './documents/examples.js';
import { anchorsOf, blocksOf, documents, linksOf } from './documents/markdown.js';
import { EngineProcess } from './support/engine.js';

/** An author's own strategy, in a folder of that name beside the configuration. */
const AUTHORS_OWN = /^strategies\/[\w-]+\.ts$/;

const read = (file: string): string => readFileSync(file, 'utf8');

/** A link into the tree that leads nowhere, or to a heading that is not there. */
function isBroken(file: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [path, anchor] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(target)) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).includes(anchor);
}

t.test('every link leads somewhere', async (t) => {
  const files = documents();
  t.ok(files.includes('README.md') && files.length > 10, `${files.length} documents`);
  for (const file of files)
    t.strictSame(
      linksOf(read(file)).filter((link) => isBroken(file, link)),
      [],
      file,
    );
});

t.test('every file of the tree that a document speaks of is there', async (t) => {
  for (const file of documents()) {
    const named = [...read(file).matchAll(/`((?:engine|protocol|strategies|bench|test)\/[\w./-]*\w)`/g)];
    t.strictSame(
      named.map(([, path]) => path).filter((path) => !existsSync(path) && !AUTHORS_OWN.test(path)),
      [],
      file,
    );
  }
});

t.test('every `npm run` and every `npx pregao` that a document names is there', async (t) => {
  const { scripts } = JSON.parse(read('package.json'));
  const commands = read('engine/cli/main.ts');
  for (const file of documents()) {
    const text = read(file);
    for (const [, script] of text.matchAll(/\bnpm run ([\w:-]+)/g))
      t.ok(script in scripts, `${file}: npm run ${script}`);
    for (const [, command] of text.matchAll(/\bnpx pregao ([a-z]+)/g))
      t.match(commands, `${command}Command()`, `${file}: npx pregao ${command}`);
  }
});

t.test('the programs in the documents compile; those that can, run and print what is said', async (t) => {
  const examples = documents().flatMap((file) => examplesIn(blocksOf(read(file))));
  const programs = examples.filter(({ runs }) => runs);
  t.ok(examples.length > programs.length && programs.length >= 2, `${examples.length} programs`);
  compile(examples);
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, strategies: [] } });
  t.teardown(() => engine.kill('SIGKILL'));
  const env = { PREGAO_URL: engine.url, PREGAO_KEY: engine.keyFile };
  for (const program of programs) t.equal(await run(program, env), program.output, program.name);
});
