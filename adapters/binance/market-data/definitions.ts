/**
 * Binance's instruments as its `exchangeInfo` defines them, spot, USD-M and COIN-M. Read at start, so with JSON.parse. Filters decide:
 * `pricePrecision` and `quantityPrecision` are not tick and lot.
 */
import type { Definition } from '../../kit/instrument.js';

interface Filter {
  readonly filterType: string;
  readonly tickSize?: string;
  readonly stepSize?: string;
  readonly minQty?: string;
  /** Of MIN_NOTIONAL on futures. */
  readonly notional?: string;
  /** Of MIN_NOTIONAL and NOTIONAL on spot. */
  readonly minNotional?: string;
}

interface SymbolInfo {
  readonly symbol: string;
  readonly status?: string;
  readonly contractStatus?: string;
  readonly contractSize?: number;
  readonly contractType?: string;
  readonly filters?: readonly Filter[];
}

export interface BinanceDefinition extends Definition {
  /** What a lot is worth in the quote currency, for COIN-M; 0 = quantities are of the base currency. */
  readonly contractSize: number;
  readonly contractType: string;
  /** Of market orders, which have their own filter; the limit orders' where there is none. */
  readonly marketLot: string;
}

/** The only state in which orders are taken. */
export const TRADING = 'TRADING';

/** Symbols without a tick or lot are left out: nobody can trade them. @throws SyntaxError it is no exchangeInfo */
export function binanceDefinitions(body: Uint8Array): BinanceDefinition[] {
  const { symbols } = JSON.parse(Buffer.from(body).toString()) as { symbols?: readonly SymbolInfo[] };
  if (!Array.isArray(symbols)) throw new SyntaxError('an exchangeInfo has a list "symbols"; this has none');
  return symbols.flatMap((info) => definitionOf(info) ?? []);
}

function definitionOf(info: SymbolInfo): BinanceDefinition | undefined {
  const filter = (...types: string[]) => info.filters?.find(({ filterType }) => types.includes(filterType));
  const tick = filter('PRICE_FILTER')?.tickSize;
  const lot = filter('LOT_SIZE');
  if (!(Number(tick) > 0) || !(Number(lot?.stepSize) > 0)) return undefined;
  const market = filter('MARKET_LOT_SIZE')?.stepSize;
  const notional = filter('MIN_NOTIONAL', 'NOTIONAL');
  const status = info.status ?? info.contractStatus ?? '';
  return {
    symbol: info.symbol,
    tick: tick!,
    lot: lot!.stepSize!,
    minQty: lot!.minQty ?? lot!.stepSize!,
    minNotional: notional?.notional ?? notional?.minNotional ?? '0',
    isTrading: status === TRADING,
    status,
    contractSize: info.contractSize ?? 0,
    contractType: info.contractType ?? 'SPOT',
    marketLot: Number(market) > 0 ? market! : lot!.stepSize!,
  };
}
