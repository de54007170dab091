/** The acceptance acceptor as a process of its own, spoken to over sockets in its three versions. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { pipes, wire } from '../codec/test-text.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const OURS = /(?:^8=[^|]*\|9=\d+\|)|(?<=\|)(?:49|52|56)=[^|]*\||10=\d{3}\|$/g;
const ORDER = '40=1|55=INTC|11=ID|54=1|60=20261126-12:00:00|386=2|336=2|336=1|21=1|';
const SORTED = '11=ID|21=1|40=1|54=1|55=INTC|60=20261126-12:00:00|386=2|336=2|336=1|';

class Client {
  private constructor(
    private readonly socket: Socket,
    private readonly begin: string,
  ) {}

  static async connected(port: number, begin: string): Promise<Client> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Client(socket, begin);
  }

  send(head: string, rest: string): void {
    const now = new Date().toISOString();
    const time = `${now.slice(0, 10).replaceAll('-', '')}-${now.slice(11, 23)}`;
    this.socket.write(wire(`${head}49=TW|52=${time}|56=ISLD|${rest}`, this.begin));
  }

  /** The next message that comes, or 'closed'. */
  async next(): Promise<string> {
    const [chunk] = await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    return Buffer.isBuffer(chunk) ? pipes(chunk).replace(OURS, '') : 'closed';
  }
}

t.test('orders come back, other messages are not taken', async (t) => {
  const acceptor = spawn(process.execPath, [MAIN, '--port', '0']);
  t.teardown(() => acceptor.kill());
  const [line] = (await once(createInterface(acceptor.stdout), 'line')) as [string];
  const port = Number(/:(\d+):/.exec(line)?.[1]);
  for (const [begin, more] of [
    ['FIX.4.2', ''],
    ['FIX.4.4', ''],
    ['FIXT.1.1', '1137=9|'],
  ]) {
    const client = await Client.connected(port, begin);
    client.send('35=A|34=1|', `98=0|108=30|${more}`);
    t.equal(await client.next(), `35=A|34=1|98=0|108=30|${more}`, begin);
    client.send('35=D|34=2|', ORDER);
    t.equal(await client.next(), `35=D|34=2|${SORTED}`);
    client.send('35=D|34=3|97=Y|', ORDER);
    client.send('35=D|34=4|97=Y|', ORDER.replace('ID', 'ID2'));
    t.equal(await client.next(), `35=D|34=3|97=Y|${SORTED.replace('ID', 'ID2')}`, 'once is enough');
    client.send('35=H|34=5|', '37=1|11=ID|55=INTC|54=1|');
    t.equal(await client.next(), `35=j|34=4|45=5|58=Unsupported Message Type|372=H|380=3|${more}`);
    client.send('35=5|34=6|', '');
    t.equal(await client.next(), '35=5|34=5|');
    t.equal(await client.next(), 'closed');
  }
});
