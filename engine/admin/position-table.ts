/** Positions in the words of the configuration: names, decimal quantities, money of each instrument's currency. */
import { formatFixed } from '../../protocol/fixed.js';
import type { Registry } from '../config/registry.js';
import type { PositionRow } from '../ledger/position-rows.js';

export interface PositionText {
  readonly account: string;
  readonly symbol: string;
  readonly net: string;
  readonly openBuy: string;
  readonly openSell: string;
  /** In `currency`; in ticks × lots where the instrument has none. */
  readonly cost: string;
  readonly realized: string;
  /** Price at which it is valued, the last trade or the reference; none = nobody says what it is worth. */
  readonly mark: string | null;
  readonly unrealized: string | null;
  readonly fees: string;
  readonly currency: string;
}

export function positionTable(
  { instruments, accounts, streetAccounts, contracts, currencies }: Registry,
  rows: readonly PositionRow[],
): PositionText[] {
  const names = new Map([...accounts, ...streetAccounts].map(({ id, name }) => [id, name]));
  return rows.flatMap((row) => {
    const index = instruments.findIndex(({ id }) => id === row.instrument);
    if (index < 0) return [];
    const { symbol, tick, lot, priceScale, quantityScale } = instruments[index];
    const currency = currencies.find(({ id }) => id === contracts[index].currency);
    const quantity = (lots: number) => formatFixed(lots * lot, quantityScale);
    const money = (units: bigint) => formatFixed(units, currency?.scale ?? 0);
    return [
      {
        account: names.get(row.account) ?? `#${row.account}`,
        symbol,
        net: quantity(row.netLots),
        openBuy: quantity(row.openBuyLots),
        openSell: quantity(row.openSellLots),
        cost: money(row.cost),
        realized: money(row.realized),
        mark: row.markTicks === null ? null : formatFixed(row.markTicks * tick, priceScale),
        unrealized: row.markTicks === null ? null : money(row.unrealized),
        fees: money(row.fees),
        currency: currency?.name ?? 'ticks × lots',
      },
    ];
  });
}
