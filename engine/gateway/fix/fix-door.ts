/** The FIX door: the agent and its acceptor, put together. For a thread with an event loop. */
import { mkdirSync } from 'node:fs';
import { SessionRegistry } from '../../../protocol/fix/session/registry.js';
import { FixAcceptor } from '../../../protocol/fix/transport/acceptor.js';
import { SLOW_COUNTERPARTY } from '../../../protocol/fix/transport/socket-link.js';
import { FIX_WAITING_BYTES } from '../../config/limits.js';
import { FixAgent } from './fix-agent.js';
import type { FixOptions, FixParts, FixTls } from './options.js';

export interface FixDoor {
  /** For the thread's runner. Its `close` says goodbye to every session. */
  readonly agent: FixAgent;
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** First step of an orderly stop: nobody new, no new orders; reports still go out. */
  stopAccepting(): void;
  /** Last step: closes the sockets, after `agent.close`. */
  close(): void;
}

/** Listens at once; lets clients in when it has caught up. @throws Error cannot bind, bad key, bad certificate */
export async function createFixDoor(options: FixOptions, parts: FixParts): Promise<FixDoor> {
  mkdirSync(options.directory, { recursive: true });
  const agent = new FixAgent(options, parts);
  const sessions = new SessionRegistry();
  for (const { session } of agent.clients) sessions.add(session);
  const { host, port, tls } = options;
  const acceptor = await FixAcceptor.listen(sessions, {
    ...{ host, port, tls: tls && tlsOptions(tls), maxWaitingBytes: FIX_WAITING_BYTES },
    onInput: () => agent.inputTaken(),
    onError: (error) => dropped(agent, error, parts),
  }).catch(({ message }: Error) => {
    agent.closeFiles();
    throw new Error(`cannot listen for FIX on ${host}:${port} (fix.port): ${message}`);
  });
  return {
    agent,
    port: acceptor.port,
    stopAccepting: () => agent.stopAccepting(),
    close: () => {
      acceptor.close();
      agent.closeFiles();
    },
  };
}

/** A client has to show a certificate where there is one to hold it against. */
function tlsOptions({ cert, key, clientCa }: FixTls) {
  if (clientCa === undefined) return { cert, key };
  return { cert, key, ca: clientCa, requestCert: true, rejectUnauthorized: true };
}

function dropped(agent: FixAgent, { message }: Error, { log }: FixParts): void {
  if (message === SLOW_COUNTERPARTY) agent.meter.slowClients.increment();
  log(`a FIX connection has ended: ${message}`);
}
