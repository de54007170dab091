/** Orders at CME: iLink 3 on what all venues with FIXP share. */
import { CmeDialect } from '../../../protocol/fixp/cme.js';
import { FixpForm, type FixpOutside } from '../../fixp-orders/fixp-form.js';
import { textIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { cmeContract } from '../contract.js';
import type { CmeOrderOptions } from './options.js';
import { IlinkReports } from './reports.js';
import { IlinkRequests } from './requests.js';

export class IlinkForm extends FixpForm {
  /** @throws RangeError an instrument has no SecurityID, or ticks or lots that CME has no number for */
  constructor(options: CmeOrderOptions, desk: FormEvents, outside: FixpOutside) {
    const contracts = new Map(options.instruments.map((each) => [each.id, cmeContract(each)]));
    const rules = { ...options, name: 'cme orders' };
    super(rules, new CmeDialect(options.identity), desk, outside, (sender) => ({
      requests: new IlinkRequests(options, contracts, (message) => sender.begin(message)),
      reports: new IlinkReports(desk, sender, contracts, textIds(options.prefix)),
    }));
  }
}
