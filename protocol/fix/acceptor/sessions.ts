/** The sessions of the acceptance acceptor: ISLD for TW, one for each version, each with its own application. */
import { fixVersion, type VersionName } from '../dictionary/versions.js';
import { Role } from '../session/config.js';
import { SessionRegistry } from '../session/registry.js';
import { Session } from '../session/session.js';
import { MemoryStore } from '../store/memory-store.js';
import { Echo } from './echo.js';

export const VERSIONS: readonly VersionName[] = ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'];

function sessionOf(name: VersionName): Session {
  const config = {
    role: Role.Acceptor,
    version: fixVersion(name),
    senderCompId: 'ISLD',
    targetCompId: 'TW',
    resetOnLogon: true,
    businessRejectNamesVersion: true,
  };
  return new Session(config, new MemoryStore(), new Echo());
}

export function echoSessions(): SessionRegistry {
  const sessions = new SessionRegistry();
  for (const name of VERSIONS) sessions.add(sessionOf(name));
  return sessions;
}
