/** Orders at B3: Binary EntryPoint on what all venues with FIXP share. */
import { B3Dialect } from '../../../protocol/fixp/b3.js';
import { FixpForm, type FixpOutside } from '../../fixp-orders/fixp-form.js';
import { numberIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { b3Contract } from '../contract.js';
import type { EntryPointOptions } from './options.js';
import { EntryPointReports } from './reports.js';
import { EntryPointRequests } from './requests.js';

export class EntryPointForm extends FixpForm {
  /** @throws RangeError an instrument has no SecurityID, or ticks or lots that B3 has no number for */
  constructor(options: EntryPointOptions, desk: FormEvents, outside: FixpOutside) {
    const contracts = new Map(options.instruments.map((each) => [each.id, b3Contract(each)]));
    const ids = numberIds();
    const rules = { ...options, name: 'b3 orders' };
    super(rules, new B3Dialect(options.identity), desk, outside, (sender) => ({
      requests: new EntryPointRequests(options, contracts, ids, (message) => sender.begin(message)),
      reports: new EntryPointReports(desk, sender, contracts, ids),
    }));
  }
}
