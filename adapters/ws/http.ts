/** The real HTTP under a market-data session: a GET with a bound on time and size. Never throws; no answer is status 0. */
import type { Fetch, Notice } from '../kit/feed/outside.js';

export interface HttpOptions {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly notice: Notice;
  /** Takes the thread out of its park, because something came in. */
  readonly wake?: () => void;
}

export const HTTP_DEFAULTS: Omit<HttpOptions, 'notice'> = { timeoutMs: 10_000, maxBodyBytes: 64 << 20 };

export function httpFetch({ timeoutMs, maxBodyBytes, notice, wake = () => {} }: HttpOptions): Fetch {
  return (url, answered) => {
    get(url, timeoutMs, maxBodyBytes)
      .then(
        ({ status, body }) => answered(status, body),
        (error: Error) => {
          notice(`GET ${url}: ${causeOf(error)}`);
          answered(0, undefined);
        },
      )
      .finally(wake);
  };
}

async function get(
  url: string,
  timeoutMs: number,
  maxBytes: number,
): Promise<{ status: number; body: Uint8Array }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return { status: response.status, body: Buffer.concat(chunks) };
}

const causeOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
