/** How a command reaches a running engine: the admin socket of its data directory. */
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { ConnectionError } from '../../protocol/client/index.js';
import { ADMIN_SOCKET } from '../admin/admin-door.js';
import { UsageError } from './failure.js';

export async function askAdmin(data: string, path: string, body: object): Promise<void> {
  await callAdmin(data, 'POST', path, JSON.stringify(body));
}

/** @throws UsageError what is wrong with it; Error why it was not done */
export async function callAdmin(data: string, method: string, path: string, body = ''): Promise<unknown> {
  const socketPath = join(data, ADMIN_SOCKET);
  const { status, answer } = await send(socketPath, method, path, body);
  const { error = '' } = answer as { error?: string };
  if (status === 400) throw new UsageError(error);
  if (status !== 200) throw new Error(error);
  return answer;
}

function send(
  socketPath: string,
  method: string,
  path: string,
  body: string,
): Promise<{ status: number; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sent = request({ socketPath, path, method, headers }, async (response) => {
      resolve({ status: response.statusCode ?? 500, answer: JSON.parse(await text(response)) });
    });
    sent.on('error', (error) => {
      const where = `no engine answers at ${socketPath} (${error.message})`;
      reject(
        new ConnectionError(
          `${where}\nIs it running on this data directory? Name another one with --data DIR.`,
        ),
      );
    });
    sent.end(body);
  });
}

/** A command that asks a running engine. */
export const withData = (name: string, description: string): Command =>
  new Command(name).description(description).option('--data <dir>', "the engine's data directory", './data');
