/** Who gets in: signatures, certificates, and what a refused logon leaves behind: nothing. */
import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { MemoryStore } from '../../protocol/fix/index.js';
import { authority, issue } from './certificates.js';
import { dialogue } from './dialogue.js';
import { FixParty, type PartyOptions } from './party.js';
import { DESK_KEY, fixConfig, HOUSE_KEY, Venue } from './venue.js';

t.setTimeout(180_000);

const STRANGER = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  publicKeyEncoding: { format: 'der', type: 'spki' },
}).privateKey.toString('base64');
const ORDER = '35=D|55=MSFT|40=2|54=1|38=1|44=1';

/** How the engine says that it will not have this client. */
async function refusal(options: PartyOptions): Promise<string> {
  const party = await FixParty.logOn(options).catch((error: Error) => error);
  if (party instanceof Error) return party.message;
  party.cut();
  return 'logged on';
}

t.test('signatures', async (t) => {
  const venue = await Venue.open(t, fixConfig([{ compId: 'DESK', key: 'desk', accounts: ['desk'] }]));
  const { port } = venue;
  const store = new MemoryStore();
  const desk = await venue.logOn('DESK', { store });
  await desk.logOut();
  const { nextOut, nextIn } = store;
  const rows: readonly (readonly [what: string, options: Partial<PartyOptions>, said: RegExp])[] = [
    ['no signature', {}, /RawData\(96\) must have the signature/],
    ['of another key', { key: { id: 'desk', privateKey: STRANGER } }, /the signature is wrong/],
    ['of another client', { key: { ...HOUSE_KEY, id: 'desk' } }, /the signature is wrong/],
    ['under another name', { key: HOUSE_KEY }, /Username\(553\) is not the id/],
    ['heartbeats too seldom', { key: DESK_KEY, heartBtIntSeconds: 301 }, /HeartBtInt must be 1 to 300/],
    ['no heartbeats', { key: DESK_KEY, heartBtIntSeconds: 0 }, /HeartBtInt must be 1 to 300/],
    ['an unknown CompID', { key: DESK_KEY, compId: 'NOBODY' }, /no logon/],
    ['another version', { key: DESK_KEY, version: 'FIX.4.2' }, /no logon/],
  ];
  for (const [what, options, said] of rows)
    t.match(await refusal({ port, compId: 'DESK', ...options }), said, what);
  const again = await venue.logOn('DESK', { store });
  t.same(
    [store.nextOut, store.nextIn],
    [nextOut + 1, nextIn + 1],
    'the numbers of both sides are where they were',
  );
  t.match(await refusal({ port, compId: 'DESK', key: DESK_KEY }), /no logon/, 'one connection at a time');
  await dialogue(t, { DESK: again }, [`DESK> ${ORDER}|11=a`, 'DESK< 35=8|150=0']);
});

t.test('what is no FIX ends its own connection alone', async (t) => {
  const venue = await Venue.open(t, fixConfig([{ compId: 'DESK', key: 'desk', accounts: ['desk'] }]));
  const desk = await venue.logOn('DESK');
  const garbage = [
    'GET / HTTP/1.1\r\n\r\n',
    '8=FIX.4.4\x019=5\x0135=0\x0110=000\x01',
    `8=FIX.4.4\x019=999999999\x01${'x'.repeat(100_000)}`,
    '\x00'.repeat(200_000),
    '8=FIX.4.4\x019=65\x0135=A\x0134=1\x0149=DESK\x0152=20260101-00:00:00\x0156=PREGAO\x0198=0\x01108=30\x0110=000\x01',
  ];
  for (const bytes of garbage) await throwAt(venue.port, bytes);
  await dialogue(t, { DESK: desk }, [`DESK> ${ORDER}|11=a`, 'DESK< 35=8|150=0']);
});

/** Writes, and goes. */
const throwAt = (port: number, bytes: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.resume();
  });

t.test('TLS and certificates', async (t) => {
  const ca = authority(t);
  const server = issue(ca, 'localhost');
  const config = fixConfig(
    [
      { compId: 'BOTH', key: 'desk', certificate: 'desk client' },
      { compId: 'CERT', certificate: 'fund client', accounts: ['fund'], version: 'FIX.5.0SP2' },
      { compId: 'KEY', key: 'house' },
    ],
    { tls: { cert: server.certFile, key: server.keyFile, clientCa: ca.certFile } },
  );
  const venue = await Venue.open(t, config);
  const { port } = venue;
  const with_ = (name: string) => {
    const { cert, key } = issue(ca, name);
    return { ca: ca.cert, cert, key, servername: 'localhost' };
  };
  const logsOn = async (compId: string, options: Partial<PartyOptions>) => {
    const party = await venue.logOn(compId, options);
    await dialogue(t, { [compId]: party }, [
      `${compId}> ${ORDER}|1=${ACCOUNTS[compId]}|11=a`,
      `${compId}< 35=8|150=0`,
    ]);
    await party.logOut();
  };
  await logsOn('CERT', { tls: with_('fund client') });
  await logsOn('BOTH', { tls: with_('desk client') });
  await logsOn('KEY', { tls: with_('whoever') });
  const rows: readonly (readonly [what: string, options: Omit<PartyOptions, 'port'>, said: RegExp])[] = [
    [
      'the certificate of another',
      { compId: 'CERT', version: 'FIX.5.0SP2', tls: with_('desk client') },
      /the certificate of desk client is not/,
    ],
    [
      'the certificate without the key',
      { compId: 'BOTH', tls: with_('desk client') },
      /RawData\(96\) must have/,
    ],
    [
      'the key without the certificate',
      { compId: 'BOTH', key: DESK_KEY, tls: with_('whoever') },
      /the certificate of whoever is not/,
    ],
  ];
  for (const [what, options, said] of rows) t.match(await refusal({ port, ...options }), said, what);
  await t.test('without a certificate of this authority there is no connection', (t) =>
    noConnection(t, port, ca.cert),
  );
});

const ACCOUNTS: Readonly<Record<string, string>> = { CERT: 'fund', BOTH: 'desk', KEY: 'house' };

async function noConnection(t: Test, port: number, ca: string): Promise<void> {
  const party = FixParty.dial({ port, compId: 'KEY', key: HOUSE_KEY, tls: { ca, servername: 'localhost' } });
  t.teardown(() => party.cut());
  await party.until(() => party.farewells.length > 0);
  t.equal(party.session.isLoggedOn, false);
}
