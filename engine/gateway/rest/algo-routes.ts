/** The paths of algorithms: asked of the strategies' host, on whose word they are answered. */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { RestSession } from './access.js';
import type { AlgoAnswer, AlgoAsk, AlgoPort } from './algo-port.js';
import { asNumber, readBody, readQuery } from './json.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';
import { checked, whichAlgo, whichRun } from './requests.js';

/** Each may take seconds of a start. */
const MOST_AT_ONCE = 16;

export class AlgoRoutes {
  private asking = 0;

  constructor(private readonly port: AlgoPort | undefined) {}

  send(request: RestRequest, { accounts }: RestSession): void {
    const { algo_name: algo } = checked(whichAlgo, readQuery(request.query));
    this.ask(request, { kind: 'send', algo, parameters: readBody(request, asNumber), accounts });
  }

  cancel(request: RestRequest, { accounts }: RestSession): void {
    const { algo_id: id } = checked(whichRun, readQuery(request.query));
    this.ask(request, { kind: 'cancel', id, accounts });
  }

  list(request: RestRequest, { accounts }: RestSession): void {
    this.ask(request, { kind: 'list', accounts });
  }

  private ask(request: RestRequest, ask: AlgoAsk): void {
    if (this.port === undefined) throw new Refusal(Reason.UnknownAlgo);
    if (this.asking >= MOST_AT_ONCE) throw new Refusal(Reason.Overloaded);
    this.asking++;
    void this.port(ask).then((answer) => {
      this.asking--;
      tell(request, answer);
    });
  }
}

function tell(request: RestRequest, answer: AlgoAnswer): void {
  if ('json' in answer) return request.answer(200, answer.json);
  const { status, body } = new Refusal(answer.reason, answer.message);
  request.answer(status, body);
}
