/** The binary door: the session agent and its sockets, put together. For a thread with an event loop. */
import { GatewayAgent } from './gateway-agent.js';
import type { GatewayOptions, GatewayParts } from './options.js';
import { openShell } from './shell.js';

export interface Gateway {
  /** For the thread's runner. Its `close` says goodbye to every connection. */
  readonly agent: GatewayAgent;
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** First step of an orderly stop: nobody new, no new orders; reports still go out. */
  stopAccepting(): void;
  /** Last step: closes the sockets, after `agent.close`. */
  close(): void;
}

/** Listens at once (`/healthz`); lets clients in when the core's image has been read. @throws Error cannot bind, bad key */
export async function createGateway(options: GatewayOptions, parts: GatewayParts): Promise<Gateway> {
  const agent = new GatewayAgent(options, parts);
  const shell = await openShell(agent, options, parts);
  return {
    agent,
    port: shell.port,
    stopAccepting: () => {
      shell.stopListening();
      agent.stopAccepting();
    },
    close: () => shell.close(),
  };
}
