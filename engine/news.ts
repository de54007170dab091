/** What a thread says, for who waits for one particular message: messages before it are passed on, its death ends the wait. */
import type { Thread } from './threads/spawn.js';

interface Waiting<Message> {
  readonly kind: string;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

export class News<Message extends { readonly kind: string }> {
  private readonly waiting: Waiting<Message>[] = [];

  /** @param others gets what nobody waits for */
  constructor(thread: Thread, others: (message: Message) => void = () => {}) {
    thread.onMessage((said) => this.heard(said as Message, others));
    void thread.ended.then(({ name, error }) => {
      for (const { reject } of this.waiting.splice(0))
        reject(error ?? new Error(`the ${name} thread ended before it answered`));
    });
  }

  /** The next message of that kind. Ask before what brings it about. */
  next<Kind extends Message['kind']>(kind: Kind): Promise<Extract<Message, { kind: Kind }>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ kind, resolve: resolve as (message: Message) => void, reject });
    });
  }

  private heard(message: Message, others: (message: Message) => void): void {
    const at = this.waiting.findIndex(({ kind }) => kind === message.kind);
    if (at < 0) others(message);
    else this.waiting.splice(at, 1)[0].resolve(message);
  }
}
