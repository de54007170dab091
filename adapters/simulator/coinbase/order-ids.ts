/** Order and execution ids of Coinbase are UUIDs. Ours have the market's number in their last twelve digits, so that no table is needed. */
import { Random } from '../kit/random.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NUMBER_DIGITS = 12;

export const isUuid4 = (text: string): boolean => UUID.test(text);

export function uuidOf(id: number): string {
  return `${new Random(id).uuid().slice(0, -NUMBER_DIGITS)}${id.toString(16).padStart(NUMBER_DIGITS, '0')}`;
}

/** @returns NaN for a text that is none of ours */
export function idOf(uuid: string): number {
  const id = Number.parseInt(uuid.slice(-NUMBER_DIGITS), 16);
  return isUuid4(uuid) && uuidOf(id) === uuid ? id : Number.NaN;
}
