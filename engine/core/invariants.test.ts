/** Whatever comes in, the state stays sound after every command, and the events alone tell all of it. */
import { holds } from '../book/test-property.js';
import { Invariants } from './test-invariants.js';
import { TestCore } from './test-kit.js';
import { anySequence } from './test-sequences.js';

holds('the state is sound after every command', 150, anySequence, (sequence) => {
  const kit = new TestCore().standard();
  const invariants = new Invariants(kit);
  for (const command of sequence) invariants.check(kit.send(command));
});
