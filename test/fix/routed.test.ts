/** Orders that go to a venue from the FIX door: where, what is told meanwhile, and what the executions come to. */
import t from 'tap';
import { createKey } from '../../protocol/client/key-file.js';
import { StreetGround } from '../street/ground.js';
import { SYMBOL } from '../street/places.js';
import { dialogue } from './dialogue.js';
import { FixParty } from './party.js';

t.setTimeout(120_000);

const KEY = createKey('fix-desk', ['house']);
const D = `35=D|55=${SYMBOL}|54=1|40=2|59=1`;

async function openWithFix(): Promise<[StreetGround, FixParty]> {
  const { id, publicKey } = KEY;
  const ground = await StreetGround.open('async', undefined, {
    keys: [{ id, publicKey, accounts: ['house'] }],
    fix: { port: 0, sessions: [{ compId: 'DESK', version: 'FIX.4.4', key: id }] },
  });
  await ground.untilUp();
  const port = Number(/fix\s+\w+:\/\/\S+:(\d+)/.exec(ground.engine.output)?.[1]);
  return [ground, await FixParty.logOn({ port, compId: 'DESK', key: KEY })];
}

t.test('an order with ExDestination goes to its venue; its cancel waits for that', async (t) => {
  const [ground, desk] = await openWithFix();
  t.teardown(() => ground.close());
  t.teardown(() => desk.cut());
  await dialogue(t, { DESK: desk }, [
    `DESK> ${D}|11=lost|38=0.1|44=63900|100=nowhere`,
    'DESK< 35=8|11=lost|150=8|58=there is no such venue',
    `DESK> ${D}|11=a|38=0.1|44=63900|100=${ground.places[0].name}`,
    'DESK< 35=8|11=a|150=0|39=0|151=0.100',
  ]);
  ground.others('sell', 639_000, 40);
  await dialogue(t, { DESK: desk }, [
    'DESK< 35=8|11=a|150=F|39=1|31=63900.0|32=0.040|14=0.040|151=0.060|6=63900.0',
    `DESK> 35=F|11=b|41=a|55=${SYMBOL}|54=1`,
    'DESK< 35=8|11=b|41=a|150=6|39=6|14=0.040|151=0.060',
    'DESK< 35=8|11=b|41=a|150=4|39=4|14=0.040|151=0.000',
    `DESK> 35=H|11=a|55=${SYMBOL}|54=1`,
    'DESK< 35=8|11=a|150=I|39=4|14=0.040|6=63900.0',
  ]);
});
