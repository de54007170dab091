/** The real HTTP under an adapter's requests: any method, with a bound on time and size. Never throws; no answer is status 0. */
import type { Call, CallRequest } from '../kit/feed/outside.js';
import type { HttpOptions } from './http.js';

export function httpCall({ timeoutMs, maxBodyBytes, notice, wake = () => {} }: HttpOptions): Call {
  return (request, answered) => {
    send(request, timeoutMs, maxBodyBytes)
      .then(
        ({ status, body }) => answered(status, body),
        (error: Error) => {
          // Without its query, which may carry a signature.
          notice(`${request.method} ${request.url.split('?')[0]}: ${error.message}`);
          answered(0, undefined);
        },
      )
      .finally(wake);
  };
}

async function send({ method, url, headers }: CallRequest, timeoutMs: number, maxBytes: number) {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method, headers, signal, redirect: 'error' });
  const body = new Uint8Array(await response.arrayBuffer());
  if (body.length > maxBytes) throw new RangeError(`the answer is larger than ${maxBytes} bytes`);
  return { status: response.status, body };
}
