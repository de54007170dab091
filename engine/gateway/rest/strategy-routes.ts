/** The paths of strategies, for callers with the operator's role: what the admin socket can do with them, within the caller's accounts. */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { RestSession } from './access.js';
import type { HostCalls } from './host-calls.js';
import type { StrategyAction } from './host-port.js';
import { asNumber, readBody, readQuery } from './json.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';
import { checked, whichStrategies, whichStrategy } from './requests.js';

export class StrategyRoutes {
  constructor(private readonly host: HostCalls) {}

  list(request: RestRequest, session: RestSession): void {
    const { strategy_name: strategy } = checked(whichStrategies, readQuery(request.query));
    const named = strategy !== undefined && { strategy };
    this.host.ask(request, { kind: 'strategies', accounts: accountsOf(session), ...named });
  }

  /** Start, stop, reload: what is to be done says the path. */
  lead(request: RestRequest, session: RestSession, action: StrategyAction): void {
    const accounts = accountsOf(session);
    const { strategy_name: strategy } = checked(whichStrategy, readQuery(request.query));
    this.host.ask(request, { kind: 'strategy', action, strategy, accounts });
  }

  /** In place of all that it has. */
  parameters(request: RestRequest, session: RestSession): void {
    const accounts = accountsOf(session);
    const { strategy_name: strategy } = checked(whichStrategy, readQuery(request.query));
    const parameters = readBody(request, asNumber);
    this.host.ask(request, { kind: 'strategy', action: 'parameters', strategy, parameters, accounts });
  }
}

/** @throws Refusal */
function accountsOf({ isOperator, accounts }: RestSession): readonly string[] {
  if (!isOperator) throw new Refusal(Reason.OperatorOnly);
  return accounts;
}
