/** Parameters of a request, read by name. Whole numbers may be numbers or texts, decimals are texts. */
import { isDecimal } from '../kit/grid.js';
import type { Params } from './accounts.js';
import { invalid, mandatory } from './api-error.js';

export class Request {
  constructor(private readonly params: Params) {}

  has(name: string): boolean {
    const value = this.params[name];
    return value !== undefined && value !== null && value !== '';
  }

  text(name: string): string | undefined {
    return this.has(name) ? String(this.params[name]) : undefined;
  }

  /** @throws ApiError when it is missing */
  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw mandatory(name);
    return text;
  }

  /** @throws ApiError when it is there and no decimal */
  decimal(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !isDecimal(text)) throw mandatory(name);
    return text;
  }

  int(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d+$/.test(text)) throw mandatory(name);
    return Number(text);
  }

  /** @throws ApiError when it is there and none of these */
  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!values.includes(text as T)) throw invalid(name);
    return text as T;
  }
}

/** A query string or form body; the last of equal names counts. */
export const parsed = (query: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(query));
