/** Positions, balances and trades as REST and the WebSocket API write them. */
import { formatUnits } from '../../kit/grid.js';
import type { Order, Trade } from '../../market/order.js';
import { markText } from './formats.js';
import type { Position } from './positions.js';
import type { FuturesVenue } from './venue.js';

/** Symbols with a position or an open order only, as version 3 has it. */
export function positionRisk(venue: FuturesVenue, account: string, wanted: unknown): unknown[] {
  for (const { symbol, echo } of venue.market.open(account))
    venue.positions.of(account, symbol, echo.positionSide as Position['side']);
  return venue.positions
    .all(account)
    .filter(({ symbol, lots }) =>
      wanted === undefined ? lots !== 0 || venue.market.open(account, symbol).length > 0 : symbol === wanted,
    )
    .map((position) => row(venue, position));
}

function row(venue: FuturesVenue, position: Position): unknown {
  const symbol = venue.symbol(position.symbol);
  const { positions, agenda } = venue;
  return {
    symbol: position.symbol,
    positionSide: position.side,
    positionAmt: `${position.lots < 0 ? '-' : ''}${symbol.qtyText(Math.abs(position.lots))}`,
    entryPrice: positions.entryText(position),
    breakEvenPrice: positions.entryText(position),
    markPrice: markText(symbol, venue.markTicks(symbol.name)),
    unRealizedProfit: positions.unrealizedText(position, venue.markTicks(symbol.name)),
    liquidationPrice: '0',
    marginAsset: symbol.options.margin,
    updateTime: agenda.nowMs,
  };
}

export function balances({ positions, agenda }: FuturesVenue, account: string): unknown[] {
  const balance = positions.walletText(account);
  return [
    {
      accountAlias: 'sim',
      asset: 'USDT',
      balance,
      crossWalletBalance: balance,
      crossUnPnl: '0.00000000',
      availableBalance: balance,
      maxWithdrawAmount: balance,
      marginAvailable: true,
      updateTime: agenda.nowMs,
    },
  ];
}

/** `v2/account.status`. */
export function accountStatus(venue: FuturesVenue, account: string): unknown {
  const wallet = venue.positions.walletText(account);
  const row = { asset: 'USDT', walletBalance: wallet, marginBalance: wallet, availableBalance: wallet };
  return {
    totalWalletBalance: wallet,
    totalMarginBalance: wallet,
    availableBalance: wallet,
    assets: [{ ...row, crossWalletBalance: wallet, updateTime: venue.agenda.nowMs }],
    positions: positionRisk(venue, account, undefined),
  };
}

/** `userTrades`, from a trade id on. */
export function userTrades(
  venue: FuturesVenue,
  account: string,
  symbolName: string,
  fromId: number,
  limit: number,
): unknown[] {
  return venue.market
    .all(account)
    .filter((order) => order.symbol === symbolName)
    .flatMap((order) => order.trades.map((trade) => ({ order, trade })))
    .filter(({ trade }) => trade.id >= fromId)
    .sort((a, b) => a.trade.id - b.trade.id)
    .slice(0, limit)
    .map(({ order, trade }) => tradeRow(venue, trade, order));
}

function tradeRow(venue: FuturesVenue, trade: Trade, order: Order): unknown {
  const symbol = venue.symbol(trade.symbol);
  const steps = BigInt(trade.priceTicks) * BigInt(trade.lots);
  const isMaker = order === trade.maker;
  const { maker, taker } = venue.options.feeBps;
  const commission = (venue.positions.units(symbol, steps) * BigInt(isMaker ? maker : taker)) / 10_000n;
  return {
    commission: formatUnits(commission, 8, 8),
    commissionAsset: symbol.options.margin,
    id: trade.id,
    maker: isMaker,
    orderId: order.id,
    price: symbol.priceText(trade.priceTicks),
    qty: symbol.qtyText(trade.lots),
    quoteQty: symbol.money.format(steps, 5),
    realizedPnl: venue.profitOf(order, trade),
    side: order.side.toUpperCase(),
    positionSide: order.echo.positionSide,
    symbol: trade.symbol,
    buyer: order.side === 'buy',
    time: trade.timeMs,
  };
}
