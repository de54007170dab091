/**
 * `node dist/bench/alone.js CONTENDER FLOW [PASSES]`: one contender of the suites `book` and `core` in this very process, for
 * profilers (`node --cpu-prof`, `perf record`) and for comparing two builds. FLOW is a file, or a number of symbols, for which
 * one is generated. Prints commands a second, pass by pass.
 */
import { inlineDeeply } from '../engine/threads/inlining.js';
import { rateOf, runPasses } from './kit/contender.js';
import { readFlow } from './kit/flow.js';
import { generated } from './kit/flows.js';
import { CONTENDERS } from './suites/contenders.js';

const USAGE = `usage: node dist/bench/alone.js ${Object.keys(CONTENDERS).join('|')} FLOW [PASSES]`;
const PASSES = 8;

const [name, path, passes = String(PASSES)] = process.argv.slice(2);
if (CONTENDERS[name] === undefined || path === undefined || !(Number(passes) > 0)) {
  console.error(USAGE);
  process.exit(2);
}
inlineDeeply();
const symbols = Number(path);
const flow = symbols > 0 ? generated({ symbols }) : readFlow(path);
const contender = CONTENDERS[name](flow);
for (let pass = 0; pass < Number(passes); pass++)
  console.log(Math.round(rateOf(flow, runPasses(contender, flow, { passes: 1 }), name)));
