/**
 * Requests that another thread answers: a bounded number at once, because the start of a strategy may take seconds. Each kind has
 * places of its own: who asks what it holds does not wait for who starts strategies.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { HostAnswer, HostAsk, HostPort } from './host-port.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';

const MOST_AT_ONCE = 16;

export class HostCalls {
  private readonly asking = { positions: 0, strategies: 0 };

  constructor(private readonly port: HostPort | undefined) {}

  /** @throws Refusal */
  ask(request: RestRequest, ask: HostAsk): void {
    if (this.port === undefined) throw new Refusal(Reason.UnknownStrategy);
    const about = ask.kind === 'positions' ? 'positions' : 'strategies';
    if (this.asking[about] >= MOST_AT_ONCE) throw new Refusal(Reason.Overloaded);
    this.asking[about]++;
    void this.port(ask).then((answer) => {
      this.asking[about]--;
      tell(request, answer);
    });
  }
}

function tell(request: RestRequest, answer: HostAnswer): void {
  if ('json' in answer) return request.answer(200, answer.json);
  const { status, body } = new Refusal(answer.reason, answer.message);
  request.answer(status, body);
}
