/** Order entry over FIX through the whole engine, in each version's own words. */
import t from 'tap';
import { dialogue } from './dialogue.js';
import type { FixParty } from './party.js';
import { fixConfig, Venue } from './venue.js';

t.setTimeout(180_000);

const CONFIG = fixConfig([
  { compId: 'DESK', key: 'desk', accounts: ['desk'] },
  { compId: 'OLD', version: 'FIX.4.2', key: 'house' },
  { compId: 'NEW', version: 'FIX.5.0SP2', key: 'desk' },
]);

const D = '35=D|21=1|55=MSFT|40=2';

/** Each begins with empty books and leaves them so; ClOrdIDs are never used twice. */
const DIALOGUES: Readonly<Record<string, readonly string[]>> = {
  'an order, a replace, a cancel; text ids come back as they went': [
    `DESK> ${D}|11=buy #1 ~|54=1|38=100|44=99.5`,
    'DESK< 35=8|11=buy #1 ~|150=0|39=0|6=0.00|14=0|151=100|38=100|44=99.50|54=1|55=MSFT|1=desk|59=0|$ID=37',
    'DESK> 35=G|11=second|41=buy #1 ~|55=MSFT|54=1|38=150|40=2|44=99.75',
    'DESK< 35=8|11=second|41=buy #1 ~|37=$ID|150=5|39=0|38=150|44=99.75|151=150',
    'DESK> 35=H|11=second|55=MSFT|54=1',
    'DESK< 35=8|11=second|17=0|150=I|39=0|151=150',
    'DESK> 35=F|11=third|41=second|55=MSFT|54=1',
    'DESK< 35=8|11=third|41=second|37=$ID|150=4|39=4|151=0|14=0',
    'DESK> 35=F|11=fourth|41=second|55=MSFT|54=1',
    'DESK< 35=9|11=fourth|41=second|39=4|434=1|102=1|58=no open order has this id',
  ],
  'fills say in each version what they are': [
    `OLD> ${D}|11=o1|54=2|38=100|44=100`,
    'OLD< 35=8|11=o1|20=0|150=0|39=0|151=100|1=house',
    `DESK> ${D}|11=d1|54=1|38=40|44=100`,
    'DESK< 35=8|11=d1|150=0|39=0',
    'DESK< 35=8|11=d1|150=F|39=2|31=100.00|32=40|14=40|151=0|6=100.00|851=2|20=',
    'OLD< 35=8|11=o1|20=0|150=1|39=1|31=100.00|32=40|14=40|151=60|6=100.00|851=',
    `NEW> ${D}|1=fund|11=n1|54=1|38=60|44=100`,
    'NEW< 35=8|11=n1|150=0|39=0|1=fund',
    'NEW< 35=8|11=n1|150=F|39=2|31=100.00|32=60|14=60|151=0|851=2',
    'OLD< 35=8|11=o1|20=0|150=2|39=2|32=60|14=100|151=0',
  ],
  'AvgPx is exact where it can be': [
    `OLD> ${D}|11=o2|54=2|38=1|44=100`,
    'OLD< 35=8|150=0',
    `OLD> ${D}|11=o3|54=2|38=2|44=100.01`,
    'OLD< 35=8|150=0',
    `DESK> ${D}|11=d2|54=1|38=3|44=101`,
    'DESK< 35=8|150=0',
    'DESK< 35=8|150=F|39=1|31=100.00|6=100.00',
    'DESK< 35=8|150=F|39=2|31=100.01|6=100.006667',
    'OLD< 35=8|11=o2|150=2',
    'OLD< 35=8|11=o3|150=2',
  ],
  'FIX 4.2 calls a replaced order replaced': [
    `OLD> ${D}|11=o4|54=2|38=10|44=100`,
    'OLD< 35=8|150=0|39=0',
    'OLD> 35=G|21=1|11=o5|41=o4|55=MSFT|54=2|38=20|40=2|44=100',
    'OLD< 35=8|11=o5|41=o4|20=0|150=5|39=5|38=20',
    'OLD> 35=H|11=o5|55=MSFT|54=2',
    'OLD< 35=8|11=o5|20=3|150=0|39=0|151=20',
    'OLD> 35=F|11=o6|41=o5|55=MSFT|54=2',
    'OLD< 35=8|11=o6|41=o5|20=0|150=4|39=4',
  ],
  "rejects say why, in the version's codes and in words": [
    'DESK> 35=D|11=r1|55=NONE|54=1|38=1|40=2|44=1',
    'DESK< 35=8|11=r1|150=8|39=8|103=1|55=NONE|37=NONE|58=the instrument is not known',
    `DESK> ${D}|11=r2|1=house|54=1|38=1|44=1`,
    'DESK< 35=8|11=r2|150=8|103=15',
    `DESK> ${D}|11=r3|1=nobody|54=1|38=1|44=1`,
    'DESK< 35=8|11=r3|150=8|103=15',
    `DESK> ${D}|11=r4|54=1|38=1.5|44=1`,
    'DESK< 35=8|11=r4|150=8|103=13',
    `DESK> ${D}|11=r5|54=1|38=1|44=1.001`,
    'DESK< 35=8|11=r5|150=8|103=99',
    `DESK> ${D}|11=r1|54=1|38=1|44=1`,
    'DESK< 35=8|11=r1|150=8|39=8|103=6|37=NONE',
    `OLD> ${D}|11=r6|54=1|38=1|44=1.001`,
    'OLD< 35=8|11=r6|20=0|150=8|39=8|103=0',
    `DESK> 35=D|11=r7|55=MSFT|54=1|38=1|40=2`,
    'DESK< 35=j|379=r7|380=5|58=Price(44) is missing',
    'DESK> 35=F|11=r8|41=never|55=MSFT|54=1',
    'DESK< 35=9|11=r8|41=never|37=NONE|39=8|434=1|102=1',
    'DESK> 35=G|11=r9|41=never|55=MSFT|54=1|38=1|40=2|44=1',
    'DESK< 35=9|11=r9|41=never|39=8|434=2|102=1',
    'DESK> 35=H|11=never|55=MSFT|54=1',
    'DESK< 35=8|11=never|150=I|39=8|103=5',
    `DESK> ${D}|11=r10|54=1|38=1|44=1|18=P`,
    'DESK< 35=8|11=r10|150=8|103=11',
  ],
  'what cannot be carried is refused by its name': [
    `DESK> ${D}|11=x1|54=1|38=10|44=99|388=0|389=0.1`,
    'DESK< 35=8|11=x1|150=8|39=8|103=11|37=NONE|58=DiscretionInst(388)=0 is not supported',
    `DESK> ${D}|11=x2|54=1|38=10|44=99|168=20990101-10:00:00`,
    'DESK< 35=8|11=x2|150=8|103=11|58=EffectiveTime(168)=20990101-10:00:00 is not supported',
    'OLD> 35=D|21=3|55=MSFT|40=2|11=x3|54=1|38=10|44=99',
    'OLD< 35=8|11=x3|20=0|150=8|103=0|58=HandlInst(21)=3 is not supported',
    'NEW> 35=D|1=desk|55=MSFT|40=P|11=x4|54=1|38=10|44=99|1094=5|836=2|211=-5',
    'NEW< 35=8|11=x4|150=8|103=11|58=PegOffsetType(836)=2 is not supported',
    'NEW> 35=D|1=desk|55=MSFT|40=2|11=x5|54=1|38=10|44=99|423=2|854=0|1092=0|63=0',
    'NEW< 35=8|11=x5|150=0|$ID=37',
    'NEW> 35=G|1=desk|55=MSFT|40=2|11=x6|41=x5|54=1|38=10|44=99|168=20990101-10:00:00',
    'NEW< 35=9|11=x6|41=x5|37=$ID|39=0|434=2|102=99|58=EffectiveTime(168)=20990101-10:00:00 is not supported',
    'NEW> 35=F|1=desk|55=MSFT|11=x7|41=x5|54=1',
    'NEW< 35=8|11=x7|150=4',
    'DESK> 35=D|55=MSFT|40=1|11=x8|54=1|38=10|44=99',
    'DESK< 35=8|11=x8|150=8|103=11|58=these order attributes make no sense together',
  ],
  'only price and quantity can be replaced; a name counts once': [
    `DESK> ${D}|11=p1|54=1|38=10|44=99`,
    'DESK< 35=8|150=0',
    'DESK> 35=G|11=p2|41=p1|55=MSFT|54=2|38=10|40=2|44=99',
    'DESK< 35=9|11=p2|41=p1|39=0|434=2|102=99',
    'DESK> 35=F|11=p1|41=p1|55=MSFT|54=1',
    'DESK< 35=9|11=p1|39=0|434=1|102=6',
    'DESK> 35=F|11=p3|41=p1|55=MSFT|54=1',
    'DESK< 35=8|11=p3|41=p1|150=4',
  ],
  'two replaces at once, and a cancel by a name that is not confirmed yet': [
    `DESK> ${D}|11=c1|54=1|38=10|44=99`,
    'DESK> 35=G|11=c2|41=c1|55=MSFT|54=1|38=20|40=2|44=99',
    'DESK> 35=G|11=c3|41=c2|55=MSFT|54=1|38=30|40=2|44=99',
    'DESK> 35=F|11=c4|41=c3|55=MSFT|54=1',
    'DESK< 35=8|11=c1|150=0',
    'DESK< 35=8|11=c2|41=c1|150=5|38=20',
    'DESK< 35=8|11=c3|41=c2|150=5|38=30',
    'DESK< 35=8|11=c4|41=c3|150=4|39=4',
  ],
  'mass cancel, of a security and of all': [
    `DESK> ${D}|11=m1|54=1|38=10|44=99`,
    'DESK> 35=D|11=m2|55=AAPL|54=1|38=10|40=2|44=99',
    'DESK> 35=q|11=m3|530=1|55=AAPL',
    'DESK> 35=q|11=m4|530=7',
    'DESK< 35=8|11=m1|150=0',
    'DESK< 35=8|11=m2|150=0',
    'DESK< 35=8|11=m2|150=4|41=',
    'DESK< 35=r|11=m3|530=1|531=1|533=1',
    'DESK< 35=8|11=m1|150=4',
    'DESK< 35=r|11=m4|530=7|531=7|533=1',
    'DESK> 35=q|11=m5|530=1|55=NONE',
    'DESK< 35=r|11=m5|530=1|531=0|532=1|533=0|58=the instrument is not known',
  ],
  'what is no order entry': ['DESK> 35=N|66=L1', 'DESK< 35=3|372=N'],
};

t.test('dialogues', async (t) => {
  const venue = await Venue.open(t, CONFIG);
  const parties: Record<string, FixParty> = {};
  for (const compId of ['DESK', 'OLD', 'NEW']) parties[compId] = await venue.logOn(compId);
  for (const [name, lines] of Object.entries(DIALOGUES))
    await t.test(name, (t) => dialogue(t, parties, lines));
});
