/**
 * How the strategies' host reaches the running engine: letters to the core's and the feed's threads, each answered in its
 * order, and commands in the admin lane. On the main thread.
 */
import type { StrategyPorts } from '../strategies/host/ports.js';
import type { AdminLane } from './admin/admin-lane.js';
import type { CoreMail, CoreNews } from './core-thread.js';
import type { IoMail, IoNews } from './io-thread.js';
import { Lane } from './memory.js';
import type { News } from './news.js';
import type { Thread } from './threads/spawn.js';

/** A thread that answers letters. */
export interface Correspondent<Message extends { readonly kind: string }> {
  readonly thread: Thread;
  readonly news: News<Message>;
}

export function strategyPorts(
  core: Correspondent<CoreNews>,
  feed: Correspondent<IoNews>,
  admin: AdminLane,
): StrategyPorts {
  const askCore = (mail: CoreMail, answer: 'attached' | 'detached') => ask(core, mail, answer);
  const askFeed = (mail: IoMail, answer: 'feed-attached' | 'feed-detached') => ask(feed, mail, answer);
  return {
    attachLane: (index, memory, guard) =>
      askCore({ kind: 'attach', lane: Lane.FirstStrategy + index, memory, guard }, 'attached'),
    detachLane: (index) => askCore({ kind: 'detach', lane: Lane.FirstStrategy + index }, 'detached'),
    attachFeed: (index, memory) => askFeed({ kind: 'attach-feed', index, memory }, 'feed-attached'),
    detachFeed: (index) => askFeed({ kind: 'detach-feed', index }, 'feed-detached'),
    cancelOrders: (session, reason) => admin.massCancel({ session }, reason),
  };
}

async function ask<Message extends { readonly kind: string }>(
  { thread, news }: Correspondent<Message>,
  mail: unknown,
  answer: Message['kind'],
): Promise<void> {
  const answered = news.next(answer);
  thread.post(mail);
  await answered;
}
