/** What a program needs to speak FIX: `import { Session, FixInitiator, … } from 'pregao/fix'`. */
export { FixBuilder } from './codec/builder.js';
export { FixMessage } from './codec/message.js';
export { msgType } from './codec/tags.js';
export { BusinessReject, SessionReject } from './dictionary/reject-reasons.js';
export type { ValidationRules } from './dictionary/validator.js';
export { type FixVersion, fixVersion, type VersionName } from './dictionary/versions.js';
export type { Application, LogonStamp } from './session/application.js';
export { Role, type SessionConfig } from './session/config.js';
export { Connection } from './session/connection.js';
export { Phase } from './session/life.js';
export type { Link } from './session/link.js';
export { SessionRegistry } from './session/registry.js';
export { Session } from './session/session.js';
export type { SessionStore } from './session/store.js';
export { FileStore, type FileStoreOptions } from './store/file-store.js';
export { MemoryStore } from './store/memory-store.js';
export { type AcceptorOptions, FixAcceptor } from './transport/acceptor.js';
export { FixInitiator, type InitiatorOptions } from './transport/initiator.js';
