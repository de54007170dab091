/**
 * Where in the queue of a price quantity goes that leaves it without a trade, when the recording tells price levels and not orders.
 *
 * `back`: behind our order as long as there is some, so only trades bring us forward: the cautious one. `share`: before and
 * behind in proportion. `front`: before it, the hopeful one.
 */
export const QUEUE_MODELS = ['back', 'share', 'front'] as const;
export type QueueModel = (typeof QUEUE_MODELS)[number];

/** Lots that go from before our order. @param ahead, behind what stands before and behind it, @param gone no more than both */
export function goneAhead(model: QueueModel, ahead: number, behind: number, gone: number): number {
  switch (model) {
    case 'back':
      return Math.max(0, gone - behind);
    case 'front':
      return Math.min(ahead, gone);
    case 'share':
      return Math.max(gone - behind, Math.floor((gone * ahead) / (ahead + behind)));
  }
}
