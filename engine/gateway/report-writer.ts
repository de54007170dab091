/** The report that is being written: what it takes from the order table, from a command or from a request, and to whom it goes. */
import type { Body } from '../../protocol/generated/pregao/wire.js';
import { Cmd, CmdDouble, CommandFlag, sideOf } from '../../protocol/records/command.js';
import { isCommand } from '../../protocol/records/event.js';
import { accountOf, byteA, kindOf } from '../../protocol/records/layout.js';
import { ReportFields } from '../../protocol/wire/fields.js';
import type { EventGroup } from '../views/event-group.js';
import type { OrderTable } from '../views/order-table.js';
import { putHead, putOrderState } from './order-state.js';
import type { ReportSink } from './reports.js';
import type { Units } from './units.js';

export class ReportWriter {
  readonly fields = new ReportFields();

  constructor(
    private readonly group: EventGroup,
    private readonly orders: OrderTable,
    private readonly units: Units,
    private readonly sink: Pick<ReportSink, 'concerns' | 'report'>,
  ) {}

  /** The session wants to hear of this event. */
  concerns(session: number): boolean {
    return this.sink.concerns(session, this.group.sequence, this.group.index);
  }

  /** Only the session that sent the command knows its message number. */
  send(session: number, type: Body): void {
    const { fields, group } = this;
    fields.messageNumber = session === group.session ? group.message : 0;
    this.sink.report(session, type, fields);
  }

  /** The order as it is now. */
  fromTable(slot: number): void {
    putOrderState(this.begin(), this.orders, this.units, slot);
  }

  /** A rejected order, as it was asked for. What the door could not convert reads 0. */
  fromCommand(i32: Int32Array, f64: Float64Array, at: number): void {
    const fields = this.begin();
    const instrument = i32[at + Cmd.Instrument];
    fields.orderIdLow = fields.orderIdHigh = 0;
    fields.clientIdLow = i32[at + Cmd.ClientIdLow];
    fields.clientIdHigh = i32[at + Cmd.ClientIdHigh];
    fields.price = this.units.price(instrument, i32[at + Cmd.PriceTicks]);
    fields.total = this.units.quantity(instrument, f64[(at >> 1) + CmdDouble.QtyLots]);
    fields.executed = fields.open = 0;
    fields.instrument = instrument;
    fields.account = accountOf(i32[at + Cmd.Owner]);
    putHead(
      fields,
      i32[at],
      isCommand(kindOf(i32[at])) ? sideOf(i32[at], i32[at + Cmd.Flags]) : byteA(i32[at]),
    );
  }

  /** A rejected replace or cancel of an order that is not there, or not the asker's to see: only what was asked. */
  fromRequest(i32: Int32Array, at: number): void {
    const fields = this.begin();
    const refused = (i32[at + Cmd.Flags] & CommandFlag.RefusedAtDoor) !== 0;
    fields.orderIdLow = refused ? 0 : i32[at + Cmd.OrderSlot];
    fields.orderIdHigh = i32[at + Cmd.OrderGeneration];
    fields.clientIdLow = i32[at + Cmd.ClientIdLow];
    fields.clientIdHigh = i32[at + Cmd.ClientIdHigh];
    fields.price = fields.total = fields.executed = fields.open = 0;
    fields.instrument = i32[at + Cmd.Instrument];
    fields.account = accountOf(i32[at + Cmd.Owner]);
    putHead(fields, 0, 0);
  }

  private begin(): ReportFields {
    const { fields, group } = this;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
    fields.last = 0;
    return fields;
  }
}
