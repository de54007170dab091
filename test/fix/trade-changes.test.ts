/** Executions that the operator takes back or puts right, on FIX sessions of all versions and on a drop copy; also one that was away, and after kill -9. */
import t from 'tap';
import { PregaoClient } from '../../protocol/client/index.js';
import { FileStore } from '../../protocol/fix/index.js';
import { pregao } from '../support/cli.js';
import { freshDirectory } from '../support/engine.js';
import { dialogue } from './dialogue.js';
import { fixConfig, HOUSE_KEY, Venue } from './venue.js';

t.setTimeout(120_000);

const CONFIG = fixConfig([
  { compId: 'DESK', key: 'desk', accounts: ['desk'] },
  { compId: 'OLD', version: 'FIX.4.2', key: 'desk', accounts: ['fund'] },
  { compId: 'COPY', version: 'FIX.5.0SP2', key: 'desk', accounts: ['desk', 'fund'], dropCopy: true },
]);
const D = '35=D|55=MSFT|40=2';

t.test('busts and corrections', async (t) => {
  const venue = await Venue.open(t, CONFIG);
  const admin = (...args: readonly string[]) =>
    pregao(venue.engine.data, 'admin', ...args, '--data', venue.engine.data);
  const store = new FileStore(`${freshDirectory()}/copy.fixlog`);
  const [DESK, OLD] = [await venue.logOn('DESK'), await venue.logOn('OLD')];
  const COPY = await venue.logOn('COPY', { store });
  const house = await PregaoClient.connect(venue.engine.url, HOUSE_KEY, { reconnect: false });
  t.teardown(() => house.close());
  const trades: string[] = [];
  house.on('executed', ({ execution }) => trades.push(`${execution!.id.sequence}-${execution!.id.index}`));
  await house.newOrder({ symbol: 'MSFT', side: 'sell', price: '100', quantity: '50', tif: 'gtc' });

  await dialogue(t, { DESK, OLD, COPY }, [
    `DESK> ${D}|11=a|54=1|38=20|44=100`,
    'DESK< 35=8|11=a|150=0|$O=37',
    'DESK< 35=8|11=a|150=F|39=2',
    'COPY< 35=8|11=a|150=0',
    'COPY< 35=8|11=a|150=F',
    `OLD> ${D}|21=1|11=b|54=1|38=10|44=100`,
    'OLD< 35=8|11=b|150=0',
    'OLD< 35=8|11=b|150=2|20=0',
    'COPY< 35=8|11=b|150=0',
    'COPY< 35=8|11=b|150=F',
  ]);
  const [ofDesk, ofOld] = trades;

  await t.test('a bust names the execution, and has its order as it was', async (t) => {
    const { code, err } = await admin('bust', ofDesk);
    t.equal(code, 0, err);
    await dialogue(t, { DESK, OLD, COPY }, [
      `DESK< 35=8|150=H|19=${ofDesk}-1|11=a|39=2|14=20|151=0|31=100.00|32=20|54=1|1=desk|43=`,
      `COPY< 35=8|150=H|19=${ofDesk}-1|11=a|39=2|31=100.00|32=20|1=desk|797=Y`,
    ]);
  });

  await t.test('a correction has what is right; FIX 4.2 says it in ExecTransType', async (t) => {
    const { code, err } = await admin('correct', ofOld, 'MSFT', '8', '@', '99.5');
    t.equal(code, 0, err);
    await dialogue(t, { DESK, OLD, COPY }, [
      `OLD< 35=8|20=2|150=2|19=${ofOld}-1|11=b|31=99.50|32=8|38=10`,
      `COPY< 35=8|150=G|19=${ofOld}-1|11=b|31=99.50|32=8|797=Y`,
    ]);
  });

  await t.test('who was away is told by resend, also after kill -9', async (t) => {
    COPY.cut();
    const { code, err } = await admin('bust', ofOld);
    t.equal(code, 0, err);
    await dialogue(t, { OLD }, [`OLD< 35=8|20=1|150=2|19=${ofOld}-1|31=99.50|32=8`]);
    await house.close();
    await venue.dieAndReturn();
    const copy = await venue.logOn('COPY', { store });
    await dialogue(t, { copy }, [`copy< 35=8|150=H|19=${ofOld}-1|11=b|31=99.50|32=8|43=Y|797=Y`]);
  });
});
