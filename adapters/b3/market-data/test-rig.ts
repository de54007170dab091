/** B3's market data with its simulator, for the tests of what Binary UMDF alone has. */
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import { MarketDataRig } from '../../conformance/test-market-data-rig.js';
import { INSTRUMENTS as SIMULATED } from '../../simulator/b3/instruments.js';
import type { B3MarketData } from './agent.js';
import { messageOf, umdfBench } from './test-bench.js';

export const FIRST_ID = Number(SIMULATED[0].securityId);
export const END_OF_EVENT: number = umdf.MatchEventIndicatorValue.EndOfEvent;

type Bench = ReturnType<typeof umdfBench>;
export type UmdfRig = MarketDataRig & { readonly b3: Bench['b3']; readonly network: Bench['network'] };

export function rigOf(...options: Parameters<typeof umdfBench>): UmdfRig {
  const bench = umdfBench(...options);
  const rig = Object.assign(new MarketDataRig(bench), { b3: bench.b3 }) as UmdfRig;
  rig.told();
  rig.told(2);
  rig.outside.notices.length = 0;
  return rig;
}

export const agentOf = (rig: UmdfRig): B3MarketData => rig.agent as B3MarketData;
export const feedOf = (rig: UmdfRig) => rig.b3.datagrams.feed!;

/** The exchange writes it, as the next report of the first instrument. */
export function say<T extends SbeMessage & { securityID: number }>(
  rig: UmdfRig,
  message: T,
  fields: Partial<T>,
  ahead = 0,
): void {
  const rptSeq = feedOf(rig).rptSeqOf(rig.symbol) + 1 + ahead;
  const bytes = messageOf(message, () =>
    Object.assign(message, {
      ...{ securityID: FIRST_ID, matchEventIndicator: END_OF_EVENT, rptSeq },
      ...fields,
    }),
  );
  rig.say(`message ${bytes.toString('hex')}`);
}
