/** The countdown against the simulator: what stands stays while it is begun anew, and nobody believes in one that may have run out. */
import t from 'tap';
import { callInto } from '../../in-process/web.js';
import type { Call } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import { TestFutures } from '../../simulator/binance/futures/test-futures.js';
import { API_KEY, PRIVATE_KEY } from '../../simulator/binance/spot/test-spot.js';
import { Countdown } from './countdown.js';
import { FUTURES_ORDER_DEFAULTS } from './options.js';
import { BTCUSDT, TestDesk } from './test-desk.js';

const COUNTDOWN_MS = 12_000;
const UNAVAILABLE = 503;

class Rig {
  readonly venue = new TestFutures().venue;
  readonly notices: string[] = [];
  asked = 0;
  isReachable = true;
  readonly countdown: Countdown;
  private readonly callVenue = callInto(this.venue);

  constructor(weight = 1_000) {
    const call: Call = (request, answered) => {
      this.asked++;
      if (this.isReachable) this.callVenue(request, answered);
      else answered(UNAVAILABLE, undefined);
    };
    const options = {
      ...FUTURES_ORDER_DEFAULTS,
      apiKey: API_KEY,
      privateKey: PRIVATE_KEY,
      prefix: 'PG',
      instruments: [BTCUSDT],
      countdownMs: COUNTDOWN_MS,
    };
    const notice = (text: string) => void this.notices.push(text);
    this.countdown = new Countdown(options, new RateBudget(weight, 60_000), call, notice);
  }

  get isRunning(): boolean {
    return this.countdown.isRunning(this.venue.agenda.nowMs);
  }

  run(ms: number): void {
    for (let left = ms; left > 0; left -= 100) {
      this.countdown.tick(this.venue.agenda.nowMs);
      this.venue.agenda.advance(100);
    }
  }
}

t.test(
  'it runs from the first answer on, and is begun anew three times as often as it would run out',
  async (t) => {
    const rig = new Rig();
    t.equal(rig.isRunning, false);
    rig.run(200);
    t.equal(rig.isRunning, true);
    rig.run(60_000);
    t.equal(rig.asked, 16);
    t.strictSame(rig.notices, []);
  },
);

t.test(
  'requests that fail are made again every second; it is not believed in for longer than it surely runs',
  async (t) => {
    const rig = new Rig();
    rig.run(200);
    rig.isReachable = false;
    rig.run(COUNTDOWN_MS - 1_000);
    t.equal(rig.isRunning, true);
    t.match(rig.notices[0], /countdown of BTCUSDT was not begun \(status 503/);
    rig.run(1_000);
    t.equal(rig.isRunning, false);
    rig.isReachable = true;
    rig.run(1_200);
    t.equal(rig.isRunning, true);
  },
);

t.test('no weight is left: it is not asked for', async (t) => {
  const rig = new Rig(15);
  rig.run(1_000);
  t.equal(rig.asked, 1);
});

t.test('no orders go out while none runs', async (t) => {
  const desk = new TestDesk({}, { countdownMs: COUNTDOWN_MS, weightPerMinute: 300 });
  t.equal(desk.isUp, false, 'all weight is kept for cancels');
  desk.run(60_000);
  t.equal(desk.isUp, false);
  desk.close();
});
