/** Each start is an epoch: sessions that were open when the engine stopped count as gone from then. */
import t from 'tap';
import { engineStart } from '../test-commands.js';
import { TestCore } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

scenario(
  'a start gives every open session its grace time',
  `
  time 100                     | 1.0 accepted
  buy 1@90 sess:1 cod          | 2.0 accepted #1
  buy 2@90 sess:2 cod          | 3.0 accepted #2
  buy 3@90 sess:3              | 4.0 accepted #3
  start epoch:2 grace:5000     | 5.0 accepted
  time 103                     | 6.0 accepted
  logon sess:2                 | 7.0 accepted
  time 105                     | 8.0 accepted
                               | 8.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 8.2 report 1 CancelOnDisconnect
  book                         | bid 2@90 #2
                               | bid 3@90 #3
  `,
);

scenario(
  'a session that was gone before keeps its earlier deadline',
  `
  time 100                     | 1.0 accepted
  buy 1@90 sess:1 cod          | 2.0 accepted #1
  logoff sess:1 grace:5000     | 3.0 accepted
  time 104                     | 4.0 accepted
  start epoch:2 grace:5000     | 5.0 accepted
  time 105                     | 6.0 accepted
                               | 6.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 6.2 report 1 CancelOnDisconnect
  `,
);

t.test('the epoch is state: it stands in hash and image', async (t) => {
  const [a, b, c] = [2, 3, 2].map((epoch) => {
    const kit = new TestCore().standard();
    kit.send(engineStart(epoch, 0));
    return kit;
  });
  t.equal(a.core.state.epoch, 2);
  t.not(a.hash, b.hash);
  t.equal(a.hash, c.hash);
  const fresh = new TestCore();
  fresh.core.loadImage(b.core.saveImage());
  t.equal(fresh.core.state.epoch, 3);
});
