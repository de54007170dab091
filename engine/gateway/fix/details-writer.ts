/** What an order has beyond most orders, in its reports, as `TermsReader` reads it. A method for each place in the ascending order of tags. */
import { Peg, Side } from '../../../protocol/codes/enums.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { InstrumentUnits } from '../../../protocol/instrument.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import type { Dialect } from './dialect.js';
import { Field } from './fields.js';
import type { Details } from './order-details.js';

const MS_PER_SECOND = 1_000;

export class DetailsWriter {
  private readonly hasPegPriceType: boolean;
  private readonly hasDisplayQty: boolean;

  constructor(private readonly dialect: Dialect) {
    this.hasPegPriceType = dialect.has('8', Field.PegPriceType);
    this.hasDisplayQty = dialect.has('8', Field.DisplayQty);
  }

  instructions(b: FixBuilder, details: Details): void {
    const text = execInst(details, this.dialect);
    if (text !== '') b.text(Field.ExecInst, text);
  }

  trigger(b: FixBuilder, { triggerTicks }: Details, { tick, priceScale }: InstrumentUnits): void {
    if (triggerTicks !== 0) b.decimal(Field.StopPx, triggerTicks * tick, priceScale);
  }

  quantities(
    b: FixBuilder,
    { minQtyLots, displayLots, expireSeconds }: Details,
    units: InstrumentUnits,
  ): void {
    const { lot, quantityScale } = units;
    if (minQtyLots !== 0) b.decimal(Field.MinQty, minQtyLots * lot, quantityScale);
    if (displayLots !== 0 && !this.hasDisplayQty) b.decimal(Field.MaxFloor, displayLots * lot, quantityScale);
    if (expireSeconds !== 0) b.utcMs(Field.ExpireTime, expireSeconds * MS_PER_SECOND);
  }

  /** Of a peg signed as FIX has it: below zero is away from the market for a buy. */
  offset(
    b: FixBuilder,
    { peg, offsetTicks }: Details,
    side: number,
    { tick, priceScale }: InstrumentUnits,
  ): void {
    const sign = peg !== Peg.None && side === Side.Buy ? -1 : 1;
    if (offsetTicks !== 0) b.decimal(Field.PegOffsetValue, sign * offsetTicks * tick, priceScale);
  }

  /** @param shownLots what of it is displayed now */
  last(b: FixBuilder, { peg, displayLots }: Details, shownLots: number, units: InstrumentUnits): void {
    if (peg !== Peg.None && this.hasPegPriceType) b.int(Field.PegPriceType, peg);
    if (displayLots !== 0 && this.hasDisplayQty)
      b.decimal(Field.DisplayQty, shownLots * units.lot, units.quantityScale);
  }
}

/** Values with a blank between. An offset without a peg is a trailing stop's, which FIX 4.2 has no value for: nobody is sent it there. */
function execInst({ flags, peg, offsetTicks }: Details, { is42 }: Dialect): string {
  const values = [
    (flags & CommandFlag.PostOnly) !== 0 && '6',
    (flags & CommandFlag.ReduceOnly) !== 0 && 'E',
    peg === Peg.Primary && 'R',
    peg === Peg.Midpoint && 'M',
    !is42 && peg === Peg.None && offsetTicks !== 0 && 'a',
  ];
  return values.filter((value) => value !== false).join(' ');
}
