/** What a schema comes to before code is written: messages with their fields at offsets, whatever it was written in. */
import type { Field } from '../../views/notation.js';

export interface Group {
  readonly name: string;
  readonly blockLength: number;
  readonly dimension: { readonly bytes: number; readonly countAt: number; readonly countBytes: 1 | 2 };
  readonly fields: readonly Field[];
  readonly since: number;
}

export interface Data {
  readonly name: string;
  readonly lengthBytes: 1 | 2;
  readonly since: number;
}

export interface Message {
  readonly name: string;
  /** Template id, or the type byte. */
  readonly id: number;
  readonly blockLength: number;
  readonly fields: readonly Field[];
  readonly groups: readonly Group[];
  readonly data: readonly Data[];
}

export interface Enumeration {
  readonly name: string;
  readonly isChar: boolean;
  readonly values: readonly (readonly [name: string, value: number])[];
}

export interface Schema {
  /** Of the generated file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly id: number;
  readonly version: number;
  readonly isLittle: boolean;
  /** What fills texts up. */
  readonly padding: number;
  readonly enumerations: readonly Enumeration[];
  readonly messages: readonly Message[];
}

/** `MDEntryPx` and `mDEntryPx` become `mdEntryPx`, `UUID` `uuid`. */
export const camel = (name: string): string =>
  name
    .replace(/^[a-z]?[A-Z]+(?=[A-Z][a-z])|^[A-Z]+(?![a-z])|^[A-Z]/, (head) => head.toLowerCase())
    .replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

export const pascal = (name: string): string =>
  name
    .replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
    .replace(/^[a-z]/, (letter) => letter.toUpperCase());
