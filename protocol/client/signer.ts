/** Ed25519 (RFC 8032) over the engine's challenge: with Node's own crypto, or WebCrypto in browsers. */

/** Who logs on: a key id, and the private key (PKCS #8, PEM or base64) or something that signs with it. */
export interface ClientKey {
  readonly id: string;
  readonly privateKey?: string;
  readonly sign?: (challenge: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

export async function signChallenge(key: ClientKey, challenge: Uint8Array): Promise<Uint8Array> {
  if (key.sign) return key.sign(challenge);
  if (!key.privateKey) throw new Error(`key "${key.id}" has neither a private key nor a sign function`);
  return isNode() ? signInNode(key.privateKey, challenge) : signWithWebCrypto(key.privateKey, challenge);
}

const isNode = (): boolean => typeof process !== 'undefined' && process.versions?.node !== undefined;

async function signInNode(privateKey: string, challenge: Uint8Array): Promise<Uint8Array> {
  const { createPrivateKey, sign } = await import('node:crypto');
  const key = createPrivateKey({ key: Buffer.from(pkcs8Bytes(privateKey)), format: 'der', type: 'pkcs8' });
  return sign(null, challenge, key);
}

/** What browsers have. Exported because Node has it, too, as an experiment. */
export async function signWithWebCrypto(privateKey: string, challenge: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('pkcs8', pkcs8Bytes(privateKey), { name: 'Ed25519' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('Ed25519', key, challenge.slice()));
}

function pkcs8Bytes(text: string): Uint8Array<ArrayBuffer> {
  const base64 = text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}
