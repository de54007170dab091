/** The mass action at B3: of one instrument, of everything, not of what is to stay; and random days of it with everything that can go wrong, after which engine and exchange agree. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import * as commands from '../../../engine/core/test-commands.js';
import { PosDouble, PosSize } from '../../../engine/ledger/positions.js';
import { positionOf } from '../../../engine/ledger/test-naive-ledger.js';
import { Side } from '../../../protocol/codes/enums.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { type EntryPointBench, entryPointBench } from './test-bench.js';

const SOON = 200;
const LATER = 60_000;
const SYMBOLS = ['PETR4', 'VALE3'] as const;
const TICKS = [3_800, 6_100] as const;
const LOTS = 10;
const RUNS = 25;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

class Street {
  readonly rig: OrderTestRig;
  readonly bench: EntryPointBench;

  constructor() {
    const scales = { price: scaleOfStep('0.01'), qty: scaleOfStep('100') };
    const instruments = ['200000163669', '200000163670'].map((symbol, i) => ({
      id: i + 1,
      symbol,
      ...scales,
    }));
    this.bench = entryPointBench({ instruments });
    this.rig = new OrderTestRig(this.bench);
    const terms = { max: 20_000, lots: 1e9, notional: 1e15, reference: TICKS[1] };
    this.rig.engine.send(commands.defineInstrument(2, terms));
    this.rig.beginAnew();
    this.rig.run(LATER);
  }

  /** @param which 0 or 1 */
  buy(which: number, times = 1): void {
    for (let i = 0; i < times; i++) this.rig.order(Side.Buy, LOTS, TICKS[which], { instrument: which + 1 });
    this.rig.run(SOON);
  }

  others(which: number, qtyLots: number): void {
    const who = { account: 'other', session: 'other', clientId: '', symbol: SYMBOLS[which] };
    const order = { side: 'sell', kind: 'limit', tif: 'ioc', priceTicks: TICKS[which], qtyLots } as const;
    this.bench.venue.venue.place({ ...who, ...order }, []);
  }

  send(...records: commands.Record16[]): void {
    this.rig.engine.send(...records);
  }

  get massCancels(): number {
    return this.rig.counters.massCancels;
  }

  /** Ours that stand at the exchange, by instrument. */
  get standing(): number[] {
    return SYMBOLS.map((symbol) => this.bench.market.open(this.bench.account, symbol).length);
  }

  /** By instrument: what the engine has, what its orders may still add, what the exchange has executed for us. */
  get positions(): { net: number; open: number; executed: number }[] {
    const { ledger } = this.rig.engine.core.state;
    return SYMBOLS.map((symbol, i) => {
      const at = ledger.positions.find(1, i + 1) << PosSize.DoubleShift;
      const ours = this.bench.market.all(this.bench.account).filter((order) => order.symbol === symbol);
      return {
        net: Number(positionOf(ledger, 1, i + 1).net),
        open: ledger.positions.f64[at | PosDouble.OpenBuyLots],
        executed: ours.reduce((sum, { filledLots }) => sum + filledLots, 0),
      };
    });
  }
}

t.test('a kill switch over an instrument: one message, and the other instrument stays', async (t) => {
  const street = new Street();
  street.buy(0, 3);
  street.buy(1, 3);
  street.send(commands.killSwitch(true, { instrument: 1 }));
  street.rig.run(SOON);
  t.same([street.standing, street.massCancels], [[0, 3], 1]);
});

t.test('a kill switch over the account: one message for everything', async (t) => {
  const street = new Street();
  street.buy(0, 2);
  street.buy(1, 2);
  street.send(commands.killSwitch(true, { account: 1 }));
  street.rig.run(SOON);
  t.same([street.standing, street.massCancels], [[0, 0], 1]);
});

t.test('what is to stay, stays: the others are cancelled one by one', async (t) => {
  const street = new Street();
  street.send(commands.defineAccount(2), commands.sessionOpen(2));
  street.buy(0, 4);
  street.rig.order(Side.Sell, LOTS, TICKS[0] + 100, { instrument: 1 });
  street.rig.run(SOON);
  street.send(commands.massCancel({ account: 1, side: Side.Buy }));
  street.rig.run(SOON);
  t.same([street.standing, street.massCancels], [[1, 0], 0]);
});

const FAULTS = [
  { do: 'ignore', kind: 'massCancel' },
  { do: 'throttle', kind: 'massCancel' },
  { do: 'ignore', kind: 'cancel' },
  { do: 'throttle', kind: 'cancel', times: 2 },
  { do: 'lose', kind: 'cancelled', times: 2 },
  { do: 'lose', kind: 'answer' },
  { do: 'lose', kind: 'fill' },
  { do: 'hold', kind: 'cancelled', messages: 1 },
  { do: 'delay', kind: 'cancelled', ms: 7_000 },
  { do: 'drop' },
] as const;
const which = fc.nat({ max: 1 });
const step = fc.oneof(
  fc.record({ what: fc.constant('buy' as const), which, times: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ what: fc.constant('others' as const), which, lots: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ what: fc.constant('mass' as const), which: fc.nat({ max: 2 }) }),
  fc.record({ what: fc.constant('fault' as const), fault: fc.constantFrom(...FAULTS) }),
  fc.record({ what: fc.constant('run' as const), ms: fc.constantFrom(5, 20, 200, 6_000) }),
);

t.test(`random days, seed ${SEED}: in the end engine and exchange agree, and nothing stands`, async (t) => {
  let massCancels = 0;
  const property = fc.property(fc.array(step, { minLength: 4, maxLength: 25 }), (steps) => {
    const street = new Street();
    for (const each of steps)
      switch (each.what) {
        case 'buy':
          street.buy(each.which, each.times);
          break;
        case 'others':
          street.others(each.which, each.lots);
          break;
        case 'mass':
          street.send(commands.massCancel({ account: 1, ...(each.which > 0 && { instrument: each.which }) }));
          break;
        case 'fault':
          street.rig.fault(each.fault);
          break;
        case 'run':
          street.rig.run(each.ms);
      }
    street.bench.faults.clear();
    street.rig.run(LATER);
    street.send(commands.massCancel({ account: 1 }));
    street.rig.run(LATER);
    massCancels += street.massCancels;
    assert.deepEqual(street.standing, [0, 0]);
    for (const { net, open, executed } of street.positions) assert.deepEqual([net, open], [executed, 0]);
  });
  fc.assert(property, { numRuns: RUNS, seed: SEED });
  t.ok(massCancels > 0, `${massCancels} mass cancels`);
});
