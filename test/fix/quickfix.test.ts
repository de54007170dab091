/**
 * QuickFIX (C++) as client of our door and as venue of our initiator, in every version, plain and over TLS, with a connection that is
 * cut in the middle of it. Everything is accounted for afterwards, each report once.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { VersionName } from '../../protocol/fix/index.js';
import { freshDirectory } from '../support/engine.js';
import { freePort } from '../support/ports.js';
import { authority, type Certificate, issue } from './certificates.js';
import { Cutter } from './cutter.js';
import { FixParty } from './party.js';
import { HOW_TO_GET_IT, type PeerOptions, QuickFixPeer, quickfixProgram } from './quickfix.js';
import { DESK_KEY, fixConfig, Venue } from './venue.js';

t.setTimeout(600_000);

const VERSIONS: readonly VersionName[] = ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'];
/** Of each kind: orders that are filled, and orders that are replaced and cancelled. */
const ORDERS = 60;
const QTY = 10;

const program = quickfixProgram();
if (program === undefined) t.test('QuickFIX', { skip: `not there: ${HOW_TO_GET_IT}` }, () => {});
else {
  const ca = authority(t);
  const server = issue(ca, 'localhost');
  for (const tls of [undefined, server]) {
    const how = tls ? 'TLS' : 'TCP';
    t.test(`QuickFIX as client over ${how}`, (t) => asClient(t, program, tls));
    t.test(`QuickFIX as venue over ${how}`, (t) => asVenue(t, program, tls));
  }
}

/** All versions at the same time: much of it is waiting for one another. */
async function together(t: Test, run: (t: Test, version: VersionName) => Promise<void>): Promise<void> {
  t.jobs = VERSIONS.length;
  await Promise.all(VERSIONS.map((version) => t.test(version, { buffered: true }, (t) => run(t, version))));
}

function nameOf(version: VersionName): string {
  return version.replace(/\W/g, '');
}

async function asClient(t: Test, program: string, tls: Certificate | undefined): Promise<void> {
  const sessions = VERSIONS.map((version) => ({
    compId: nameOf(version),
    version,
    key: 'desk',
    accounts: ['desk'],
  }));
  const others = [{ compId: 'HOUSE', key: 'house' }];
  const door = tls && { tls: { cert: tls.certFile, key: tls.keyFile } };
  const venue = await Venue.open(t, fixConfig([...sessions, ...others], door));
  const house = await venue.logOn('HOUSE', tls ? { tls: { ca: tls.cert, rejectUnauthorized: false } } : {});
  const keyFile = join(freshDirectory(), 'key.pem');
  writeFileSync(keyFile, pem(DESK_KEY.privateKey));
  for (const version of VERSIONS) {
    house.send(`35=D|11=h ${version}|55=MSFT|54=2|38=${ORDERS * QTY}|40=2|44=100`);
    await house.next();
  }
  await together(t, async (t, version) => {
    const cutter = await Cutter.before(venue.port);
    t.teardown(() => cutter.close());
    const identity = { senderCompId: nameOf(version), targetCompId: 'PREGAO' };
    const options: PeerOptions = { side: 'initiator', port: cutter.port, version, ...identity };
    const secure = tls && { tls: { cert: tls.certFile, key: tls.keyFile } };
    const key = { id: 'desk', file: keyFile };
    await trade(t, new QuickFixPeer(program, { ...options, ...secure, key }), cutter, version);
  });
}

function pem(base64: string): string {
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
}

/** Orders that fill, orders that are replaced and cancelled, rejects of all kinds; the wire is cut when a third has come. */
async function trade(t: Test, peer: QuickFixPeer, cutter: Cutter, version: VersionName): Promise<void> {
  t.teardown(() => peer.kill());
  const book = new Ledger();
  peer.onMessage((line) => book.take(line));
  await peer.until(() => peer.ups === 1, 'the logon');
  for (let i = 0; i < ORDERS; i++) {
    peer.send(`35=D|21=1|11=f${i}|55=MSFT|54=1|38=${QTY}|40=2|44=100|60=now`);
    peer.send(`35=D|21=1|11=r${i}|55=MSFT|54=1|38=${QTY}|40=2|44=90|60=now`);
    peer.send(`35=G|21=1|11=r${i}'|41=r${i}|55=MSFT|54=1|38=${2 * QTY}|40=2|44=91|60=now`);
    peer.send(`35=F|11=r${i}"|41=r${i}'|55=MSFT|54=1|60=now`);
  }
  await peer.until(() => book.reports > ORDERS, 'a third of the reports');
  cutter.cut();
  peer.send('35=D|21=1|11=bad|55=NONE|54=1|38=1|40=2|44=1|60=now');
  peer.send('35=F|11=gone"|41=gone|55=MSFT|54=1|60=now');
  peer.send('35=Q|37=1|17=1|127=A|55=MSFT|54=1');
  await peer.until(() => book.isComplete(5 * ORDERS + 3), 'everything');
  t.ok(peer.ups >= 2, 'it has come back');
  t.same(book.counts(version), {
    accepted: 2 * ORDERS,
    filled: ORDERS,
    filledQty: ORDERS * QTY,
    replaced: ORDERS,
    cancelled: ORDERS,
    rejected: 1,
    cancelRejected: 1,
    notTaken: 1,
    twice: 0,
  });
  const rejects = peer.received.filter((line) => line.includes('|35=3|'));
  t.same(rejects, [], 'neither rejects what the other sends');
  await peer.quit();
}

async function asVenue(t: Test, program: string, tls: Certificate | undefined): Promise<void> {
  await together(t, async (t, version) => {
    const port = await freePort();
    const identity = { senderCompId: 'PREGAO', targetCompId: 'CLIENT' };
    const secure = tls && { tls: { cert: tls.certFile, key: tls.keyFile } };
    const peer = new QuickFixPeer(program, { side: 'acceptor', port, version, ...identity, ...secure });
    t.teardown(() => peer.kill());
    const venue = new SimpleVenue(peer, version);
    peer.onMessage((line) => venue.answer(line));
    const cutter = await Cutter.before(port);
    t.teardown(() => cutter.close());
    await askVenue(t, cutter, version, tls !== undefined);
    t.same(
      peer.received.filter((line) => line.includes('|35=3|')),
      [],
      'neither rejects what the other sends',
    );
    await peer.quit();
  });
}

async function askVenue(t: Test, cutter: Cutter, version: VersionName, isTls: boolean): Promise<void> {
  const secure = isTls ? { tls: { rejectUnauthorized: false } } : {};
  const party = FixParty.dial({ port: cutter.port, compId: 'CLIENT', version, reconnectMs: 200, ...secure });
  t.teardown(() => party.cut());
  await party.until(() => party.session.isLoggedOn);
  for (let i = 0; i < ORDERS; i++) {
    party.send(`35=D|21=1|11=f${i}|55=MSFT|54=1|38=${QTY}|40=2|44=100`);
    party.send(`35=D|21=1|11=r${i}|55=REST|54=1|38=${QTY}|40=2|44=90`);
    party.send(`35=G|21=1|11=r${i}'|41=r${i}|55=REST|54=1|38=${2 * QTY}|40=2|44=91`);
    party.send(`35=F|11=r${i}"|41=r${i}'|55=REST|54=1`);
  }
  party.send('35=D|21=1|11=bad|55=NONE|54=1|38=1|40=2|44=1');
  party.send('35=F|11=gone"|41=gone|55=MSFT|54=1');
  await new Promise((resolve) => setImmediate(resolve));
  cutter.cut();
  await party.until(() => party.farewells.length > 0);
  await party.until(() => party.inbox.length >= 6 * ORDERS + 2);
  const count = (tag: number, value: string) => party.inbox.filter((each) => each.get(tag) === value).length;
  const half = version === 'FIX.4.2' ? ['1', '2'] : ['F', 'F'];
  t.same(
    [...new Set(['0', '5', '4', '8', ...half])].map((execType) => count(150, execType)),
    [2 * ORDERS, ORDERS, ORDERS, 1, ...(version === 'FIX.4.2' ? [ORDERS, ORDERS] : [2 * ORDERS])],
    'each report once',
  );
  t.equal(count(35, '9'), 1, 'one cancel rejected');
  t.equal(new Set(party.inbox.map((each) => each.get(17))).size, 6 * ORDERS + 2, 'under a number of its own');
  await party.logOut();
}

/** Fills in two halves, rests what is called REST, does not know NONE. */
class SimpleVenue {
  private execIds = 0;
  private readonly qty = new Map<string, number>();

  constructor(
    private readonly peer: QuickFixPeer,
    private readonly version: VersionName,
  ) {}

  answer(line: string): void {
    const field = (tag: number) => new RegExp(`\\|${tag}=([^|]*)\\|`).exec(line)?.[1] ?? '';
    const [id, original, symbol] = [field(11), field(41), field(55)];
    if (field(35) === 'D') this.newOrder(id, symbol, Number(field(38)));
    else if (!this.qty.has(original)) this.peer.send(`35=9|11=${id}|37=NONE|39=8|41=${original}|102=1|434=1`);
    else if (field(35) === 'G') this.report(id, '5', '0', symbol, Number(field(38)), 0, `|41=${original}`);
    else this.report(id, '4', '4', symbol, this.qty.get(original)!, 0, `|41=${original}`);
  }

  private newOrder(id: string, symbol: string, qty: number): void {
    if (symbol === 'NONE') return this.report(id, '8', '8', symbol, qty, 0);
    this.report(id, '0', '0', symbol, qty, 0);
    if (symbol === 'REST') return;
    this.report(id, 'F', '1', symbol, qty, qty / 2);
    this.report(id, 'F', '2', symbol, qty, qty);
  }

  private report(
    id: string,
    type: string,
    status: string,
    symbol: string,
    qty: number,
    cum: number,
    more = '',
  ): void {
    this.qty.set(id, qty);
    const is42 = this.version === 'FIX.4.2';
    const execType = is42 && type === 'F' ? status : type;
    const open = status === '4' || status === '8' ? 0 : qty - cum;
    const fill = type === 'F' ? `|31=100|32=${qty / 2}` : '';
    this.peer.send(
      `35=8|6=100|11=${id}|14=${cum}|17=E${++this.execIds}${is42 ? '|20=0' : ''}${fill}|37=O${id}|38=${qty}|39=${status}` +
        `${more}|54=1|55=${symbol}|150=${execType}|151=${open}`,
    );
  }
}

/** What came, each report once: what is sent again has an ExecID that was there, or PossDupFlag. */
class Ledger {
  reports = 0;
  private readonly seen = new Set<string>();
  private readonly byKind = new Map<string, number>();
  private filledQty = 0;
  private twice = 0;

  take(line: string): void {
    const field = (tag: number) => new RegExp(`\\|${tag}=([^|]*)\\|`).exec(line)?.[1] ?? '';
    const type = field(35);
    const id = type === '8' ? `8 ${field(17)}` : `${type} ${field(11)}${field(379)}${field(45)}`;
    if (this.seen.has(id)) {
      if (field(43) !== 'Y') this.twice++;
      return;
    }
    this.seen.add(id);
    this.reports++;
    const kind = type === '8' ? `8 ${field(150)}` : type;
    this.byKind.set(kind, (this.byKind.get(kind) ?? 0) + 1);
    if (kind === '8 F' || kind === '8 1' || kind === '8 2') this.filledQty += Number(field(32));
  }

  isComplete(count: number): boolean {
    return this.reports >= count;
  }

  counts(version: VersionName) {
    const of = (kind: string) => this.byKind.get(kind) ?? 0;
    return {
      accepted: of('8 0'),
      filled: of(version === 'FIX.4.2' ? '8 2' : '8 F'),
      filledQty: this.filledQty,
      replaced: of('8 5'),
      cancelled: of('8 4'),
      rejected: of('8 8'),
      cancelRejected: of('9'),
      notTaken: of('j'),
      twice: this.twice,
    };
  }
}
