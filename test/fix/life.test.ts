/**
 * What outlives what: a FIX client's orders, their names, its reports and its sequence numbers through lost connections and `kill -9`.
 */
import t from 'tap';
import { FileStore, MemoryStore } from '../../protocol/fix/index.js';
import { EngineProcess, freshDirectory } from '../support/engine.js';
import { dialogue } from './dialogue.js';
import { fixConfig, Venue } from './venue.js';

t.setTimeout(240_000);

const CONFIG = fixConfig([
  { compId: 'DESK', key: 'desk', accounts: ['desk'] },
  { compId: 'HOUSE', key: 'house', version: 'FIX.5.0SP2' },
  { compId: 'CAREFUL', key: 'house', cancelOnDisconnect: true },
]);
const D = '35=D|55=MSFT|40=2';

t.test('kill -9: the order stands under its name, and so does what has executed', async (t) => {
  const venue = await Venue.open(t, CONFIG);
  const store = new MemoryStore();
  const desk = await venue.logOn('DESK', { store });
  const house = await venue.logOn('HOUSE');
  await dialogue(t, { DESK: desk, HOUSE: house }, [
    `DESK> ${D}|11=first order|54=1|38=100|44=100`,
    'DESK< 35=8|11=first order|150=0',
    'DESK> 35=G|11=second|41=first order|55=MSFT|54=1|38=120|40=2|44=101',
    'DESK< 35=8|11=second|41=first order|150=5',
    `HOUSE> ${D}|11=h1|54=2|38=30|44=101`,
    'HOUSE< 35=8|11=h1|150=0',
    'HOUSE< 35=8|11=h1|150=F|39=2|6=101.00',
    'DESK< 35=8|11=second|150=F|39=1|14=30|151=90|6=101.00',
  ]);
  await venue.dieAndReturn();
  desk.cut();
  const again = await venue.logOn('DESK', { store });
  await dialogue(t, { DESK: again }, [
    'DESK> 35=H|11=second|55=MSFT|54=1',
    'DESK< 35=8|11=second|39=1|14=30|151=90|6=101.00|44=101.00|38=120',
    `DESK> ${D}|11=first order|54=1|38=100|44=100`,
    'DESK< 35=8|11=first order|150=8|103=6',
    'DESK> 35=G|11=third|41=second|55=MSFT|54=1|38=130|40=2|44=101',
    'DESK< 35=8|11=third|41=second|150=5|39=1|14=30|151=100',
    'DESK> 35=F|11=fourth|41=third|55=MSFT|54=1',
    'DESK< 35=8|11=fourth|41=third|150=4|39=4|14=30|6=101.00',
  ]);
  t.equal(again.session.store.nextIn, store.nextIn, 'the sequence went on');
});

t.test(
  'reports of a time without connection come by resend, also when the engine has died meanwhile',
  async (t) => {
    const venue = await Venue.open(t, CONFIG);
    const store = new FileStore(`${freshDirectory()}/desk.fixlog`);
    const desk = await venue.logOn('DESK', { store });
    await dialogue(t, { DESK: desk }, [`DESK> ${D}|11=a|54=1|38=100|44=100`, 'DESK< 35=8|11=a|150=0|43=']);
    desk.cut();
    const house = await venue.logOn('HOUSE');
    await dialogue(t, { HOUSE: house }, [
      `HOUSE> ${D}|11=h1|54=2|38=30|44=100`,
      'HOUSE< 35=8|150=0',
      'HOUSE< 35=8|150=F|31=100.00',
    ]);
    const second = await venue.logOn('DESK', { store });
    await dialogue(t, { DESK: second }, ['DESK< 35=8|11=a|150=F|39=1|14=30|43=Y']);
    second.cut();
    await dialogue(t, { HOUSE: house }, [
      `HOUSE> ${D}|11=h2|54=2|38=40|44=100`,
      'HOUSE< 35=8|150=0',
      'HOUSE< 35=8|150=F',
    ]);
    await venue.dieAndReturn();
    const third = await venue.logOn('DESK', { store });
    await dialogue(t, { DESK: third }, [
      'DESK< 35=8|11=a|150=F|39=1|14=70|151=30|43=Y',
      'DESK> 35=F|11=b|41=a|55=MSFT|54=1',
      'DESK< 35=8|11=b|41=a|150=4|14=70|43=',
    ]);
  },
);

t.test('an orderly stop and sequences that begin anew: what was told is not told again', async (t) => {
  const venue = await Venue.open(t, CONFIG, 'async');
  const store = new MemoryStore();
  const desk = await venue.logOn('DESK', { store });
  await dialogue(t, { DESK: desk }, [
    `DESK> ${D}|11=a|54=1|38=100|44=100`,
    'DESK< 35=8|150=0',
    'DESK> 35=F|11=x|41=no such|55=MSFT|54=1',
    'DESK< 35=9|11=x|102=1',
  ]);
  await venue.stopAndReturn();
  t.same(desk.farewells, ['the engine is stopping']);
  const second = await venue.logOn('DESK', { store });
  await dialogue(t, { DESK: second }, ['DESK> 35=H|11=a|55=MSFT|54=1', 'DESK< 35=8|11=a|17=0|39=0']);
  second.session.resetSequences(Date.now());
  await second.until(() => store.nextIn === 2);
  await venue.stopAndReturn();
  const third = await venue.logOn('DESK', { store });
  await dialogue(t, { DESK: third }, ['DESK> 35=F|11=b|41=a|55=MSFT|54=1', 'DESK< 35=8|11=b|41=a|150=4|43=']);
});

t.test('cancel on disconnect: after the grace, for sessions that have it', async (t) => {
  const venue = await Venue.open(t, CONFIG);
  const store = new MemoryStore();
  const careful = await venue.logOn('CAREFUL', { store });
  const desk = await venue.logOn('DESK');
  await dialogue(t, { CAREFUL: careful, DESK: desk }, [
    `CAREFUL> ${D}|11=c1|54=1|38=10|44=90`,
    'CAREFUL< 35=8|11=c1|150=0',
    `DESK> ${D}|11=d1|54=1|38=10|44=90`,
    'DESK< 35=8|11=d1|150=0',
  ]);
  careful.cut();
  desk.cut();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const back = await venue.logOn('CAREFUL', { store });
  const deskBack = await venue.logOn('DESK', { store: desk.session.store });
  await dialogue(t, { CAREFUL: back, DESK: deskBack }, [
    'CAREFUL< 35=8|11=c1|150=4|39=4|58=cancelled because its session did not come back in time|43=Y',
    'DESK> 35=H|11=d1|55=MSFT|54=1',
    'DESK< 35=8|11=d1|39=0',
  ]);
});

t.test('a port that somebody else has: said by its name, and the engine ends in good order', async (t) => {
  const venue = await Venue.open(t, CONFIG);
  const second = EngineProcess.launch({ config: fixConfig(CONFIG.fix!.sessions, { port: venue.port }) });
  t.match(await second.exit(), { code: 1 });
  t.match(second.log, new RegExp(`cannot listen for FIX on 127\\.0\\.0\\.1:${venue.port} \\(fix\\.port\\)`));
});
