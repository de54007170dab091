/**
 * API keys: who may log on, as which session, for which accounts. A key proves itself by an Ed25519 signature (RFC 8032)
 * over the challenge of the connection's own Hello, so nothing that was overheard can be used again.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Account } from '../../protocol/instrument.js';

/** As configuration registers it. `publicKey`: PEM, or base64 of the 32 raw bytes or of the SPKI form. */
export interface GatewayKey {
  readonly id: string;
  readonly publicKey: string;
  readonly session: number;
  readonly accounts: readonly Account[];
}

/** The fixed beginning of an Ed25519 public key in SPKI form; the 32 bytes of the key follow (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const RAW_BYTES = 32;

export class KeyRing {
  private readonly keys = new Map<string, { readonly key: GatewayKey; readonly publicKey: KeyObject }>();

  /** @throws Error a public key is none, naming the key */
  constructor(keys: readonly GatewayKey[]) {
    for (const key of keys) this.keys.set(key.id, { key, publicKey: parsePublicKey(key) });
  }

  find(id: string): GatewayKey | undefined {
    return this.keys.get(id)?.key;
  }

  verifies(id: string, challenge: Uint8Array, signature: Uint8Array): boolean {
    const publicKey = this.keys.get(id)?.publicKey;
    return publicKey !== undefined && verify(null, challenge, publicKey, signature);
  }
}

function parsePublicKey({ id, publicKey }: GatewayKey): KeyObject {
  try {
    const parsed = publicKey.startsWith('-----') ? createPublicKey(publicKey) : fromBase64(publicKey);
    if (parsed.asymmetricKeyType === 'ed25519') return parsed;
  } catch {
    // Said below, with the key's name.
  }
  throw new Error(`key "${id}": the public key is not an Ed25519 key (base64 of 32 bytes, SPKI or PEM)`);
}

function fromBase64(text: string): KeyObject {
  const bytes = Buffer.from(text, 'base64');
  const der = bytes.length === RAW_BYTES ? Buffer.concat([SPKI_HEAD, bytes]) : bytes;
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}
