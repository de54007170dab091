/**
 * Which attributes make sense together: each type with each time in force, alone and with one attribute more. What makes no
 * sense is refused with the reason that names the field to mend, and never ignored.
 *
 * Times in force in the order of `TIMES`. `.` makes sense; C InvalidCombination, D InvalidDisplayQuantity,
 * M InvalidMinimumQuantity, P InvalidProtection, L InvalidLink, T InvalidTrigger, G InvalidPeg.
 */
import t from 'tap';
import { eventsOf } from '../test-scenario.js';

const TIMES = ['day', 'gtc', 'until:60', 'ioc', 'fok', 'at-open', 'at-close', 'gfa'];

const TYPES: Readonly<Record<string, string>> = {
  limit: '@95',
  market: ' market',
  'market-to-limit': ' mtl',
  stop: ' stop:105',
  'stop-limit': '@106 stop:105',
  trailing: ' trail:5',
  'trailing-limit': '@106 trail:5',
  primary: '@99 peg:primary',
  midpoint: '@99 peg:mid',
};

const ATTRIBUTES: Readonly<Record<string, string>> = {
  alone: '',
  post: 'post',
  show: 'show:2',
  min: 'min:2',
  protect: 'protect:5',
  oco: 'oco:900',
  child: 'child:901',
  reduce: 'reduce',
  prevent: 'stp:oldest',
};

const TABLE = `
                alone    post     show     min      protect  oco      child    reduce   prevent
limit           ........ ...CCCCC ...DD... ....MMMM PPPPPPPP ...LL... ...LL... ........ ........
market          ........ CCCCCCCC DDDDDDDD ....MMMM .....PPP LLLLLLLL LLLLLLLL ........ ........
market-to-limit .....CCC CCCCCCCC ...DDCCC MMMMMCCC PPPPPCCC LLLLLCCC LLLLLCCC .....CCC .....CCC
stop            ....CCCC CCCCCCCC DDDDCCCC MMMMCCCC ....CCCC ...LCCCC ...LCCCC ....CCCC ....CCCC
stop-limit      ....CCCC CCCCCCCC ...DCCCC MMMMCCCC PPPPCCCC ...LCCCC ...LCCCC ....CCCC ....CCCC
trailing        ....CCCC CCCCCCCC DDDDCCCC MMMMCCCC ....CCCC ...LCCCC ...LCCCC ....CCCC ....CCCC
trailing-limit  ....CCCC CCCCCCCC ...DCCCC MMMMCCCC PPPPCCCC ...LCCCC ...LCCCC ....CCCC ....CCCC
primary         ...CCCCC CCCCCCCC DDDDDCCC MMMMMCCC PPPCCCCC LLLCCCCC LLLCCCCC ...CCCCC ...CCCCC
midpoint        ...CCCCC CCCCCCCC DDDDDCCC MMMMMCCC PPPCCCCC LLLCCCCC LLLCCCCC ...CCCCC ...CCCCC
`;

const LETTERS: Readonly<Record<string, string>> = {
  InvalidCombination: 'C',
  InvalidDisplayQuantity: 'D',
  InvalidMinimumQuantity: 'M',
  InvalidProtection: 'P',
  InvalidLink: 'L',
  InvalidTrigger: 'T',
  InvalidPeg: 'G',
};

/** A market on both sides and a last trade; orders 900 and 901 to be linked to; a position to reduce. */
const BEFORE = `
  buy 1@100
  sell 1@100 acct:2
  sell 9@100
  buy 9@100 acct:2
  sell 50@110 acct:2
  buy 1@90 acct:2
  buy 1@80 id:900
  buy 1@81 id:901
`;

const lettersOf = (type: string, attribute: string): string =>
  TIMES.map((time) => letterOf(`buy 5${TYPES[type]} ${time} ${ATTRIBUTES[attribute]}`, time)).join('');

function letterOf(order: string, time: string): string {
  const phase = time === 'at-open' ? 'phase pre-open\n' : '';
  const events = eventsOf(`${BEFORE}${phase}${order}`);
  const answer = events.findLast((event) => /^\d+\.0 /.test(event)) ?? '';
  const reason = / refused (\w+)/.exec(answer)?.[1] ?? '';
  return LETTERS[reason] ?? (reason.startsWith('Invalid') ? '?' : '.');
}

const rows = TABLE.trim().split('\n');
const columns = rows[0].trim().split(/\s+/);
for (const row of rows.slice(1)) {
  const [type, ...cells] = row.trim().split(/\s+/);
  t.test(type, async (t) => {
    const found = columns.map((attribute) => lettersOf(type, attribute));
    t.strictSame(found, cells, columns.join(' '));
  });
}
