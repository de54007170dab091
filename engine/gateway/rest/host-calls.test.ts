/** Questions to other threads: a bounded number at once, and those of positions apart from those of strategies. */
import t from 'tap';
import { Reason } from '../../../protocol/codes/reasons.js';
import { HostCalls } from './host-calls.js';
import type { HostAnswer, HostAsk } from './host-port.js';
import type { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';

const MOST_AT_ONCE = 16;

/** Another thread: it answers when it is told to. */
class Thread {
  readonly asked: { readonly ask: HostAsk; readonly answer: (answer: HostAnswer) => void }[] = [];
  readonly port = (ask: HostAsk): Promise<HostAnswer> =>
    new Promise((answer) => void this.asked.push({ ask, answer }));
}

const START: HostAsk = { kind: 'send', algo: 'spread', parameters: {}, accounts: ['demo'] };
const POSITIONS: HostAsk = { kind: 'positions', accounts: ['demo'] };

/** Where the answer of a request arrives. */
function request(answers: string[]): RestRequest {
  const headers = { authorization: '', origin: '', host: '', contentType: '', idempotencyKey: '' };
  const line = { method: 'GET', path: '', query: '', body: new Uint8Array() } as const;
  return { ...headers, ...line, answer: (status, json) => void answers.push(`${status} ${json}`) };
}

function refusal(ask: () => void): Reason | undefined {
  try {
    ask();
    return undefined;
  } catch (error) {
    return (error as Refusal).reason;
  }
}

t.test('who asks what it holds does not wait for strategies that start', async (t) => {
  const thread = new Thread();
  const calls = new HostCalls(thread.port);
  const answers: string[] = [];
  for (let i = 0; i < MOST_AT_ONCE; i++) calls.ask(request(answers), START);
  t.equal(
    refusal(() => calls.ask(request(answers), START)),
    Reason.Overloaded,
  );
  calls.ask(request(answers), POSITIONS);
  thread.asked.at(-1)!.answer({ json: '[]' });
  await new Promise(setImmediate);
  t.strictSame(answers, ['200 []']);
});

t.test('questions of positions are as many at once, and an answer makes room', async (t) => {
  const thread = new Thread();
  const calls = new HostCalls(thread.port);
  const answers: string[] = [];
  for (let i = 0; i < MOST_AT_ONCE; i++) calls.ask(request(answers), POSITIONS);
  t.equal(
    refusal(() => calls.ask(request(answers), POSITIONS)),
    Reason.Overloaded,
  );
  calls.ask(request(answers), START);
  thread.asked[0].answer({ reason: Reason.UnknownAccount });
  await new Promise(setImmediate);
  t.match(answers, [/^404 /]);
  calls.ask(request(answers), POSITIONS);
  t.equal(thread.asked.length, MOST_AT_ONCE + 2);
});
