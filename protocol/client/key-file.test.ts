import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createKey, readKeyFile, writeKeyFile } from './key-file.js';
import { signChallenge, signWithWebCrypto } from './signer.js';

t.test('a key is written for its owner only, read back, and never overwritten', async (t) => {
  const path = join(t.testdir(), 'deep', 'demo.key');
  const key = createKey('demo', ['house']);
  writeKeyFile(path, key);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.same(readKeyFile(path), key);
  t.throws(() => writeKeyFile(path, createKey('other')), { code: 'EEXIST' });
  t.match(readFileSync(path, 'utf8'), /"demo"/);
});

t.test('two keys differ, and each half fits the other', async (t) => {
  const [one, other] = [createKey('a'), createKey('b')];
  t.not(one.privateKey, other.privateKey);
  const privateKey = createPrivateKey({
    key: Buffer.from(one.privateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const signature = sign(null, Buffer.from('x'), privateKey);
  t.ok(verify(null, Buffer.from('x'), publicOf(one.publicKey), signature));
  t.notOk(verify(null, Buffer.from('x'), publicOf(other.publicKey), signature));
});

t.test('what is not a key file is refused by name', async (t) => {
  const path = join(t.testdir(), 'bad.key');
  for (const text of [
    'no json',
    '{}',
    '[]',
    'null',
    '{"id":"a","privateKey":"b"}',
    '{"id":"","privateKey":"b","publicKey":"c"}',
  ]) {
    writeFileSync(path, text);
    t.throws(() => readKeyFile(path), { message: /bad\.key is not a key file/ }, text);
  }
  t.throws(() => readKeyFile(`${path}.none`), { code: 'ENOENT' });
});

t.test("Node, WebCrypto and a function of one's own sign alike", async (t) => {
  const key = createKey('demo');
  const challenge = new Uint8Array(32).fill(5);
  const pem = `-----BEGIN PRIVATE KEY-----\n${key.privateKey}\n-----END PRIVATE KEY-----\n`;
  const signatures = [
    await signChallenge(key, challenge),
    await signChallenge({ id: 'demo', privateKey: pem }, challenge),
    await signWithWebCrypto(key.privateKey, challenge),
    await signChallenge({ id: 'demo', sign: (bytes) => signWithWebCrypto(pem, bytes) }, challenge),
  ];
  for (const signature of signatures) {
    t.same([...signature], [...signatures[0]], 'Ed25519 is deterministic');
    t.ok(verify(null, challenge, publicOf(key.publicKey), signature));
  }
  await t.rejects(signChallenge({ id: 'demo' }, challenge), /neither a private key nor a sign function/);
});

const publicOf = (base64: string) =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
