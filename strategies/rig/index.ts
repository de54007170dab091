/** What the test of a strategy imports: `import { TestEngine } from 'pregao/sdk/test'`. */
export { TestEngine, type TestOptions } from './rehearsal-engine.js';
