/** Answers and reports that are lost, late, doubled or somebody else’s: what became of an order has to be found out. */
import { TimeInForce } from '../../protocol/codes/enums.js';
import { buy, fill, LATER, LOTS, type OrderCase, SOON } from './test-order-case.js';

export const DOUBT: readonly OrderCase[] = [
  {
    number: 12,
    title: 'the acknowledgement is lost, the order is there',
    play: (rig, t) => {
      rig.fault({ do: 'lose', kind: 'answer' });
      rig.fault({ do: 'lose', kind: 'ack' });
      buy(rig);
      t.same(rig.position(), { net: 0, open: LOTS }, 'reserved while it is unknown');
      rig.run(LATER);
      t.ok(rig.words().includes('state #1 new'));
      rig.others('sell', rig.buyTicks, LOTS);
      rig.run(SOON);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 13,
    title: 'the answer says that nobody knows, and it was executed',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, LOTS);
      rig.fault({ do: 'unknown', kind: 'new', executed: true });
      rig.run(SOON);
      buy(rig);
      rig.run(LATER);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 14,
    title: 'the answer says that nobody knows, and it never arrived',
    play: (rig, t) => {
      rig.fault({ do: 'unknown', kind: 'new', executed: false });
      buy(rig);
      t.same(rig.position(), { net: 0, open: LOTS }, 'reserved while it is unknown');
      rig.run(LATER);
      t.match(rig.words().at(-1), /^end #2 100 open NotKnownAtVenue/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 15,
    title: 'a request that is silently ignored',
    play: (rig, t) => {
      rig.fault({ do: 'ignore', kind: 'new' });
      buy(rig);
      rig.run(LATER);
      t.ok(rig.words().some((words) => words.startsWith('state #1 unknown')));
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 16,
    title: 'a report that comes twice counts once',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'repeat', kind: 'fill' });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      t.same(rig.position(), { net: 40, open: 60 });
      t.ok(rig.counters.duplicates > 0);
    },
  },
  {
    number: 17,
    title: 'reports that come out of order',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'hold', kind: 'fill', messages: 1 });
      rig.others('sell', rig.buyTicks, 40);
      rig.others('sell', rig.buyTicks, 30);
      rig.run(LATER);
      t.same(rig.position(), { net: 70, open: 30 });
    },
  },
  {
    number: 18,
    title: 'a fill that never comes is found',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'lose', kind: 'fill' });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.others('sell', rig.buyTicks, 30);
      rig.run(LATER);
      t.same(rig.position(), { net: 70, open: 30 });
    },
  },
  {
    number: 44,
    title: 'an immediate order whose execution is never told is found',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, LOTS);
      rig.run(SOON);
      rig.fault({ do: 'lose', kind: 'fill' });
      buy(rig, { timeInForce: TimeInForce.ImmediateOrCancel });
      rig.run(LATER);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 19,
    title: 'reports of another session are nobody’s',
    play: (rig, t) => {
      buy(rig);
      const before = rig.position();
      rig.foreign('buy', rig.buyTicks - 100, 10, 'web-1');
      rig.run(SOON);
      t.same(rig.position(), before);
      t.ok(rig.counters.foreign > 0);
    },
  },
  {
    number: 20,
    title: 'the venue closes the position out: a person is told',
    play: (rig, t) => {
      rig.others('buy', rig.buyTicks, LOTS);
      rig.foreign('sell', rig.buyTicks, 50, rig.closeOutId!);
      rig.run(SOON);
      t.equal(rig.counters.closeOuts, 1);
      t.ok(rig.notices.some((notice) => notice.includes(rig.closeOutId!)));
    },
  },
  {
    number: 29,
    title: 'a replace is carried out, and its report is lost',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'lose', kind: 'replaced' });
      rig.fault({ do: 'lose', kind: 'answer' });
      rig.replace(80, rig.replaceTicks);
      rig.run(LATER);
      const words = rig.words();
      t.ok(words.includes('restate #2 RestatedByVenue') || words.includes('restate #2 ReplacedAtVenue'));
      t.notOk(words.includes('end #1 100 open VenueCancelled'), 'what stood there is known');
      t.same(rig.position(), { net: 0, open: 80 });
    },
  },
  {
    number: 30,
    title: 'the venue leaves numbers out: what is missing is made good',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'gap', by: 2 });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.same(rig.position(), { net: 40, open: 60 });
    },
  },
  {
    number: 38,
    title: 'a cancel finds nothing, and the execution that ended the order has not come',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'fillFirst', kind: 'cancel', clientId: rig.clientId });
      rig.fault({ do: 'lose', kind: 'fill' });
      rig.cancel();
      rig.run(LATER);
      t.ok(rig.words().includes(fill(rig, LOTS)));
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
];
