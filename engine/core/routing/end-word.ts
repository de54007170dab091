/** How an order ends, in one term of it: the reason in the low half, the kind above. 0 = it does not. */
import type { EndKind } from '../../../protocol/codes/enums.js';
import type { Reason } from '../../../protocol/codes/reasons.js';

const KIND_SHIFT = 16;

export const endWord = (kind: EndKind, reason: Reason): number => reason | (kind << KIND_SHIFT);
export const endKindOf = (word: number): EndKind => word >>> KIND_SHIFT;
export const endReasonOf = (word: number): Reason => word & 0xffff;
