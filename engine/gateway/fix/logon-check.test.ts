/** A Logon's proof: what is signed, and that it counts once. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import t from 'tap';
import { FixMessage } from '../../../protocol/fix/codec/message.js';
import { wire } from '../../../protocol/fix/codec/test-text.js';
import { KeyRing } from '../keys.js';
import { LogonCheck } from './logon-check.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const keys = new KeyRing([{ id: 'desk', publicKey: spki, session: 1, accounts: [] }]);

const HEADER = '34=7|49=DESK|52=20261126-10:00:00.000|56=PREGAO';
/** In the order in which they are signed. */
const SIGNED = ['A', 'DESK', 'PREGAO', '7', '20261126-10:00:00.000'];

function logon(
  header: string,
  signed: readonly string[],
  key: KeyObject = privateKey,
  more = '',
): FixMessage {
  const signature = sign(null, Buffer.from(signed.join('\x01')), key).toString('base64');
  const bytes = wire(`35=A|${header}|95=${signature.length}|96=${signature}|98=0|108=30|${more}`);
  const message = new FixMessage();
  message.parse(bytes, 0, bytes.length);
  return message;
}

const at = (seconds: number) => HEADER.replace('10:00:00', `10:00:0${seconds}`);
const signedAt = (seconds: number) => SIGNED.map((value) => value.replace('10:00:00', `10:00:0${seconds}`));

t.test('five values of the header, SOH between', async (t) => {
  const rows: readonly (readonly [what: string, header: string, signed: readonly string[], said?: RegExp])[] =
    [
      ['as it is', HEADER, SIGNED],
      ['another number', HEADER.replace('34=7', '34=8'), SIGNED, /wrong/],
      ['another sender', HEADER.replace('49=DESK', '49=HOUSE'), SIGNED, /wrong/],
      ['another time', at(1), SIGNED, /wrong/],
      ['in another order', HEADER, [...SIGNED].reverse(), /wrong/],
    ];
  for (const [what, header, signed, said] of rows) {
    const answer = new LogonCheck({ key: 'desk' }, keys).check(logon(header, signed), undefined);
    if (said) t.match(answer, said, what);
    else t.equal(answer, undefined, what);
  }
  const other = generateKeyPairSync('ed25519').privateKey;
  t.match(new LogonCheck({ key: 'desk' }, keys).check(logon(HEADER, SIGNED, other), undefined), /wrong/);
});

t.test('once', async (t) => {
  const check = new LogonCheck({ key: 'desk' }, keys);
  t.equal(check.check(logon(at(5), signedAt(5)), undefined), undefined);
  const resets = logon(at(5), signedAt(5), privateKey, '141=Y|');
  t.match(check.check(resets, undefined), /has been used/, 'heard and said again, with a reset');
  t.match(check.check(logon(at(4), signedAt(4)), undefined), /has been used/, 'an earlier one');
  t.match(check.check(logon(at(7), signedAt(6)), undefined), /wrong/, 'a wrong one counts for nothing');
  t.equal(check.check(logon(at(6), signedAt(6)), undefined), undefined, 'a later one');
});

t.test('certificates', async (t) => {
  const check = new LogonCheck({ certificate: 'desk client' }, keys);
  t.equal(check.check(logon(HEADER, SIGNED), 'desk client'), undefined);
  t.match(check.check(logon(HEADER, SIGNED), 'other'), /of other is not/);
  t.match(check.check(logon(HEADER, SIGNED), undefined), /needs a TLS certificate/);
});
