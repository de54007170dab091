/** The ledger as one would write it down: BigInt, a map of positions, no word about how it is stored. */
import { ContractKind } from '../../protocol/codes/enums.js';
import { mustEqual } from '../book/test-property.js';
import type { Contracts } from './contracts.js';
import type { Ledger } from './ledger.js';
import { PosDouble, PosSize } from './positions.js';
import { bigOf } from './test-exact.js';

export interface NaivePosition {
  net: bigint;
  cost: bigint;
  cash: bigint;
  fees: bigint;
}

export interface Fill {
  readonly buyer: number;
  readonly seller: number;
  readonly instrument: number;
  readonly price: number;
  readonly lots: number;
  readonly buyerRate: number;
  readonly sellerRate: number;
}

const MILLION = 1_000_000n;

export class NaiveLedger {
  readonly positions = new Map<string, NaivePosition>();

  constructor(private readonly contracts: Contracts) {}

  fill({ buyer, seller, instrument, price, lots, buyerRate, sellerRate }: Fill): void {
    const value = this.value(instrument, price, BigInt(lots));
    if (buyer !== seller) {
      this.take(buyer, instrument, price, BigInt(lots), value);
      this.take(seller, instrument, price, -BigInt(lots), -value);
    }
    this.position(buyer, instrument).fees += feeOf(value, buyerRate);
    this.position(seller, instrument).fees += feeOf(value, sellerRate);
  }

  reverse({ buyer, seller, instrument, price, lots, buyerRate, sellerRate }: Fill): void {
    const value = this.value(instrument, price, BigInt(lots));
    if (buyer !== seller) {
      this.take(seller, instrument, price, BigInt(lots), value);
      this.take(buyer, instrument, price, -BigInt(lots), -value);
    }
    this.position(buyer, instrument).fees -= feeOf(value, buyerRate);
    this.position(seller, instrument).fees -= feeOf(value, sellerRate);
  }

  /** What a buyer pays. */
  value(instrument: number, price: number, lots: bigint): bigint {
    const unit = BigInt(this.contracts.f64[this.contracts.unitValueAt(instrument)]);
    if (this.contracts.kind(instrument) === ContractKind.Linear) return BigInt(price) * unit * lots;
    return -((unit * lots) / BigInt(price));
  }

  position(account: number, instrument: number): NaivePosition {
    const key = `${account}:${instrument}`;
    const position = this.positions.get(key) ?? { net: 0n, cost: 0n, cash: 0n, fees: 0n };
    this.positions.set(key, position);
    return position;
  }

  /** The ledger holds the same, and over all accounts positions and cash come to nothing. */
  check(ledger: Ledger): void {
    const [lots, cash] = [new Map<number, bigint>(), new Map<number, bigint>()];
    for (const [key, wanted] of this.positions) {
      const [account, instrument] = key.split(':').map(Number);
      const currency = this.contracts.currency(instrument);
      mustEqual(textOf(positionOf(ledger, account, instrument)), textOf(wanted), `position ${key}`);
      lots.set(instrument, (lots.get(instrument) ?? 0n) + wanted.net);
      cash.set(currency, (cash.get(currency) ?? 0n) + wanted.cash);
      if (wanted.net === 0n) mustEqual(String(wanted.cost), '0', 'the cost of nothing');
    }
    for (const sum of [...lots.values(), ...cash.values()]) mustEqual(String(sum), '0', 'the sum');
  }

  private take(account: number, instrument: number, price: number, lots: bigint, value: bigint): void {
    const position = this.position(account, instrument);
    const { net } = position;
    position.cash -= value;
    position.net += lots;
    if (net === 0n || net > 0n === lots > 0n) position.cost += value;
    else if (abs(lots) < abs(net)) position.cost -= (position.cost * abs(lots)) / abs(net);
    else {
      const rest = this.value(instrument, price, abs(position.net));
      position.cost = position.net < 0n ? -rest : rest;
    }
  }
}

export function positionOf({ positions }: Ledger, account: number, instrument: number): NaivePosition {
  const row = positions.find(account, instrument);
  const base = row << PosSize.DoubleShift;
  const pair = (field: PosDouble) => bigOf(positions.f64, base | field);
  return {
    net: BigInt(positions.netLots(row)),
    cost: pair(PosDouble.Cost),
    cash: pair(PosDouble.Cash),
    fees: pair(PosDouble.Fees),
  };
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const textOf = ({ net, cost, cash, fees }: NaivePosition): string =>
  `net ${net} cost ${cost} cash ${cash} fees ${fees}`;

/** A fee is rounded up, a rebate down. */
function feeOf(value: bigint, rate: number): bigint {
  const millionths = abs(value) * abs(BigInt(rate));
  return rate < 0 ? -(millionths / MILLION) : (millionths + MILLION - 1n) / MILLION;
}
