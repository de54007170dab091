import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { lockDataDirectory } from './data-lock.js';
import { DataDirectoryInUse } from './errors.js';

t.test(
  'a second start on the same directory is refused, and the next one after a release is not',
  async (t) => {
    const directory = t.testdir();
    const lock = lockDataDirectory(directory);
    t.throws(() => lockDataDirectory(directory), DataDirectoryInUse);
    t.throws(() => lockDataDirectory(directory), new RegExp(`in use by process ${process.pid}`));
    lock.release();
    lockDataDirectory(directory).release();
  },
);

t.test('kill -9 leaves no stale lock', async (t) => {
  const directory = t.testdir();
  const script = `import(${JSON.stringify(new URL('./data-lock.js', import.meta.url).href)})
    .then(({ lockDataDirectory }) => { lockDataDirectory(${JSON.stringify(directory)}); console.log('locked'); setInterval(() => {}, 1000); })`;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  t.throws(() => lockDataDirectory(directory), new RegExp(`in use by process ${holder.pid}`));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataDirectory(directory).release();
});
