/** What strategies keep: in the core's state, its image and its hash, and shown to whoever reads after a start. */
import t from 'tap';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, reasonOf } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { byteA, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { NOTES } from '../../protocol/records/note.js';
import { doublesOf, type Record16, strategyNote } from './test-commands.js';
import { TestCore } from './test-kit.js';
import { play } from './test-play.js';

const shown = (kit: TestCore): string[] =>
  kit
    .imageRecords()
    .filter((record) => kindOf(record[0]) === EventKind.ImageNote)
    .map(
      (record) => `${sessionOf(record[Cmd.Owner])}/${byteA(record[0])}: ${doublesOf(record).subarray(3, 6)}`,
    );

const outcome = (kit: TestCore, command: Record16): Reason => reasonOf(kit.send(command)[0][Cmd.Flags]);

t.test('a note stands until it is written over, through image and restart', async (t) => {
  const kit = new TestCore().standard();
  t.equal(outcome(kit, strategyNote(0, [1, 2, 3])), Reason.None);
  kit.send(strategyNote(NOTES - 1, [0.5, -0, Number.MAX_SAFE_INTEGER], { session: 2 }));
  kit.send(strategyNote(0, [4, 5, 6]));
  const notes = ['1/0: 4,5,6', `2/${NOTES - 1}: 0.5,0,${Number.MAX_SAFE_INTEGER}`];
  t.same(shown(kit), notes);
  const next = new TestCore();
  next.core.loadImage(kit.core.saveImage());
  t.equal(next.core.stateHash(), kit.core.stateHash());
  t.same(shown(next), notes);
});

t.test('what is no place, or of nobody, is refused, and nothing is kept', async (t) => {
  const kit = new TestCore().standard();
  t.equal(outcome(kit, strategyNote(NOTES, [1, 2, 3])), Reason.FieldOutOfRange);
  t.equal(outcome(kit, strategyNote(0, [1, 2, 3], { session: 0 })), Reason.UnknownSession);
  t.same(shown(kit), []);
});

t.test('every number of a note is part of the state', async (t) => {
  const hash = (numbers: readonly number[], place = 1) => play({}, [strategyNote(place, numbers)]).hash;
  const own = hash([1, 2, 3]);
  t.equal(hash([1, 2, 3]), own);
  for (const other of [
    [9, 2, 3],
    [1, 9, 3],
    [1, 2, 9],
  ])
    t.not(hash(other), own, `${other}`);
  t.not(hash([1, 2, 3], 2), own, 'another place');
});
