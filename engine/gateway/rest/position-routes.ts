/** What the caller's accounts hold, by the core's ledger. */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { RestSession } from './access.js';
import type { HostCalls } from './host-calls.js';
import { readQuery } from './json.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';
import { checked, whosePositions } from './requests.js';

export class PositionRoutes {
  constructor(private readonly host: HostCalls) {}

  list(request: RestRequest, { accounts }: RestSession): void {
    const { account } = checked(whosePositions, readQuery(request.query));
    if (account !== undefined && !accounts.includes(account)) throw new Refusal(Reason.AccountNotEntitled);
    this.host.ask(request, { kind: 'positions', accounts: account === undefined ? accounts : [account] });
  }
}
