/**
 * Sessions under load against an engine that is killed again and again, and what must hold each time. One seed decides
 * what is asked and how the engine dies; when exactly, the machine decides as well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { Random } from '../../engine/threads/random.js';
import { checkQuiet } from './claims.js';
import { groundConfig, NAMES } from './ground.js';
import { departure } from './lines.js';
import { Scene } from './scene.js';
import { Trader } from './trader.js';
import { Truth } from './truth.js';

const WAIT_MS = 30_000;
/** A disk that was so many batches slower than this one would have kept that much less. */
const LOST_BATCHES = 6;

/** How the engine dies. */
type Death = 'while it runs' | 'at a report' | 'while it stops' | 'while it starts';

export class KillRun {
  readonly scene: Scene;
  kills = 0;
  /** Reports that sessions had and a restart did not keep. */
  lost = 0;
  private readonly random: Random;
  private readonly traders: Trader[];

  constructor(
    private readonly t: Test,
    readonly durability: 'sync' | 'async',
    seed: number,
  ) {
    this.random = new Random(seed);
    this.scene = new Scene(groundConfig(), durability);
    const { address } = this.scene;
    this.traders = NAMES.map(
      (name, i) =>
        new Trader(name, { random: new Random(seed + i + 1), address, cancelOnDisconnect: name === 'dan' }),
    );
  }

  async begin(): Promise<void> {
    await this.scene.start();
    for (const trader of this.traders) await trader.connect();
  }

  /** Load, death, a look at what is on disk, restart, a look at everybody. */
  async round(): Promise<void> {
    const death = this.draw();
    for (const trader of this.traders) trader.go();
    await this.die(death);
    for (const trader of this.traders) trader.pause();
    await happens(() => this.traders.every(({ connected }) => !connected));
    const damage = this.damage();
    const label = `kill ${this.kills} (${death}${damage})`;
    const { stateHash, lastSequence } = this.scene.verify();
    const lost = this.checkHeard(label, lastSequence);
    if (death === 'while it starts') await this.dieStarting();
    const engine = await this.scene.start();
    this.t.equal(
      engine.stateHash,
      stateHash,
      `${label}: a replay from zero gives the state that was recovered`,
    );
    await this.untilQuiet();
    this.checkWelcome(label, lost);
    await checkQuiet(this.t, label, this.scene, this.traders);
    if (this.durability === 'sync') this.checkAnswered(label);
  }

  close(): void {
    for (const trader of this.traders) trader.close();
    this.scene.engine.child.kill('SIGKILL');
  }

  /** What the load consisted of. */
  summary(): string {
    const refusals = new Map<string, number>();
    for (const trader of this.traders)
      for (const [name, count] of trader.refusals) refusals.set(name, (refusals.get(name) ?? 0) + count);
    const reports = this.traders.reduce((sum, { tap }) => sum + tap.reports.length, 0);
    return `${this.kills} kills, ${reports} reports, ${this.lost} lost; refused ${JSON.stringify([...refusals])}`;
  }

  private draw(): Death {
    const what = this.random.below(20);
    if (what < 9) return 'while it runs';
    if (what < 14) return 'at a report';
    return what < 17 ? 'while it stops' : 'while it starts';
  }

  private async die(death: Death): Promise<void> {
    this.kills++;
    if (death === 'at a report') return this.dieAtReport();
    await sleep(20 + this.random.below(500));
    if (death === 'while it stops') {
      this.scene.engine.child.kill('SIGINT');
      await sleep(this.random.below(80));
    }
    await this.scene.kill();
  }

  /** The engine has just said something; it must have been true. */
  private async dieAtReport(): Promise<void> {
    const { tap } = this.traders[this.random.below(this.traders.length)];
    let left = 20 + this.random.below(400);
    await new Promise<void>((resolve) => {
      tap.onReport = () => {
        if (--left > 0) return;
        this.scene.engine.child.kill('SIGKILL');
        resolve();
      };
    });
    tap.onReport = () => {};
    await this.scene.kill();
  }

  private async dieStarting(): Promise<void> {
    this.kills++;
    this.scene.launch();
    await sleep(this.random.below(2_000));
    await this.scene.kill();
  }

  /** What a crash of the machine may leave: part of a batch; with `async` less of what was told to sessions. */
  private damage(): string {
    const what = this.random.below(4);
    if (what > 1) return '';
    if (this.durability === 'async') return this.cut();
    this.scene.tear(this.random.fraction());
    return ', torn tail';
  }

  private cut(): string {
    const batches = this.scene.lastBatches();
    const back = 1 + this.random.below(LOST_BATCHES);
    return this.scene.cut(batches.at(-back), this.random.fraction()) ? `, ${back} batches lost` : '';
  }

  /** Whatever a session heard is on disk, word for word; with `async` but for what came behind the end of the disk. */
  private checkHeard(label: string, lastSequence: number): number[] {
    const truth = Truth.read(this.scene.data);
    return this.traders.map((trader) => {
      const behind = trader.tap.takeBehind(lastSequence);
      trader.told.splice(trader.tap.reports.length);
      this.lost += behind.length;
      if (this.durability === 'sync') {
        this.t.equal(behind.length, 0, `${label}: ${trader.name} heard of nothing that is not on disk`);
        const difference = departure(trader.tap.reports, truth.reports(trader.session));
        this.t.equal(difference, '', `${label}: what ${trader.name} heard stands in the journal`);
      }
      return behind.length;
    });
  }

  /** Who had heard of something that is lost is told so, and nobody else. */
  private checkWelcome(label: string, lost: readonly number[]): void {
    this.traders.forEach(({ name, tap }, i) => {
      const { gap } = tap.welcomes[tap.welcomes.length - 1];
      this.t.equal(gap, lost[i] > 0, `${label}: ${name} is told of a gap exactly when there is one`);
    });
  }

  /** With `sync` no restart costs an answer. */
  private checkAnswered(label: string): void {
    for (const { name, unknownOutcomes } of this.traders)
      this.t.equal(unknownOutcomes, 0, `${label}: ${name} got every answer`);
  }

  /** What does not come to rest, the claims that follow will name. */
  private async untilQuiet(): Promise<void> {
    await happens(() => this.traders.every(({ connected, outstanding }) => connected && outstanding === 0));
    await happens(() => {
      const truth = Truth.read(this.scene.data);
      return this.traders.every(({ tap, session }) => tap.reports.length === truth.reports(session).length);
    });
    for (const { name, connected, outstanding } of this.traders)
      if (!connected || outstanding > 0)
        throw new Error(`${name}: ${outstanding} requests without an answer`);
  }
}

async function happens(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!condition() && Date.now() < deadline) await sleep(10);
}
