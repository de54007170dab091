/** From simulated sources to commands for the core: mark prices and trades of COIN-M, Coinbase's rate, Hashdex' documents; in ticks of our instruments. */
import t from 'tap';
import { callInto, dialInto } from '../../adapters/in-process/web.js';
import type { Fetch } from '../../adapters/kit/feed/outside.js';
import { VirtualClock } from '../../adapters/kit/orders/test-engine.js';
import { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import { BinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import { Coinbase } from '../../adapters/simulator/coinbase/simulator.js';
import { Agenda } from '../../adapters/simulator/kit/agenda.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { kindOf } from '../../protocol/records/layout.js';
import { Identities } from '../config/identities.js';
import { checkConfig } from '../config/load.js';
import { PAPER_CONFIG } from '../config/paper.js';
import { register } from '../config/registry.js';
import type { ConfigFile } from '../config/schema.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import { referenceDesk } from './references.js';

const START_MS = Date.UTC(2026, 10, 26, 13);
const STEP_MS = 20;
const UNITS = { lot: '1', maxQuantity: '1', maxNotional: '1' };
const COIN_M = { source: 'binance-coinm' as const, symbol: 'BTCUSD_PERP', venueSymbol: 'BTCUSD_PERP' };
const RATE = { source: 'coinbase-rates' as const, symbol: 'USDBRL' };
const PER_SHARE = {
  source: 'hashdex-inav' as const,
  symbol: 'BITH11.PER.SHARE',
  onshore: 'BITH11',
  offshore: 'HBTC.BH',
};
const ONSHORE = {
  info: { numberOfSharesPerCreationUnit: 50_000 },
  pcf: [{ symbol: 'HBTC.BH', quantity: 1_000 }],
};
const OFFSHORE = { pcf: [{ symbol: 'BTC', quantity: 0.014641205 }] };

class Rig {
  readonly agenda = new Agenda(START_MS);
  readonly futures = new BinanceFutures(this.agenda, { hasCrowd: false });
  readonly notices: string[] = [];
  private readonly reader: LaneReader;
  private readonly desk: ReturnType<typeof referenceDesk>;
  private readonly clock = new VirtualClock(this.agenda);
  private readonly lane: VenueLane;
  private readonly symbols: ReadonlyMap<number, string>;

  constructor(references: NonNullable<ConfigFile['references']>) {
    const instruments = [
      { ...UNITS, symbol: 'BTCUSD_PERP', tick: '0.1', maxPrice: '1000000', maxNotional: '1000000' },
      { ...UNITS, symbol: 'USDBRL', tick: '0.0001', maxPrice: '100', maxNotional: '100' },
      { ...UNITS, symbol: 'BITH11.PER.SHARE', tick: '0.0000000001', maxPrice: '0.1' },
    ];
    const config = checkConfig({ accounts: ['a'], instruments, references }, () => 'test');
    const registry = register(config, [], new Identities());
    const { instruments: registered } = registry;
    this.symbols = new Map(registered.map(({ id, symbol }) => [id, symbol]));
    const memory = createLane(1 << 8, 0, Doorbell.create());
    this.reader = new LaneReader(memory);
    this.lane = new VenueLane(new LaneWriter(memory), this.clock);
    const rates = callInto(new Coinbase(this.agenda, { hasCrowd: false }));
    const fetch: Fetch = (url, answered) => {
      if (url.includes('/inav/'))
        this.agenda.after(1, () =>
          answered(200, Buffer.from(JSON.stringify(url.endsWith('BITH11') ? ONSHORE : OFFSHORE))),
        );
      else rates({ method: 'GET', url, headers: {} }, answered);
    };
    const notice = (text: string) => void this.notices.push(text);
    const { clock, lane } = this;
    this.desk = referenceDesk(registry.references, {
      clock,
      notice,
      lane,
      fetch,
      dial: dialInto(this.futures),
    });
  }

  /** What was told meanwhile: symbol and ticks. */
  run(ms: number): string[] {
    const told: string[] = [];
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.agenda.advance(STEP_MS);
      this.clock.read();
      this.desk.doWork();
      this.lane.flush();
      const ready = this.reader.available(1 << 8);
      for (let i = 0; i < ready; i++) {
        const at = this.reader.offset(i);
        const { i32 } = this.reader;
        if (kindOf(i32[at]) !== CommandKind.VenuePrice) throw new Error('something else was told');
        told.push(`${this.symbols.get(i32[at + Cmd.Instrument])} ${i32[at + Cmd.PriceTicks]}`);
      }
      this.reader.release(ready);
    }
    return told;
  }

  trade(price: number): void {
    for (const side of ['sell', 'buy'] as const)
      this.futures.market.place({
        ...{
          account: side,
          session: side,
          clientId: '',
          symbol: 'BTCUSD_PERP',
          side,
          kind: 'limit',
          tif: 'gtc',
        },
        ...{ priceTicks: price, qtyLots: 1, echo: { positionSide: 'BOTH' } },
      });
  }
}

const of = (symbol: string, told: readonly string[]) =>
  told.filter((line) => line.startsWith(symbol)).map((line) => Number(line.split(' ')[1]));

t.test('each source, again and again, in ticks', async (t) => {
  const rig = new Rig([COIN_M, RATE, PER_SHARE]);
  const told = rig.run(12_000);
  const marks = of('BTCUSD_PERP', told);
  t.ok(marks.length >= 3, `${marks.length} mark prices`);
  t.ok(
    marks.every((ticks) => Math.abs(ticks - 640_000) < 10_000),
    String(marks),
  );
  const rates = of('USDBRL', told);
  t.equal(rates.length, 3, 'at once, and every five seconds');
  t.ok(
    rates.every((ticks) => ticks > 10_000 && ticks < 200_000),
    String(rates),
  );
  t.same(of('BITH11.PER.SHARE', told), [2_928_241]);
  t.same(
    rig.notices.filter((text) => /no |HTTP/.test(text)),
    [],
  );
});

t.test('the last trade instead of the mark price', async (t) => {
  const rig = new Rig([{ ...COIN_M, price: 'last' }]);
  t.same(rig.run(5_000), [], 'nobody has traded');
  rig.trade(641_234);
  t.same(rig.run(1_000), ['BTCUSD_PERP 641234']);
});

t.test('what the configuration may not say', async (t) => {
  const check = (references: object[]) => () =>
    checkConfig({ ...PAPER_CONFIG, references } as ConfigFile, () => 'test');
  t.throws(check([RATE]), /references\[0\]\.symbol: no instrument "USDBRL"/);
  t.throws(
    check([
      { ...RATE, symbol: 'PETR4' },
      { ...RATE, symbol: 'PETR4' },
    ]),
    /references\[1\]/,
  );
  t.throws(check([{ ...PER_SHARE, symbol: 'PETR4', onshore: undefined }]), /references\[0\]\.onshore/);
  t.throws(check([{ source: 'tea leaves', symbol: 'PETR4' }]), /references\[0\]\.source/);
});
