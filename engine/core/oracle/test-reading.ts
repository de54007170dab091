/** A NewOrder and its terms, read from the words of their records. */
import { OrdType } from '../../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  PREVENTION_MASK,
  PREVENTION_SHIFT,
} from '../../../protocol/records/command.js';
import {
  accountOf,
  byteA,
  byteB,
  byteC,
  RECORD_DOUBLES,
  RECORD_WORDS,
  sessionOf,
} from '../../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../../protocol/records/order-terms.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import type { Order } from './test-world.js';

export interface Read {
  readonly order: Order;
  /** How it is tied to another one, and the client id of that. */
  readonly contingency: number;
  readonly linked: string;
}

export function readOrder(record: Record16, key: number): Read {
  const [words, doubles] = termsOf(record);
  const flags = record[Cmd.Flags];
  const type: OrdType = byteB(record[0]);
  const has = (flag: CommandFlag): boolean => (flags & flag) !== 0;
  const order: Order = {
    key,
    id: '',
    clientId: clientIdOf(record),
    account: accountOf(record[Cmd.Owner]),
    session: sessionOf(record[Cmd.Owner]),
    instrument: record[Cmd.Instrument],
    side: byteA(record[0]),
    type,
    timeInForce: byteC(record[0]),
    postOnly: has(CommandFlag.PostOnly),
    reduceOnly: has(CommandFlag.ReduceOnly),
    prevention: (flags & PREVENTION_MASK) >> PREVENTION_SHIFT,
    withinFirm: has(CommandFlag.PreventWithinFirm),
    price: bringsPrice(type) ? record[Cmd.PriceTicks] : 0,
    limit: bringsPrice(type) ? record[Cmd.PriceTicks] : 0,
    total: doublesOf(record)[CmdDouble.QtyLots],
    executed: 0,
    place: 'hand',
    since: 0,
    shown: 0,
    display: doubles[TermsDouble.DisplayLots],
    minimum: doubles[TermsDouble.MinQtyLots],
    trigger: words[Terms.TriggerTicks],
    source: byteA(words[Terms.Head]),
    offset: words[Terms.OffsetTicks],
    best: undefined,
    protection: words[Terms.ProtectionTicks],
    peg: byteB(words[Terms.Head]),
    expires: words[Terms.ExpireSeconds] >>> 0,
    leg: 0,
    parent: 0,
    unarmed: 0,
  };
  const linked = `${words[Terms.LinkedClientIdLow]}:${words[Terms.LinkedClientIdHigh]}`;
  return { order, contingency: byteC(words[Terms.Head]), linked };
}

const bringsPrice = (type: OrdType): boolean =>
  type !== OrdType.Market && type !== OrdType.Stop && type !== OrdType.MarketToLimit;

export const clientIdOf = (record: Record16): string =>
  `${record[Cmd.ClientIdLow]}:${record[Cmd.ClientIdHigh]}`;

function termsOf(record: Record16): [Int32Array, Float64Array] {
  if (record.length === RECORD_WORDS) return [new Int32Array(RECORD_WORDS), new Float64Array(RECORD_DOUBLES)];
  return [record.subarray(RECORD_WORDS), doublesOf(record).subarray(RECORD_DOUBLES)];
}
