/** The paths of algorithms: asked of the strategies' host, on whose word they are answered. */
import type { RestSession } from './access.js';
import type { HostCalls } from './host-calls.js';
import { asNumber, readBody, readQuery } from './json.js';
import type { RestRequest } from './request.js';
import { checked, whichAlgo, whichRun } from './requests.js';

export class AlgoRoutes {
  constructor(private readonly host: HostCalls) {}

  send(request: RestRequest, { accounts }: RestSession): void {
    const { algo_name: algo } = checked(whichAlgo, readQuery(request.query));
    this.host.ask(request, { kind: 'send', algo, parameters: readBody(request, asNumber), accounts });
  }

  cancel(request: RestRequest, { accounts }: RestSession): void {
    const { algo_id: id } = checked(whichRun, readQuery(request.query));
    this.host.ask(request, { kind: 'cancel', id, accounts });
  }

  list(request: RestRequest, { accounts }: RestSession): void {
    this.host.ask(request, { kind: 'list', accounts });
  }
}
