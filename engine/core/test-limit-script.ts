/**
 * The words of limits, switches and the ledger in the tables of tests:
 *
 * ```
 *  limit position 10 acct:1 ins:1        limit credit 500 acct:1 ccy:2 initial        limit executions 0 sess:1 release
 *  rate ccy:2 5/3        reduce-only on acct:1        reset sess:1
 *  contract ins:1 inverse ccy:2 unit:100 maker:-50 taker:100
 *  street acct:3        fees acct:1 maker:0 taker:10
 *  venue buy 5@100 acct:1 street:3 maker        bust 3.1        correct 3.1 4@101
 * ```
 */
import { ContractKind, LimitKind, LimitMode, Liquidity, Side } from '../../protocol/codes/enums.js';
import * as commands from './test-limit-commands.js';
import type { Verb, Words } from './test-script.js';

const LIMITS: Readonly<Record<string, number>> = {
  'collar-ticks': LimitKind.CollarTicks,
  'collar-bps': LimitKind.CollarBasisPoints,
  'protection-ticks': LimitKind.ProtectionTicks,
  position: LimitKind.Position,
  exposure: LimitKind.Exposure,
  credit: LimitKind.Credit,
  'open-orders': LimitKind.OpenOrders,
  orders: LimitKind.OrdersPerSecond,
  cancels: LimitKind.CancelsPerSecond,
  executions: LimitKind.Executions,
  restricted: LimitKind.Restricted,
  nonsense: 99,
};

const MODES: Readonly<Record<string, LimitMode>> = {
  initial: LimitMode.Initial,
  release: LimitMode.Release,
};

export const LIMIT_VERBS: Readonly<Record<string, Verb>> = {
  limit: (words) => {
    const kind = words.oneOf(LIMITS) ?? 0;
    const mode = words.oneOf(MODES);
    const value = Number(words.next());
    return commands.setLimit(kind, value, { ...words.scope(), currency: words.number('ccy'), mode });
  },
  rate: (words) => {
    const currency = words.number('ccy') ?? 0;
    const [units, per = '1'] = words.next().split('/');
    return commands.currencyRate(currency, Number(units), Number(per));
  },
  'reduce-only': (words) => {
    const on = words.flag('on');
    return commands.reduceOnly(on || !words.flag('off'), words.scope());
  },
  reset: (words) => commands.resetThrottle(words.number('sess') ?? 0),
  contract: (words) =>
    commands.defineContract(words.number('ins') ?? 0, {
      kind: words.flag('inverse') ? ContractKind.Inverse : ContractKind.Linear,
      currency: words.number('ccy'),
      unitValue: words.number('unit'),
      maker: words.number('maker'),
      taker: words.number('taker'),
    }),
  street: (words) => commands.defineStreet(words.number('acct') ?? 0),
  fees: (words) =>
    commands.defineFees(words.number('acct') ?? 0, words.number('maker') ?? 0, words.number('taker') ?? 0),
  venue: (words) => {
    const side = words.flag('buy') ? Side.Buy : Side.Sell;
    words.flag('sell');
    const liquidity = words.flag('maker') ? Liquidity.Maker : Liquidity.Taker;
    const { lots, price } = words.quantity();
    const fields = { ...words.from(), instrument: words.number('ins'), street: words.number('street') ?? 0 };
    return commands.venueFill(side, lots, price, { ...fields, liquidity });
  },
  bust: (words, _, before) => commands.bust(tradeOf(words, before)),
  correct: (words, _, before) => {
    const trade = tradeOf(words, before);
    const { lots, price } = words.quantity();
    return commands.correct(trade, lots, price);
  },
};

/** Counted from the beginning of the table, as its events are. */
function tradeOf(words: Words, before: number): commands.TradeId {
  const [sequence, index] = words.next().split('.').map(Number);
  return { sequence: before + sequence, index };
}
