/** Every term of an order, in each version's tags, as the fields that the door takes to the lane. Messages are held against the dialect first. */
import t from 'tap';
import { Reason } from '../../../protocol/codes/reasons.js';
import { FixMessage, Parsed } from '../../../protocol/fix/codec/message.js';
import { wire } from '../../../protocol/fix/codec/test-text.js';
import { SessionReject } from '../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../protocol/fix/dictionary/validator.js';
import type { VersionName } from '../../../protocol/fix/dictionary/versions.js';
import type { Instrument } from '../../../protocol/instrument.js';
import { OrderTable } from '../../views/order-table.js';
import { dialect } from './dialect.js';
import { OrderDetails } from './order-details.js';
import { OrderReader } from './order-reader.js';
import { RequestBook } from './request-book.js';
import { Securities } from './securities.js';

const SESSION = 7;
const BTC: Instrument = {
  id: 3,
  symbol: 'BTC-USD',
  priceScale: 2,
  quantityScale: 3,
  tick: 1,
  lot: 1,
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  maxQtyLots: 1_000_000,
  maxNotional: 1e12,
  referenceTicks: 0,
  marketMarginPercent: 10,
};
const SECURITIES = new Securities([BTC], [], [{ id: 2, name: 'desk' }], ['first', undefined, 'third']);
const LINKED = { kind: 'D', message: 5, name: 'parent', origName: '', symbol: 'BTC-USD' } as const;

function readerWithParent(): OrderReader {
  const book = new RequestBook();
  const order = { message: 5, account: 2, head: 0, name: 'parent', open: true, slot: 0, generation: 0 };
  book.add({ ...LINKED, order: { ...order, status: '0', pendingCancel: 0, pendingReplace: 0, asked: 0 } });
  return new OrderReader(SECURITIES, SESSION, book, new OrderDetails(new OrderTable(4)));
}

const BEGIN: Readonly<Record<VersionName, string>> = {
  'FIX.4.2': 'FIX.4.2',
  'FIX.4.4': 'FIX.4.4',
  'FIX.5.0SP2': 'FIXT.1.1',
};

function read(version: VersionName, text: string): OrderReader {
  const head = `35=D|34=2|49=A|52=20261126-10:00:00|56=B|11=X|21=1|55=BTC-USD|60=20261126-10:00:00`;
  const bytes = wire(`${head}|${text}|`, BEGIN[version]);
  const message = new FixMessage();
  if (message.parse(bytes, 0, bytes.length) !== Parsed.Ok) throw new Error(`no message: ${text}`);
  const validator = new Validator(dialect(version).version, { allowUserTags: true });
  const reason = validator.validate(message);
  if (reason !== SessionReject.None) throw new Error(`${text}: reject ${reason}, tag ${validator.refTag}`);
  const reader = readerWithParent();
  reader.newOrder(message, 9);
  return reader;
}

/** What stands in the fields, of `order` and of `terms`; a reason stands for a refusal. */
type Row = readonly [
  versions: '4.2+' | '4.4+' | '5.0',
  text: string,
  expected: Readonly<Record<string, unknown>> | Reason,
];

const LIMIT = '54=1|38=2|40=2|44=100.5';
const STOP = '54=2|38=2|40=3|99=90';

const ROWS: readonly Row[] = [
  [
    '4.2+',
    LIMIT,
    { side: 1, ordType: 2, timeInForce: 0, price: 10050, quantity: 2000, instrument: 3, account: 0 },
  ],
  ['4.2+', `${LIMIT}|1=desk`, { account: 2 }],
  ['4.2+', `${LIMIT}|1=other`, { account: 0x10000 }],
  ['4.2+', '54=5|38=0.001|40=1|59=3', { side: 5, ordType: 1, timeInForce: 3, price: 0, quantity: 1 }],
  ['4.2+', '54=6|38=1|40=2|44=1|59=4', { side: 6, timeInForce: 4 }],
  ['4.2+', '54=1|38=1|40=K', { ordType: 75, price: 0 }],
  ['4.2+', LIMIT, { route: 0 }],
  ['4.2+', `${LIMIT}|100=SMART`, { route: 255 }],
  ['4.2+', `${LIMIT}|100=first`, { route: 1 }],
  ['4.2+', `${LIMIT}|100=third`, { route: 3 }],
  ['4.2+', `${LIMIT}|100=second`, Reason.UnknownVenue],
  ['4.2+', `${LIMIT}|59=7`, { timeInForce: 7 }],
  ['4.2+', `${LIMIT}|59=B`, { timeInForce: 66 }],
  ['4.2+', `${LIMIT}|18=6`, { postOnly: true }],
  ['4.2+', `${LIMIT}|18=5 6 1`, { postOnly: true }],
  ['4.2+', `${LIMIT}|18=E`, { reduceOnly: true }],
  ['4.2+', `${LIMIT}|18=G`, Reason.InvalidCombination],
  ['4.2+', `${LIMIT}|110=0.5|111=0.25`, { minimumQuantity: 500, displayQuantity: 250 }],
  ['5.0', `${LIMIT}|1138=0.25`, { displayQuantity: 250 }],
  ['4.2+', `${LIMIT}|111=0`, Reason.InvalidDisplayQuantity],
  ['5.0', `${LIMIT}|1138=0`, Reason.InvalidDisplayQuantity],
  [
    '4.2+',
    `${LIMIT}|59=6|126=20261201-10:00:00.5`,
    { timeInForce: 6, expires: { seconds: 1796119200, nanos: 5e8 } },
  ],
  ['4.2+', `${LIMIT}|59=6|432=20261201`, { expires: { seconds: 1796169600, nanos: 0 } }],
  ['4.2+', STOP, { ordType: 3, triggerPrice: 9000, triggerSource: 1, triggerVenue: 0 }],
  ['4.2+', `${STOP}|5001=3`, { triggerSource: 3 }],
  ['4.2+', `${STOP}|5001=18`, { triggerSource: 16, triggerVenue: 2 }],
  ['4.2+', `${STOP}|5001=-1`, Reason.InvalidTrigger],
  ['4.2+', `${STOP}|5001=0`, Reason.InvalidTrigger],
  ['4.2+', `${LIMIT}|5001=1`, { triggerSource: 1 }],
  ['5.0', `${STOP}|1107=4`, Reason.InvalidTrigger],
  ['5.0', `${STOP}|1107=1|5001=3`, { triggerSource: 3 }],
  ['5.0', `${STOP}|1107=1|5001=2`, Reason.InvalidTrigger],
  ['4.2+', '54=2|38=2|40=4|44=89|99=90', { ordType: 4, price: 8900, triggerPrice: 9000 }],
  ['4.2+', '54=2|38=2|40=3|18=a|211=1.5', { trailingOffset: 150, triggerPrice: 0, pegOffset: 0 }],
  ['4.2+', '54=2|38=2|40=3|18=a|211=-1.5', { trailingOffset: 150 }],
  ['4.2+', '54=2|38=2|40=3|18=a', Reason.InvalidTrigger],
  ['4.2+', '54=2|38=2|40=2|44=1|18=a|211=1', Reason.InvalidTrigger],
  [
    '5.0',
    `54=2|38=2|40=2|44=89|1100=4|1102=90`,
    { ordType: 4, price: 8900, triggerPrice: 9000, triggerSource: 1 },
  ],
  [
    '5.0',
    `54=2|38=2|40=1|1100=4|1101=1|1102=90|1107=3`,
    { ordType: 3, triggerPrice: 9000, triggerSource: 2 },
  ],
  ['5.0', `54=2|38=2|40=1|1100=4|1102=90|1107=1`, { triggerSource: 3 }],
  ['5.0', `54=2|38=2|40=1|1100=2|1102=90`, Reason.InvalidTrigger],
  ['5.0', `54=2|38=2|40=1|1100=4|1101=3|1102=90`, Reason.InvalidTrigger],
  ['4.2+', '54=1|38=2|40=P|44=100|18=R|211=-0.5', { ordType: 80, peg: 5, pegOffset: 50 }],
  ['4.2+', '54=2|38=2|40=P|44=100|18=R|211=0.5', { pegOffset: 50 }],
  ['4.2+', '54=1|38=2|40=P|44=100|18=R|211=0.5', Reason.InvalidPeg],
  ['4.2+', '54=1|38=2|40=P|44=100|18=M', { peg: 2, pegOffset: 0 }],
  ['5.0', '54=1|38=2|40=P|44=100|1094=5', { peg: 5 }],
  ['5.0', '54=1|38=2|40=P|44=100|18=R|1094=5', { peg: 5 }],
  ['5.0', '54=1|38=2|40=P|44=100|18=R|1094=2', Reason.InvalidPeg],
  ['4.2+', '54=1|38=2|40=P|44=100|18=R M', Reason.InvalidCombination],
  ['4.2+', '54=1|38=2|40=1|5002=2.5', { protection: 250 }],
  ['4.2+', `${LIMIT}|5003=4|5004=Y`, { selfTradePrevention: 4, preventWithinFirm: true }],
  [
    '4.2+',
    `${LIMIT}|5005=1|5006=parent`,
    { contingency: 1, linkedIdLow: 5, linkedIdHigh: (1 << 31) | SESSION },
  ],
  ['4.2+', `${LIMIT}|5005=2|5006=nobody`, { contingency: 2, linkedIdLow: 0 }],
  ['4.2+', `${LIMIT}|5006=parent`, { contingency: 0, linkedIdLow: 5 }],
  ['4.2+', '54=1|38=2|40=1|44=99', { ordType: 1, price: 9900 }],
  ['4.2+', `${LIMIT}|9999=whatever`, { price: 10050 }],
];

const VERSIONS: Readonly<Record<Row[0], readonly VersionName[]>> = {
  '4.2+': ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'],
  '4.4+': ['FIX.4.4', 'FIX.5.0SP2'],
  '5.0': ['FIX.5.0SP2'],
};

for (const [versions, text, expected] of ROWS)
  for (const version of VERSIONS[versions]) {
    const { order, refusal, missing } = read(version, text);
    t.equal(missing, '', `${version} ${text}: nothing is missing`);
    if (typeof expected === 'number') t.equal(refusal, expected, `${version} ${text}: refused`);
    else
      t.match(
        { ...order.terms, ...order, refusal },
        { ...expected, refusal: Reason.None },
        `${version} ${text}`,
      );
  }

t.test('what is missing is named', async (t) => {
  t.equal(read('FIX.4.4', '54=1|38=1|40=2').missing, 'Price(44)');
  t.equal(read('FIX.4.4', '54=1|40=1').missing, 'OrderQty(38)');
});

t.test('an order leaves nothing for the next one', async (t) => {
  const reader = read('FIX.5.0SP2', `${STOP}|18=6 E|110=1|1138=1|5002=1|5003=1|5004=Y|5005=1|5006=parent`);
  const bytes = wire(`35=D|34=2|49=A|56=B|11=X|55=BTC-USD|${LIMIT}|`);
  const message = new FixMessage();
  message.parse(bytes, 0, bytes.length);
  reader.newOrder(message, 10);
  t.match(reader.order, { postOnly: false, clientIdLow: 10, ordType: 2 });
  t.match(reader.order.terms, {
    triggerPrice: 0,
    triggerSource: 0,
    reduceOnly: false,
    minimumQuantity: 0,
    displayQuantity: 0,
    protection: 0,
    selfTradePrevention: 0,
    preventWithinFirm: false,
    contingency: 0,
    linkedIdLow: 0,
    linkedIdHigh: 0,
  });
});
