/**
 * From the words of a configuration to the units that the ledger counts in: what a tick of a lot is worth in the smallest
 * unit of its currency, and what currencies are worth in common units. Exact: what does not come out whole is refused.
 */
import { ContractKind } from '../../protocol/codes/enums.js';
import { formatFixed, parseFixed, scaleOf } from '../../protocol/fixed.js';
import type { Contract, CurrencyRate, Instrument } from '../../protocol/instrument.js';
import type { CurrencyEntry, InstrumentEntry } from './schema.js';

/** Decimal places of a common unit, in which credit over several currencies is counted. */
const COMMON_SCALE = 8;
const MOST_OF_RATE = 2n ** 31n - 1n;
const MOST_PER_LOT = 2n ** 52n;

/** @throws RangeError naming the field that does not fit */
export function toContract(
  entry: InstrumentEntry,
  currency: { readonly id: number; readonly scale: number; readonly name: string } | undefined,
): Contract {
  const { makerFeeMillionths: makerRate, takerFeeMillionths: takerRate } = entry;
  const kind = entry.contract === 'inverse' ? ContractKind.Inverse : ContractKind.Linear;
  if (currency === undefined) {
    if (kind === ContractKind.Inverse || entry.multiplier !== '1')
      throw new RangeError('an inverse contract or a multiplier needs a currency to settle in');
    return { kind, currency: 0, unitValue: 1, makerRate, takerRate };
  }
  const unitValue =
    kind === ContractKind.Linear ? linearValue(entry, currency) : inverseValue(entry, currency);
  return { kind, currency: currency.id, unitValue, makerRate, takerRate };
}

/** A lot at any of its prices can be counted, and nobody divides by a price that may be 0. @throws RangeError */
export function checkPrices(
  contract: Contract,
  { minPriceTicks, maxPriceTicks, referenceTicks }: Instrument,
): void {
  checkPrice(contract, 'minPrice', minPriceTicks);
  checkPrice(contract, 'maxPrice', maxPriceTicks);
  if (referenceTicks !== 0) checkPrice(contract, 'referencePrice', referenceTicks);
}

function checkPrice({ kind, unitValue }: Contract, field: string, ticks: number): void {
  if (kind === ContractKind.Inverse) {
    if (ticks <= 0) throw new RangeError(`the ${field} of an inverse contract must be above zero`);
  } else if (BigInt(unitValue) * BigInt(ticks) > MOST_PER_LOT)
    throw new RangeError(
      `a lot at ${field} is more than 2^52 of the smallest unit of its currency; give the currency a smaller scale`,
    );
}

/** tick × lot × multiplier */
function linearValue(
  { tick, lot, multiplier }: InstrumentEntry,
  { scale, name }: { scale: number; name: string },
): number {
  const factors = [tick, lot, multiplier];
  const scales = factors.map(scaleOf);
  const product = factors.reduce((all, text, i) => all * BigInt(parseFixed(text, scales[i])), 1n);
  const places = scales.reduce((sum, each) => sum + each, 0);
  return whole(
    product * 10n ** BigInt(scale),
    10n ** BigInt(places),
    `a tick of a lot (${formatFixed(product, places)})`,
    name,
  );
}

/** lot × multiplier / tick */
function inverseValue(
  { tick, lot, multiplier }: InstrumentEntry,
  { scale, name }: { scale: number; name: string },
): number {
  const factors = [lot, multiplier];
  const scales = factors.map(scaleOf);
  const product = factors.reduce((all, text, i) => all * BigInt(parseFixed(text, scales[i])), 1n);
  const places = scales[0] + scales[1];
  const divisor = BigInt(parseFixed(tick, scaleOf(tick))) * 10n ** BigInt(places);
  return whole(product * 10n ** BigInt(scale + scaleOf(tick)), divisor, 'a lot at a price of one tick', name);
}

function whole(units: bigint, divisor: bigint, what: string, currency: string): number {
  if (units % divisor !== 0n)
    throw new RangeError(
      `${what} is no whole number of the smallest unit of ${currency}; give ${currency} a larger scale`,
    );
  const value = units / divisor;
  if (value > MOST_PER_LOT)
    throw new RangeError(
      `${what} is ${value} of the smallest unit of ${currency}, at most 2^52 fit; give it a smaller scale`,
    );
  return Number(value);
}

/** @throws RangeError naming what does not fit; undefined where the configuration gives no rate */
export function toRate({ scale, rate }: CurrencyEntry, currency: number): CurrencyRate | undefined {
  if (rate === undefined) return undefined;
  const places = scaleOf(rate) + scale;
  const units = BigInt(parseFixed(rate, scaleOf(rate))) * 10n ** BigInt(COMMON_SCALE);
  const per = 10n ** BigInt(places);
  const shared = gcd(units, per);
  if (units === 0n) throw new RangeError('the rate must be above zero');
  if (units / shared > MOST_OF_RATE || per / shared > MOST_OF_RATE)
    throw new RangeError(`the rate "${rate}" at scale ${scale} has too many digits; round it`);
  return { currency, units: Number(units / shared), per: Number(per / shared) };
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
