/** Requests that the strategies' host answers, on another thread: a bounded number at once, because each may take seconds of a start. */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { HostAnswer, HostAsk, HostPort } from './host-port.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';

const MOST_AT_ONCE = 16;

export class HostCalls {
  private asking = 0;

  constructor(private readonly port: HostPort | undefined) {}

  /** @throws Refusal */
  ask(request: RestRequest, ask: HostAsk): void {
    if (this.port === undefined) throw new Refusal(Reason.UnknownStrategy);
    if (this.asking >= MOST_AT_ONCE) throw new Refusal(Reason.Overloaded);
    this.asking++;
    void this.port(ask).then((answer) => {
      this.asking--;
      tell(request, answer);
    });
  }
}

function tell(request: RestRequest, answer: HostAnswer): void {
  if ('json' in answer) return request.answer(200, answer.json);
  const { status, body } = new Refusal(answer.reason, answer.message);
  request.answer(status, body);
}
