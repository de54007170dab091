/** Questions to the gateway over HTTP: one address for orders and for answers. */
import { UsageError } from './failure.js';

/** @throws with exit code 3: no engine answers. @throws UsageError it says what is wrong with the question */
export async function askGateway<T extends object>(
  url: string,
  path: string,
  question: Readonly<Record<string, string>> = {},
): Promise<T> {
  const address = new URL(path, url.replace(/^ws/, 'http'));
  for (const [key, value] of Object.entries(question)) address.searchParams.set(key, value);
  const response = await fetch(address).catch(() => {
    throw Object.assign(new Error(`no engine answers at ${address.origin}; say where it is with --url URL`), {
      exitCode: 3,
    });
  });
  const body = (await response.json()) as T & { readonly error?: string };
  if (body.error !== undefined) throw new UsageError(body.error);
  return body;
}
