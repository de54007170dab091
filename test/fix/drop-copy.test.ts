/** Drop copies: every execution report of the accounts, through whichever door, also those of a time without connection. */
import t from 'tap';
import { PregaoClient } from '../../protocol/client/index.js';
import { FileStore } from '../../protocol/fix/index.js';
import { freshDirectory } from '../support/engine.js';
import { dialogue } from './dialogue.js';
import { fixConfig, HOUSE_KEY, Venue } from './venue.js';

t.setTimeout(120_000);

const CONFIG = fixConfig([
  { compId: 'DESK', key: 'desk', accounts: ['desk'] },
  { compId: 'FUND', key: 'desk', accounts: ['fund'], version: 'FIX.5.0SP2' },
  { compId: 'COPY', key: 'desk', accounts: ['desk', 'house'], dropCopy: true },
  { compId: 'COPY42', version: 'FIX.4.2', key: 'desk', accounts: ['desk'], dropCopy: true },
]);
const D = '35=D|55=MSFT|40=2';

t.test('drop copy', async (t) => {
  const venue = await Venue.open(t, CONFIG);
  const store = new FileStore(`${freshDirectory()}/copy.fixlog`);
  const parties = {
    DESK: await venue.logOn('DESK'),
    FUND: await venue.logOn('FUND'),
    COPY: await venue.logOn('COPY', { store }),
    OLD: await venue.logOn('COPY42'),
  };
  const binary = await PregaoClient.connect(venue.engine.url, HOUSE_KEY, { reconnect: false });
  t.teardown(() => binary.close());

  await t.test('orders of FIX and of the binary door, each by its own name', async (t) => {
    await binary.newOrder({
      clientOrderId: 77n,
      symbol: 'MSFT',
      side: 'sell',
      price: '100',
      quantity: '50',
      tif: 'gtc',
    });
    await dialogue(t, parties, [
      'COPY< 35=8|797=Y|1=house|11=77|150=0|39=0|54=2',
      `DESK> ${D}|11=my buy|54=1|38=20|44=100`,
      'DESK< 35=8|11=my buy|150=0|797=',
      'DESK< 35=8|11=my buy|150=F|39=2|$E=17',
      'COPY< 35=8|797=Y|1=desk|11=my buy|150=0',
      'COPY< 35=8|797=Y|1=house|11=77|150=F|39=1|14=20|151=30|54=2',
      'COPY< 35=8|797=Y|1=desk|11=my buy|150=F|39=2|17=$E',
      'OLD< 35=8|1=desk|11=my buy|150=0|20=0|797=',
      'OLD< 35=8|1=desk|11=my buy|150=2|20=0|17=$E',
    ]);
  });

  await t.test('rejects and cancels too; other accounts not; what is no execution report not', async (t) => {
    await dialogue(t, parties, [
      `DESK> ${D}|11=bad|54=1|38=20|44=100.001`,
      'DESK< 35=8|11=bad|150=8',
      'COPY< 35=8|11=bad|150=8|39=8|797=Y',
      'OLD< 35=8|11=bad|150=8',
      'DESK> 35=F|11=x|41=none|55=MSFT|54=1',
      'DESK< 35=9|11=x',
      `FUND> ${D}|11=f1|54=2|38=1|44=200`,
      'FUND< 35=8|11=f1|150=0',
      `DESK> ${D}|11=d2|54=1|38=5|44=90`,
      'DESK< 35=8|11=d2|150=0',
      'COPY< 35=8|11=d2|150=0',
      'OLD< 35=8|11=d2|150=0',
      'DESK> 35=F|11=d3|41=d2|55=MSFT|54=1',
      'DESK< 35=8|11=d3|41=d2|150=4',
      'COPY< 35=8|11=d3|41=d2|150=4|797=Y',
      'OLD< 35=8|11=d3|41=d2|150=4',
    ]);
  });

  await t.test('takes no orders', async (t) => {
    await dialogue(t, parties, [`COPY> ${D}|11=c1|1=desk|54=1|38=1|44=1`, 'COPY< 35=j|380=3']);
  });

  await t.test('what it missed comes by resend, also after kill -9', async (t) => {
    parties.COPY.cut();
    parties.OLD.cut();
    await dialogue(t, { DESK: parties.DESK }, [
      `DESK> ${D}|11=d4|54=1|38=5|44=100`,
      'DESK< 35=8|150=0',
      'DESK< 35=8|150=F',
    ]);
    await venue.dieAndReturn();
    const copy = await venue.logOn('COPY', { store });
    await dialogue(t, { COPY: copy }, [
      'COPY< 35=8|11=d4|150=0|43=Y|797=Y',
      'COPY< 35=8|11=77|150=F|39=1|14=25|43=Y',
      'COPY< 35=8|11=d4|150=F|39=2|43=Y',
    ]);
    const again = await PregaoClient.connect(venue.engine.url, HOUSE_KEY, { reconnect: false });
    t.teardown(() => again.close());
    await again.massCancel();
    await dialogue(t, { COPY: copy }, ['COPY< 35=8|11=77|150=4|39=4|14=25|43=']);
  });
});
