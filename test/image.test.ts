/** What can be known of the Docker image without Docker: its base suits us, what it copies is there, its health check works. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { EngineProcess } from './support/engine.js';
import { freePort } from './support/ports.js';

const DOCKERFILE = readFileSync('Dockerfile', 'utf8')
  .replace(/\\\n/g, '')
  .replace(/^#.*\n/gm, '');
const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));

const linesOf = (instruction: string): string[] =>
  [...DOCKERFILE.matchAll(RegExp(`^${instruction} (.*)$`, 'gm'))].map(([, rest]) => rest);

/** Exit code of the health check, asking at another port than the container's. */
async function healthAt(port: string | number): Promise<number> {
  const [, command] = /CMD (\[.*\])$/.exec(linesOf('HEALTHCHECK')[0])!;
  const [program, ...args] = JSON.parse(command.replace(':7070', `:${port}`));
  const [code] = await once(spawn(program, args, { stdio: 'ignore' }), 'exit');
  return code;
}

t.test('the base has the Node that the engine wants', async (t) => {
  const bases = linesOf('FROM').map((line) => line.split(' ')[0]);
  t.equal(new Set(bases).size, 1);
  const [, major] = /^node:(\d+)-bookworm-slim$/.exec(bases[0]) ?? [];
  t.equal(engines.node, `>=${major}.10 <${Number(major) + 1}`);
});

t.test('what it copies is there, and what it must not take is kept out', async (t) => {
  for (const line of linesOf('COPY').filter((line) => !line.startsWith('--from')))
    for (const source of line.split(' ').slice(0, -1)) t.ok(existsSync(source), source);
  t.match(linesOf('ENTRYPOINT')[0], 'engine/cli/pregao.js');
  const kept = readFileSync('.dockerignore', 'utf8').split('\n');
  for (const path of ['.git', 'node_modules', 'dist', 'data']) t.ok(kept.includes(path), path);
});

t.test(
  'it runs as a user without rights, and its health check tells a running engine from none',
  async (t) => {
    t.strictSame(linesOf('USER'), ['node']);
    const engine = await EngineProcess.start();
    t.teardown(() => engine.kill('SIGKILL'));
    t.equal(await healthAt(new URL(engine.url).port), 0, 'running');
    t.equal(await healthAt(await freePort()), 1, 'nothing there');
  },
);
