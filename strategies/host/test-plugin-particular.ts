/** A strategy that wants its parameters to be right. */
import { z } from 'zod';
import { defineStrategy } from '../sdk/index.js';

export default defineStrategy({
  name: 'particular',
  parameters: z.strictObject({ size: z.string(), levels: z.int().max(10).default(5) }),
  start() {},
});
