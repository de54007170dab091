/**
 * No file of the tree may name a place that exists on one machine only: a developer's folder, or the host that packages
 * happened to come from.
 */

import type { Complaint } from './check.js';
import { lineAt } from './source.js';

/** Put together here so that this file does not complain about itself. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`(?<![\\w.$)}/])/(?:${['work', 'home', 'root', 'Users'].join('|')})/[\\w.-]`, 'g'),
    'a folder of one machine',
  ],
  [
    new RegExp(
      `\\b${'registry'}\\.[a-z0-9-]+\\.[a-z]+|\\b(?:npm|deb)[a-z-]*\\.[a-z0-9.-]+\\.(?:internal|local|lan)\\b`,
      'g',
    ),
    'a package host',
  ],
];

export function checkPortable(file: string, text: string): Complaint[] {
  return PLACES.flatMap(([pattern, what]) =>
    [...text.matchAll(pattern)].map((match) => ({
      file,
      line: lineAt(text, match.index),
      message: `names ${what} ("${match[0]}"); write it relative to the tree, or leave it to configuration`,
    })),
  );
}
