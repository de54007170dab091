/** Kinds of values that the configuration is made of. */
import { z } from 'zod';

export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,31}$/, '1 to 32 letters, digits or . _ : / -');
export const decimal = z
  .string('write it as text in quotes, "0.01", so that it stays exact')
  .regex(/^\d{1,16}(\.\d{1,12})?$/, 'a plain decimal number such as "0.01"');
export const bound = (least: number, most: number) => z.int().min(least).max(most);
export const powerOfTwo = (least: number, most: number) =>
  bound(least, most).refine((n) => (n & (n - 1)) === 0, 'a power of two');

/** What FIX permits in a CompID, and a file name bears. */
export const compId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, '1 to 32 letters, digits or . _ -');

/** Of a session that sends orders: a key's, a strategy's. */
export const sessionLimits = {
  ordersPerSecond: bound(1, 2 ** 31 - 1).optional(),
  cancelsPerSecond: bound(1, 2 ** 31 - 1).optional(),
  /** After so many a person has to let it go on. */
  maxExecutions: bound(1, 2 ** 31 - 1).optional(),
};
