import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Identities } from './identities.js';

const directory = () => mkdtempSync(join(tmpdir(), 'pregao-identities-'));

t.test('a name keeps its number over restarts, whatever comes before it in the configuration', async (t) => {
  const data = directory();
  const first = new Identities(data);
  t.equal(first.numberOf('instruments', 'BTC-USD'), 1);
  t.equal(first.numberOf('instruments', 'ETH-USD'), 2);
  first.save();
  const second = new Identities(data);
  t.equal(second.numberOf('instruments', 'SOL-USD'), 3);
  t.equal(second.numberOf('instruments', 'ETH-USD'), 2);
  t.equal(second.numberOf('accounts', 'ETH-USD'), 1, 'kinds count separately');
  t.same(second.namesOf('instruments'), ['BTC-USD', 'ETH-USD', 'SOL-USD']);
});

t.test('an instrument keeps its tick and lot, in which the journal counts', async (t) => {
  const data = directory();
  const first = new Identities(data);
  first.keepUnits('BTC-USD', { tick: '0.01', lot: '0.001' });
  first.save();
  const second = new Identities(data);
  second.keepUnits('BTC-USD', { tick: '0.010', lot: '0.001' });
  t.throws(
    () => second.keepUnits('BTC-USD', { tick: '0.05', lot: '0.001' }),
    /counts its orders in ticks of 0\.01/,
  );
  t.throws(
    () => second.keepUnits('BTC-USD', { tick: '0.01', lot: '1' }),
    /another symbol, or use a fresh data/,
  );
  t.same(second.unitsOf('BTC-USD'), { tick: '0.01', lot: '0.001' });
});

t.test('names that mean something to JavaScript objects are only names', async (t) => {
  const identities = new Identities(directory());
  t.equal(identities.numberOf('accounts', '__proto__'), 1);
  t.equal(identities.numberOf('accounts', 'constructor'), 2);
});

t.test('a damaged file stops the start and says what to do', async (t) => {
  const data = directory();
  writeFileSync(join(data, 'identities.json'), '{"instruments": [');
  t.throws(() => new Identities(data), /damaged.*restore it from a backup/);
});
