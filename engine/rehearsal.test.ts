import t from 'tap';
import { rehearse } from './rehearsal.js';

t.test('every kind of command is played, and does what it is there for', async (t) => {
  for (const thread of ['core', 'gateway'] as const) {
    const { scenes, commands, trades, rejects } = rehearse(thread);
    t.comment(`${thread}: ${scenes} scenes, ${commands} commands, ${trades} trades, ${rejects} rejects`);
    t.ok(scenes > 0);
    t.ok(commands >= 12 * scenes, 'twelve a scene at least');
    t.ok(trades >= 4 * scenes, 'two sellers meet a buyer, an immediate order and a market order a seller');
    t.equal(rejects, 4 * scenes, 'fill or kill, post-only, cancelled already, beyond the bounds');
  }
});
