/** What the tables of each version refuse, and why. */
import t from 'tap';
import { FixMessage, Parsed } from '../codec/message.js';
import { wire } from '../codec/test-text.js';
import { NO_TAG, SessionReject } from './reject-reasons.js';
import { type ValidationRules, Validator } from './validator.js';
import { fixVersion, type VersionName } from './versions.js';

const HEADER = '34=2|49=TW|52=20261126-12:00:00|56=ISLD|';
const ORDER = '11=ID|40=2|44=101.25|54=1|55=MSFT|60=20261126-12:00:00.123|';
type Case = readonly [what: string, fields: string, reason: SessionReject, refTag?: number];

function check(name: VersionName, cases: readonly Case[], rules: ValidationRules = {}): void {
  const validator = new Validator(fixVersion(name), rules);
  const message = new FixMessage();
  t.test(`${name} ${JSON.stringify(rules)}`, async (t) => {
    for (const [what, fields, reason, refTag = NO_TAG] of cases) {
      const bytes = wire(
        fields.replace('HEADER|', HEADER).replace('ORDER|', ORDER),
        fixVersion(name).beginString,
      );
      t.equal(message.parse(bytes, 0, bytes.length), Parsed.Ok, `${what}: is a message`);
      t.strictSame([validator.validate(message), validator.refTag], [reason, refTag], what);
    }
  });
}

const LEG = '600=A|624=1|';

check('FIX.4.4', [
  ['an order', '35=D|HEADER|ORDER|', SessionReject.None],
  [
    'fields in another order',
    '35=D|52=20261126-12:00:00|56=ISLD|49=TW|34=2|55=MSFT|54=1|40=1|60=20261126-12:00:00|11=A|',
    SessionReject.None,
  ],
  ['unknown MsgType', '35=*|HEADER|', SessionReject.InvalidMsgType],
  ['a MsgType of five characters', '35=ABCDE|HEADER|', SessionReject.InvalidMsgType],
  ['header behind the body', '35=D|11=A|HEADER|ORDER|', SessionReject.TagOutOfOrder, 34],
  ['body behind the trailer', '35=D|HEADER|ORDER|93=1|89=x|58=late|', SessionReject.TagOutOfOrder, 58],
  ['a required header field', '35=0|34=2|49=TW|52=20261126-12:00:00|', SessionReject.RequiredTagMissing, 56],
  [
    'a required field',
    '35=D|HEADER|40=1|54=1|55=X|60=20261126-12:00:00|',
    SessionReject.RequiredTagMissing,
    11,
  ],
  ['the lowest of two', '35=D|HEADER|11=A|40=1|55=X|', SessionReject.RequiredTagMissing, 54],
  [
    'missing comes before wrong',
    '35=D|HEADER|11=A|40=w|55=X|60=20261126-12:00:00|',
    SessionReject.RequiredTagMissing,
    54,
  ],
  ['a tag that nobody knows', '35=0|HEADER|999=x|', SessionReject.InvalidTag, 999],
  ['tag 0', '35=0|HEADER|0=x|', SessionReject.InvalidTag, 0],
  ['a negative tag', '35=0|HEADER|-1=x|', SessionReject.InvalidTag, -1],
  ['a tag beyond the tables', '35=0|HEADER|5000=x|', SessionReject.InvalidTag, 5000],
  ['a tag of another message', '35=0|HEADER|55=x|', SessionReject.TagNotDefined, 55],
  ['a group member alone', '35=D|HEADER|ORDER|448=x|', SessionReject.TagNotDefined, 448],
  ['no value', '35=D|HEADER|ORDER|58=|', SessionReject.NoValue, 58],
  ['no value in the header', '35=0|34=2|49=TW|52=20261126-12:00:00|56=|', SessionReject.NoValue, 56],
  ['twice', '35=D|HEADER|ORDER|58=a|58=b|', SessionReject.RepeatedTag, 58],
  ['not one of the values', '35=D|HEADER|ORDER|21=4|', SessionReject.ValueIncorrect, 21],
  ['not one of the longer values', '35=D|HEADER|ORDER|167=BOO|', SessionReject.ValueIncorrect, 167],
  ['one of the longer values', '35=D|HEADER|ORDER|167=CS|', SessionReject.None],
  ['several values', '35=D|HEADER|ORDER|18=1 G 6|', SessionReject.None],
  ['several values, one wrong', '35=D|HEADER|ORDER|18=1 ~ 6|', SessionReject.ValueIncorrect, 18],
  ['a length that is wrong', '35=D|HEADER|ORDER|354=5|355=ab|', SessionReject.IncorrectFormat, 354],
  ['a length that is right', '35=D|HEADER|ORDER|354=3|355=a|b|', SessionReject.None],
  ['a group', '35=D|HEADER|ORDER|453=2|448=A|447=D|452=1|448=B|452=3|', SessionReject.None],
  ['a group in a group', '35=D|HEADER|ORDER|453=1|448=A|452=1|802=2|523=x|803=1|523=y|', SessionReject.None],
  ['a group of none', '35=D|HEADER|ORDER|453=0|', SessionReject.None],
  [
    'more entries than counted',
    '35=D|HEADER|ORDER|386=1|336=A|336=B|',
    SessionReject.IncorrectGroupCount,
    386,
  ],
  ['fewer', '35=D|HEADER|ORDER|386=3|336=A|336=B|', SessionReject.IncorrectGroupCount, 386],
  [
    'fewer in the inner one',
    '35=D|HEADER|ORDER|453=1|448=A|802=2|523=x|',
    SessionReject.IncorrectGroupCount,
    802,
  ],
  ['none', '35=D|HEADER|386=2|ORDER|', SessionReject.IncorrectGroupCount, 386],
  ['not a count', '35=D|HEADER|ORDER|386=x|336=A|', SessionReject.IncorrectFormat, 386],
  [
    'an entry that begins with another member',
    '35=D|HEADER|ORDER|453=1|447=D|448=A|',
    SessionReject.GroupOutOfOrder,
    447,
  ],
  [
    'members in another order',
    '35=D|HEADER|ORDER|453=1|448=A|452=1|447=D|',
    SessionReject.GroupOutOfOrder,
    447,
  ],
  ['a member twice', '35=D|HEADER|ORDER|453=1|448=A|447=D|447=D|', SessionReject.RepeatedTag, 447],
  ['a wrong value in a group', '35=D|HEADER|ORDER|453=1|448=A|452=x|', SessionReject.IncorrectFormat, 452],
  [
    'a required member',
    `35=AB|HEADER|11=A|40=1|54=1|60=20261126-12:00:00|55=X|555=1|${LEG}`,
    SessionReject.None,
  ],
]);

check(
  'FIX.4.4',
  [
    ['a tag of one’s own', '35=0|HEADER|5000=x|', SessionReject.None],
    ['one in a group', '35=D|HEADER|ORDER|453=1|448=A|20001=x|447=D|', SessionReject.None],
    ['a small unknown tag', '35=0|HEADER|999=x|', SessionReject.InvalidTag, 999],
    ['members in another order', '35=D|HEADER|ORDER|453=1|448=A|452=1|447=D|', SessionReject.None],
  ],
  { allowUserTags: true, allowGroupDisorder: true },
);

const FORMATS: readonly (readonly [tag: number, good: readonly string[], bad: readonly string[]])[] = [
  [38, ['100', '0.5', '-1', '00.10', '.5', '5.'], ['+1', '1e3', 'x', '1.2.3', '-', '1 ']],
  [34, ['7', '007'], ['-7', '7.0', 'x']],
  [
    126,
    ['20261126-12:00:00', '20261126-12:00:00.123456789'],
    ['20261126', '20261126-12:00', '20261326-12:00:00'],
  ],
  [432, ['20261126'], ['2026112', '20261131', '20261126-12:00:00']],
  [200, ['202611', '20261126', '202611w2'], ['2026', '202613', '202611w6', '20261131']],
  [377, ['Y', 'N'], ['y', 'YES', '1']],
];

check(
  'FIX.4.4',
  FORMATS.flatMap(([tag, good, bad]) => {
    const order = (value: string) =>
      tag === 34
        ? `35=D|34=${value}|49=TW|52=20261126-12:00:00|56=ISLD|ORDER|`
        : `35=D|HEADER|ORDER|${tag}=${value}|`;
    return [
      ...good.map((value): Case => [`${tag}=${value}`, order(value), SessionReject.None]),
      ...bad.map((value): Case => [`${tag}=${value}`, order(value), SessionReject.IncorrectFormat, tag]),
    ];
  }),
);

check('FIX.4.2', [
  [
    'HandlInst and Symbol are required',
    '35=D|HEADER|11=A|40=1|54=1|60=20261126-12:00:00|55=X|',
    SessionReject.RequiredTagMissing,
    21,
  ],
  ['a tag that came later', '35=D|HEADER|21=1|ORDER|453=1|448=A|', SessionReject.InvalidTag, 453],
]);

check('FIX.5.0SP2', [
  ['an order', '35=D|HEADER|ORDER|', SessionReject.None],
  [
    'its header is of FIXT 1.1',
    '35=D|34=2|49=TW|52=20261126-12:00:00|ORDER|',
    SessionReject.RequiredTagMissing,
    56,
  ],
  [
    'ApplVerID in the header',
    '35=D|34=2|49=TW|52=20261126-12:00:00|56=ISLD|1128=9|ORDER|',
    SessionReject.None,
  ],
  ['a tag of the application in a session message', '35=0|HEADER|999=x|', SessionReject.InvalidTag, 999],
  ['a session tag in the wrong session message', '35=0|HEADER|58=x|', SessionReject.TagNotDefined, 58],
  [
    'a wrong count comes before wrong values',
    '35=D|HEADER|ORDER|386=3|336=PRE-OPEN|336=x|',
    SessionReject.IncorrectGroupCount,
    386,
  ],
]);
