/**
 * Writes a journal that an engine could have left, quickly: commands through the engine's own core and journal writer,
 * without threads and sockets. The next start finds it like any other.
 */
import { join } from 'node:path';
import { AdminLane } from '../../engine/admin/admin-lane.js';
import { toInstrument } from '../../engine/config/instruments.js';
import { DEFAULT_LIMITS, type Limits } from '../../engine/config/limits.js';
import { checkConfig } from '../../engine/config/load.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { CORE_VERSION, Core } from '../../engine/core/core.js';
import { JournalWriter } from '../../engine/journal/journal-writer.js';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { newJournal } from '../../engine/journal/position.js';
import { PrivateRing } from '../../engine/journal/replay.js';
import { JOURNAL_DIRECTORY } from '../../engine/journal/verify-command.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import { ManualClock } from '../../engine/threads/lockstep.js';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import { head, owner, RECORD_WORDS } from '../../protocol/records/layout.js';

const MIDDLE = 10_000;
const LEVELS = 2_000;
const SECONDS_2026 = 1_770_000_000;

export class FilledJournal {
  readonly core: Core;
  records = 0;
  private readonly ring = new PrivateRing();
  private readonly writer: JournalWriter;
  private readonly i32 = new Int32Array(RECORD_WORDS);
  private readonly f64 = new Float64Array(this.i32.buffer);
  private orders = 0;

  constructor(dataDirectory: string, config: ConfigFile) {
    const limits: Limits = { ...DEFAULT_LIMITS, ...config.limits };
    this.core = new Core(limits, this.ring.writer);
    this.writer = new JournalWriter({
      files: NodeFiles.make(join(dataDirectory, JOURNAL_DIRECTORY)),
      start: newJournal(),
      epoch: 1,
      coreVersion: CORE_VERSION,
      limits,
      durability: 'async',
    });
    this.define(config);
  }

  /** An order that stays open, away from the middle; or one that takes a lot from the best of them and ends. */
  order(rests: boolean): void {
    const side = this.orders % 2 === 0 ? Side.Buy : Side.Sell;
    const away = rests ? 1 + (this.orders % LEVELS) : -LEVELS;
    const tif = rests ? TimeInForce.GoodTillCancel : TimeInForce.ImmediateOrCancel;
    this.i32.fill(0);
    this.i32[Cmd.Head] = head(CommandKind.NewOrder, side, OrdType.Limit, tif);
    this.i32[Cmd.Instrument] = 1 + ((this.orders >> 1) % 2);
    this.i32[Cmd.Owner] = owner(1, 1);
    this.i32[Cmd.Message] = ++this.orders;
    this.i32[Cmd.PriceTicks] = side === Side.Buy ? MIDDLE - away : MIDDLE + away;
    this.i32[Cmd.ClientIdLow] = this.orders;
    this.i32[Cmd.Seconds] = SECONDS_2026;
    this.f64[CmdDouble.QtyLots] = rests ? 1_000_000 : 1;
    this.execute(this.i32, 0);
  }

  close(): void {
    this.writer.commit();
    this.writer.close();
  }

  /** The engine's own start-up commands, under the numbers that a first start gives. */
  private define(config: ConfigFile): void {
    const memory = createLane(1 << 10, 1, Doorbell.create());
    const admin = new AdminLane(new LaneWriter(memory), new ManualClock(SECONDS_2026));
    admin.engineStart(1, 0);
    for (let i = 0; i < config.accounts.length; i++) admin.defineAccount(i + 1);
    const { instruments } = checkConfig(config, () => 'configuration');
    for (const [i, entry] of instruments.entries()) admin.defineInstrument(toInstrument(entry, i + 1));
    const lane = new LaneReader(memory);
    for (let i = 0; i < lane.available(1 << 10); i++) this.execute(lane.i32, lane.offset(i));
  }

  private execute(i32: Int32Array, at: number): void {
    const { core, ring, writer } = this;
    if (!core.execute(i32, at)) throw new Error('the private ring has no room');
    while (core.pending) core.continueWork();
    ring.writer.publish();
    const records = ring.reader.available(1 << 10);
    if (writer.room < records) writer.commit();
    for (let i = 0; i < records; i++) writer.add(ring.reader.i32, ring.reader.offset(i), 1);
    ring.reader.release(records);
    this.records += records;
  }
}
