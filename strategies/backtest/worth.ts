/** What a position is worth by the instrument's contract, counted as the ledger counts: in smallest units of its currency, or in ticks × lots where it has none. */
import type { Registry } from '../../engine/config/registry.js';
import { ContractKind } from '../../protocol/codes/enums.js';
import type { Contract } from '../../protocol/instrument.js';
import type { TapeInstrument } from './tapes/tape.js';

export class Worth {
  /** @param money that so many units are */
  constructor(
    readonly money: (units: number) => number,
    private readonly contract: Pick<Contract, 'kind' | 'unitValue'>,
  ) {}

  /** Units of a net position. Who is long of an inverse contract owes so much of what it settles in. */
  of(netLots: number, ticks: number): number {
    const { kind, unitValue } = this.contract;
    return kind === ContractKind.Inverse ? (-netLots * unitValue) / ticks : netLots * ticks * unitValue;
  }
}

/** @throws RangeError they settle in several currencies, so that nothing could be added up */
export function worthsOf({ contracts, currencies }: Registry, tape: readonly TapeInstrument[]): Worth[] {
  const settled = contracts.map((contract) => currencies.find(({ id }) => id === contract.currency));
  const names = new Set(settled.map((currency) => currency?.name ?? 'no currency'));
  if (names.size > 1)
    throw new RangeError(
      `the instruments settle in ${[...names].join(' and ')}: choose those of one with --symbol`,
    );
  return contracts.map((contract, i) => {
    const currency = settled[i];
    if (currency !== undefined) return new Worth((units) => units / 10 ** currency.scale, contract);
    const tickOfLot = Number(tape[i].tick) * Number(tape[i].lot);
    return new Worth((units) => units * tickOfLot, contract);
  });
}
