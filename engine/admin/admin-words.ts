/** The operator's words in the core's numbers: names, prices, quantities, limits. What is no word is told with those there are. */
import { LimitKind, Side, TradingPhase } from '../../protocol/codes/enums.js';
import { formatFixed, parseFixed } from '../../protocol/fixed.js';
import type { CurrencyRate, Instrument, LimitSetting } from '../../protocol/instrument.js';
import { toRate } from '../config/contracts.js';
import { lotsOf } from '../config/instruments.js';
import type { Currency, Registry } from '../config/registry.js';
import type { ActionScope, TradeId } from './admin-lane.js';
import type { Body, LimitName, PhaseName } from './requests.js';

/** Wrong in a way that the asker can mend. */
export class BadRequest extends Error {}

const KINDS: Readonly<Record<LimitName, LimitKind>> = {
  'collar-ticks': LimitKind.CollarTicks,
  'collar-basis-points': LimitKind.CollarBasisPoints,
  'protection-ticks': LimitKind.ProtectionTicks,
  position: LimitKind.Position,
  exposure: LimitKind.Exposure,
  credit: LimitKind.Credit,
  'open-orders': LimitKind.OpenOrders,
  'orders-per-second': LimitKind.OrdersPerSecond,
  'cancels-per-second': LimitKind.CancelsPerSecond,
  executions: LimitKind.Executions,
  restricted: LimitKind.Restricted,
};
const PHASES: Readonly<Record<PhaseName, TradingPhase | undefined>> = {
  'pre-open': TradingPhase.PreOpen,
  'opening-auction': TradingPhase.OpeningAuction,
  continuous: TradingPhase.Continuous,
  'volatility-auction': TradingPhase.VolatilityAuction,
  'closing-auction': TradingPhase.ClosingAuction,
  closed: TradingPhase.Closed,
  halt: TradingPhase.Halt,
  resume: undefined,
};
const NONE = 'none';
const OF_CONFIG = 'config';
const MAX_INT32 = 2 ** 31 - 1;

export interface LimitOrder {
  readonly setting: LimitSetting;
  /** The operator gives the limit back to the configuration. */
  readonly release: boolean;
}

export class AdminWords {
  private readonly sessions: ReadonlyMap<string, number>;

  constructor(private readonly registry: Registry) {
    const { keys, strategies } = registry;
    this.sessions = new Map([
      ...keys.map(({ id, session }) => [`key ${id}`, session] as const),
      ...strategies.map(({ entry, session }) => [`strategy ${entry.name}`, session] as const),
    ]);
  }

  scopeOf(body: Partial<Body<'/mass-cancel'> & Body<'/kill-switch'>>): ActionScope {
    const { account, symbol, side } = body;
    const session = this.sessionOf(body);
    return {
      ...(account !== undefined && { account: this.account(account) }),
      ...(symbol !== undefined && { instrument: this.instrument(symbol).id }),
      ...(session !== undefined && { session }),
      ...(side !== undefined && { side: side === 'buy' ? Side.Buy : Side.Sell }),
    };
  }

  /** Undefined: the one that the calendar says. */
  phase({ phase }: Body<'/trading-phase'>): TradingPhase | undefined {
    return PHASES[phase];
  }

  /** The one that is named, or all of them. */
  instruments({ symbol }: Body<'/trading-phase'>): readonly number[] {
    if (symbol !== undefined) return [this.instrument(symbol).id];
    const { instruments } = this.registry;
    return instruments.map(({ id }) => id);
  }

  session(body: Body<'/reset-throttle'>): number {
    const session = this.sessionOf(body);
    if (session === undefined) throw new BadRequest('of whom? Give key or strategy');
    return session;
  }

  limit(body: Body<'/limit'>): LimitOrder {
    const scope = this.scopeOf(body);
    const kind = KINDS[body.limit];
    if (body.value === OF_CONFIG) return { setting: this.configured(kind, scope), release: true };
    const currency = kind === LimitKind.Credit ? this.currency(body.currency) : undefined;
    const value = body.value === NONE ? 0 : readable(() => this.limitValue(kind, body, currency));
    return { setting: { kind, value, ...scope, currency: currency?.id ?? 0 }, release: false };
  }

  rate({ currency, rate }: Body<'/currency-rate'>): CurrencyRate {
    const { id, scale, name } = this.currency(currency);
    return readable(() => toRate({ name, scale, rate: decimal(rate) }, id)!);
  }

  correction({ symbol, price, quantity }: Body<'/correct'>): { priceTicks: number; lots: number } {
    const instrument = this.instrument(symbol);
    return readable(() => ({
      priceTicks: ticksOf(instrument, price),
      lots: this.lots(instrument, decimal(quantity)),
    }));
  }

  trade(text: string): TradeId {
    const [sequence, index] = text.split('-').map(Number);
    return { sequence, index };
  }

  /** What the configuration says of it: 0 where it says nothing. */
  private configured(kind: LimitKind, scope: ActionScope): LimitSetting {
    const same = (limit: LimitSetting): boolean =>
      limit.kind === kind &&
      limit.account === scope.account &&
      limit.instrument === scope.instrument &&
      limit.session === scope.session;
    const { limits } = this.registry;
    return limits.find(same) ?? { kind, value: 0, ...scope };
  }

  private limitValue(
    kind: LimitKind,
    { symbol, value }: Body<'/limit'>,
    credit: Currency | undefined,
  ): number {
    if (credit !== undefined) return parseFixed(decimal(value), credit.scale);
    if (kind === LimitKind.Restricted) return onOff(value);
    if (kind === LimitKind.Position) return this.lots(this.instrument(symbol), decimal(value));
    if (kind === LimitKind.Exposure) return parseFixed(decimal(value), this.settlement(symbol).scale);
    return wholeNumber(value);
  }

  private sessionOf({ key, strategy }: { key?: string; strategy?: string }): number | undefined {
    if (key !== undefined && strategy !== undefined) throw new BadRequest('give key or strategy, not both');
    if (key === undefined && strategy === undefined) return undefined;
    return known(this.sessions, 'session of', key === undefined ? `strategy ${strategy}` : `key ${key}`);
  }

  private account(name: string): number {
    const accounts = [...this.registry.accounts, ...this.registry.streetAccounts];
    return known(new Map(accounts.map((each) => [each.name, each.id])), 'account', name);
  }

  private instrument(symbol: string | undefined): Instrument {
    if (symbol === undefined) throw new BadRequest('of which instrument? Give symbol');
    const { instruments } = this.registry;
    return known(new Map(instruments.map((each) => [each.symbol, each])), 'instrument', symbol);
  }

  private currency(name: string | undefined): Currency {
    if (name === undefined) throw new BadRequest('in which currency? Give currency');
    const { currencies } = this.registry;
    return known(new Map(currencies.map((each) => [each.name, each])), 'currency', name);
  }

  private settlement(symbol: string | undefined): Currency {
    const { instruments, contracts, currencies } = this.registry;
    const { currency } = contracts[instruments.indexOf(this.instrument(symbol))];
    const found = currencies.find(({ id }) => id === currency);
    if (found === undefined)
      throw new BadRequest(`${symbol} has no currency; give it one in the configuration`);
    return found;
  }

  private lots({ lot, quantityScale }: Instrument, text: string): number {
    return lotsOf({ lot: formatFixed(lot, quantityScale) }, 'quantity', text);
  }
}

function known<Value>(values: ReadonlyMap<string, Value>, what: string, name: string): Value {
  const value = values.get(name);
  if (value === undefined)
    throw new BadRequest(`no ${what} "${name}"; there are: ${[...values.keys()].slice(0, 20).join(', ')}`);
  return value;
}

/** Numbers that cannot be are the asker's to mend. */
function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new BadRequest(error.message) : error;
  }
}

function ticksOf({ tick, priceScale }: Instrument, text: string): number {
  const ticks = parseFixed(text, priceScale) / tick;
  if (!Number.isInteger(ticks) || Math.abs(ticks) > MAX_INT32)
    throw new RangeError(
      `the price "${text}" is not a multiple of ${formatFixed(tick, priceScale)}, or too large`,
    );
  return ticks;
}

function decimal(text: string): string {
  if (!/^\d{1,16}(\.\d{1,12})?$/.test(text)) throw new RangeError(`"${text}" is no plain decimal number`);
  return text;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new RangeError(`"${text}" is no whole number`);
  return Number(text);
}

function onOff(text: string): number {
  if (text !== 'on' && text !== 'off') throw new RangeError(`say on or off, not "${text}"`);
  return text === 'on' ? 1 : 0;
}
