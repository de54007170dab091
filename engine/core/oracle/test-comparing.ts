/** Engine and oracle get the same commands, and must say the same: answer, events, and the book after each command. */
import { Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import { kindOf } from '../../../protocol/records/layout.js';
import { mustEqual } from '../../book/test-property.js';
import type { Record16 } from '../test-commands.js';
import type { TestCore } from '../test-kit.js';
import { Engine, SHELVES } from './test-engine.js';
import type { Answer, Oracle } from './test-oracle.js';
import { sortTaste } from './test-taste.js';
import { commandInWords } from './test-words.js';
import { type Order, openOf, queue, type World } from './test-world.js';

export class Comparison {
  private readonly engine: Engine;
  private readonly transcript: string[] = [];

  constructor(
    kit: TestCore,
    private readonly oracle: Oracle,
  ) {
    this.engine = new Engine(kit);
  }

  /** Throws what is not the same, after all that went before. */
  play(command: Record16): void {
    this.transcript.push(commandInWords(command));
    try {
      this.compare(command);
    } catch (error) {
      throw new Error(`\n${this.transcript.join('\n')}\n${(error as Error).message}`, { cause: error });
    }
  }

  private compare(command: Record16): void {
    const { world } = this.oracle;
    const answer = this.oracle.execute(command);
    const group = this.engine.send(command);
    this.echo(command, group[0], answer);
    const told = group.slice(1).flatMap((record) => this.engine.inWords(record));
    this.transcript.push(...told.map((line) => `    ${line}`));
    mustEqual(sortTaste(told), sortTaste(answer.told), 'what is told');
    mustEqual(this.engine.book([...world.markets.keys()]), bookOf(world), 'the book');
  }

  private echo(command: Record16, echo: Record16, { refusals }: Answer): void {
    const reason: Reason = reasonOf(echo[Cmd.Flags]);
    const found = reason === 0 ? 'accepted' : Reason[reason];
    this.transcript[this.transcript.length - 1] += ` | ${found}`;
    const right = refusals.length === 0 ? ['accepted'] : refusals.map((refusal) => Reason[refusal]);
    if (!right.includes(found)) mustEqual(found, right.join(' or '), 'the answer');
    if (reason === 0 && kindOf(command[0]) === CommandKind.NewOrder)
      this.oracle.name(this.engine.accepted(echo));
  }
}

function bookOf(world: World): string[] {
  const standing = [...world.markets.keys()].flatMap((instrument) =>
    [Side.Buy, Side.Sell].flatMap((side) =>
      SHELVES.flatMap(([, place]) => queue(world, instrument, side, place).map(standingInWords)),
    ),
  );
  const aside = world.orders
    .filter(({ place }) => place === 'aside')
    .map((order) => `aside #${order.key} ${openOf(order)}@${order.price}`);
  return [...standing, ...aside.sort()];
}

const standingInWords = (order: Order): string =>
  `${order.place} #${order.key} ${order.shown}/${openOf(order)}@${order.price}`;
