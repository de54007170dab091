/** What the configuration says of Redis. */
import { z } from 'zod';

export const redis = z.strictObject({
  url: z.url(),
  prefix: z.string().default('pregao'),
  /** Also the channels and streams of the Python services, under their names. */
  orderService: z.boolean().default(false),
});
