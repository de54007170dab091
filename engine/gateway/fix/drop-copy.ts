/** A session that gets a copy of every execution report of its accounts, through whichever door their orders came. Sends nothing. */
import { BusinessReject } from '../../../protocol/fix/dictionary/reject-reasons.js';
import { FixClient } from './fix-client.js';

export class DropCopy extends FixClient {
  private readonly accounts = new Set(this.entry.accounts.map(({ id }) => id));

  watches(account: number): boolean {
    return this.accounts.has(account);
  }

  onMessage(): BusinessReject {
    return BusinessReject.UnsupportedMessageType;
  }
}
