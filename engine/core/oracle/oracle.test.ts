/** The engine says to random commands what the oracle says, which knows the rule book and nothing of the engine. */
import type fc from 'fast-check';
import { holds } from '../../book/test-property.js';
import type { Record16 } from '../test-commands.js';
import { SMALL, TestCore } from '../test-kit.js';
import { Comparison } from './test-comparing.js';
import { Oracle } from './test-oracle.js';
import { BASIC, LINKED, MASS, PHASES, sequenceOf, TAKING, WAITING } from './test-sequences.js';

/** Room for everything: what happens when a pool is full is not the oracle's matter. */
const ROOMY = { ...SMALL, orders: 512, levelChunks: 512 };

const STAGES = [BASIC, [...MASS, ...TAKING], WAITING, LINKED, PHASES];
const NAMES = ['limit and market', 'taking', 'waiting', 'linked', 'phases'];

const only = process.env.ORACLE_STAGE;
STAGES.forEach((_, stage) => {
  if (only !== undefined && Number(only) !== stage) return;
  agree(NAMES[stage], sequenceOf(...STAGES.slice(0, stage + 1)), stage === 0 ? 4 : 0);
});

function agree(name: string, sequences: fc.Arbitrary<Record16[]>, clientIdHistory: number): void {
  holds(name, 100, sequences, (sequence) => {
    const oracle = new Oracle(clientIdHistory);
    const kit = new TestCore({ limits: { ...ROOMY, clientIdHistory } }).standard();
    const comparison = new Comparison(kit, oracle);
    for (const command of sequence) comparison.play(command);
  });
}
