/**
 * What must be true of routed orders after every command: children never have more open than their parent, what they execute is
 * their parent's, nothing of it is counted twice in positions or forgotten, and venues count what is at them.
 */
import { ChildStatus, Route, Side } from '../../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import { EventKind, Trd, TrdDouble } from '../../../protocol/records/event.js';
import { accountOf, byteA, kindOf } from '../../../protocol/records/layout.js';
import { ChildDouble, ChildOpenDouble, VENUES } from '../../../protocol/records/routing.js';
import { OrderFlag } from '../../book/order-pool.js';
import { ChildTerm, ParentDouble } from '../../book/order-terms.js';
import { mustEqual } from '../../book/test-property.js';
import { PosDouble, PosSize } from '../../ledger/positions.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import type { TestCore } from '../test-kit.js';
import { childrenOf } from './test-children.js';

export class FamilyInvariants {
  /** What parents have executed through their children, by engine id. */
  private readonly executed = new Map<string, number>();
  /** Parent of each child, by engine id. */
  private readonly parents = new Map<string, string>();

  constructor(private readonly kit: TestCore) {}

  check(group: readonly Record16[]): void {
    for (const record of group) this.apply(record);
    if (kindOf(group[0][0]) === CommandKind.VenueAttached) this.toldAgain(group);
    const { state } = this.kit.core;
    mustEqual([state.market.work, state.routed.first(0)], [0, 0], 'what is left to do');
    this.families();
    this.positions();
    this.venues();
    this.zeroSum();
  }

  private apply(record: Record16): void {
    const kind = kindOf(record[0]);
    if (kind === EventKind.ChildOrder)
      this.parents.set(idOf(record, Cmd.OrderSlot), idOf(record, Cmd.ClientIdLow));
    else if (kind === EventKind.Trade) {
      const lots = doublesOf(record)[TrdDouble.QtyLots];
      this.execute(idOf(record, Trd.MakerSlot), lots);
      this.execute(idOf(record, Trd.TakerSlot), lots);
    } else if (kind === CommandKind.ChildFill && reasonOf(record[Cmd.Flags]) === 0)
      this.execute(idOf(record, Cmd.OrderSlot), doublesOf(record)[CmdDouble.QtyLots]);
  }

  private execute(child: string, lots: number): void {
    const parent = this.parents.get(child);
    if (parent !== undefined) this.executed.set(parent, (this.executed.get(parent) ?? 0) + lots);
  }

  /** An adapter that begins is told all that is open at its venue. */
  private toldAgain(group: readonly Record16[]): void {
    const told = group
      .filter((record) => kindOf(record[0]) === EventKind.ChildOpen)
      .map((record) => [
        idOf(record, Cmd.OrderSlot),
        doublesOf(record)[ChildDouble.TotalLots],
        doublesOf(record)[ChildOpenDouble.ExecutedLots],
      ]);
    const open = childrenOf(this.kit.core).filter(({ venue }) => venue === byteA(group[0][0]));
    const wanted = open.map(({ id, total, executed }) => [`${id.slot}:${id.generation}`, total, executed]);
    mustEqual(told, wanted, 'what an adapter is told');
  }

  private families(): void {
    const { orders, terms } = this.kit.core.state;
    const open = new Map<number, number>();
    this.each((slot) => {
      if ((orders.flags(slot) & OrderFlag.Child) === 0) return;
      const parent = terms.get(slot, ChildTerm.Parent);
      mustEqual(
        orders.isOpen(parent) && (orders.flags(parent) & OrderFlag.Routed) !== 0,
        true,
        'that it has a parent',
      );
      mustEqual(orders.isResting(slot), terms.get(slot, ChildTerm.Route) === Route.OwnBook, 'that it rests');
      open.set(parent, (open.get(parent) ?? 0) + orders.openLots(slot));
    });
    this.each((slot) => {
      if ((orders.flags(slot) & OrderFlag.Family) !== OrderFlag.Routed) return;
      const allocated = terms.f64[terms.doubleAt(slot, ParentDouble.AllocatedLots)];
      mustEqual(allocated, open.get(slot) ?? 0, 'what is allocated');
      mustEqual(allocated <= orders.openLots(slot), true, 'that children have no more than their parent');
      const executed = this.executed.get(`${slot}:${orders.generation(slot)}`) ?? 0;
      mustEqual(orders.executedLots(slot), executed, 'what the parent has executed');
      mustEqual(executed <= orders.totalLots(slot), true, 'that it has not executed more than its total');
    });
  }

  /** Each lot that may still execute is reserved once; a replace on its way reserves the larger total. */
  private positions(): void {
    const { orders, terms, ledger } = this.kit.core.state;
    const wanted = new Map<number, [number, number]>();
    this.each((slot) => {
      const row = ledger.positions.find(accountOf(orders.owner(slot)), orders.instrument(slot));
      const sums = wanted.get(row) ?? [0, 0];
      const flags = orders.flags(slot) & OrderFlag.Family;
      let lots = orders.openLots(slot);
      if (flags === OrderFlag.Routed) {
        lots -= terms.f64[terms.doubleAt(slot, ParentDouble.AllocatedLots)];
        const pending = terms.f64[terms.doubleAt(slot, ParentDouble.PendingLots)];
        lots += Math.max(0, pending - orders.totalLots(slot));
      }
      sums[orders.side(slot) === Side.Buy ? 0 : 1] += lots;
      wanted.set(row, sums);
    });
    for (let row = 1; row <= ledger.positions.count; row++) {
      const at = row << PosSize.DoubleShift;
      const { f64 } = ledger.positions;
      const found = [f64[at | PosDouble.OpenBuyLots], f64[at | PosDouble.OpenSellLots]];
      mustEqual(found, wanted.get(row) ?? [0, 0], `open lots of position ${row}`);
    }
  }

  private venues(): void {
    const { orders, terms, venues } = this.kit.core.state;
    const open = new Array(VENUES).fill(0);
    const unknown = new Array(VENUES).fill(0);
    this.each((slot) => {
      const venue = terms.get(slot, ChildTerm.Route) - Route.Venue;
      if ((orders.flags(slot) & OrderFlag.Child) === 0 || venue < 0) return;
      open[venue]++;
      if (terms.get(slot, ChildTerm.Status) === ChildStatus.Unknown) unknown[venue]++;
    });
    mustEqual([...venues.open], open, 'orders at venues');
    mustEqual([...venues.unknown], unknown, 'unknown orders at venues');
  }

  private zeroSum(): void {
    const { positions } = this.kit.core.state.ledger;
    let net = 0;
    for (let row = 1; row <= positions.count; row++)
      net += positions.f64[(row << PosSize.DoubleShift) | PosDouble.NetLots];
    mustEqual(net, 0, 'the sum of all positions');
  }

  private each(visit: (slot: number) => void): void {
    const { orders } = this.kit.core.state;
    for (let slot = 1; slot < orders.highWater; slot++) if (orders.isOpen(slot)) visit(slot);
  }
}

const idOf = (record: Record16, at: number): string => `${record[at]}:${record[at + 1]}`;
