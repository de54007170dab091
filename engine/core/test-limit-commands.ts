/** Command records of limits, switches and the ledger for tests; see `test-commands.ts`. */
import {
  AccountKind,
  ContractKind,
  LimitMode,
  Liquidity,
  Scope,
  type Side,
} from '../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandKind,
  Contract,
  ContractDouble,
  Rate,
  RateDouble,
  TradeRef,
  TradeRefDouble,
  Venue,
} from '../../protocol/records/command.js';
import { head } from '../../protocol/records/layout.js';
import { command, doublesOf, type From, type Record16, type ScopeFields } from './test-commands.js';

export interface LimitFields {
  readonly account?: number;
  readonly session?: number;
  readonly instrument?: number;
  readonly currency?: number;
  readonly mode?: LimitMode;
}

export interface ContractFields {
  readonly kind?: ContractKind;
  readonly currency?: number;
  readonly unitValue?: number;
  readonly maker?: number;
  readonly taker?: number;
}

export interface VenueFields extends From {
  readonly instrument?: number;
  readonly street: number;
  readonly liquidity?: Liquidity;
}

/** An event's identity. */
export interface TradeId {
  readonly sequence: number;
  readonly index: number;
}

export function setLimit(kind: number, value: number, fields: LimitFields): Record16 {
  const { account, session, instrument, currency = 0, mode = LimitMode.ByHand } = fields;
  const scope = scopeBits({ account, session, instrument });
  const from = { account: account ?? 0, session: session ?? 0 };
  const record = command(head(CommandKind.SetLimit, kind, scope, mode), from);
  record[Cmd.Instrument] = instrument ?? 0;
  record[Cmd.PriceTicks] = currency;
  doublesOf(record)[CmdDouble.QtyLots] = value;
  return record;
}

export function currencyRate(currency: number, units: number, per: number): Record16 {
  const record = command(head(CommandKind.CurrencyRate), { account: 0, session: 0 });
  record[Rate.Currency] = currency;
  doublesOf(record)[RateDouble.Units] = units;
  doublesOf(record)[RateDouble.Per] = per;
  return record;
}

export function reduceOnly(on: boolean, scope: ScopeFields = {}): Record16 {
  const { account = 0, session = 0, instrument = 0 } = scope;
  const headWord = head(CommandKind.ReduceOnlySwitch, scopeBits(scope), on ? 1 : 0);
  const record = command(headWord, { account, session });
  record[Cmd.Instrument] = instrument;
  return record;
}

export function resetThrottle(session: number): Record16 {
  return command(head(CommandKind.ResetThrottle), { account: 0, session });
}

export function defineContract(instrument: number, fields: ContractFields): Record16 {
  const { kind = ContractKind.Linear, currency = 0, unitValue = 1, maker = 0, taker = 0 } = fields;
  const record = command(head(CommandKind.DefineContract, kind), { account: 0, session: 0 });
  record[Cmd.Instrument] = instrument;
  record[Contract.Currency] = currency;
  record[Contract.MakerRate] = maker;
  record[Contract.TakerRate] = taker;
  doublesOf(record)[ContractDouble.UnitValue] = unitValue;
  return record;
}

export function defineStreet(account: number): Record16 {
  return command(head(CommandKind.DefineAccount, 1, AccountKind.Street), { account, session: 0 });
}

export function defineFees(account: number, maker: number, taker: number): Record16 {
  const record = command(head(CommandKind.DefineAccount, 1, AccountKind.Ordinary, 1), {
    account,
    session: 0,
  });
  record[Contract.MakerRate] = maker;
  record[Contract.TakerRate] = taker;
  return record;
}

export function venueFill(side: Side, lots: number, price: number, fields: VenueFields): Record16 {
  const { instrument = 1, street, liquidity = Liquidity.Taker } = fields;
  const record = command(head(CommandKind.VenueFill, side, liquidity), fields);
  record[Cmd.Instrument] = instrument;
  record[Cmd.PriceTicks] = price;
  record[Venue.StreetAccount] = street;
  doublesOf(record)[CmdDouble.QtyLots] = lots;
  return record;
}

export function bust(trade: TradeId): Record16 {
  return putTrade(command(head(CommandKind.TradeBust), { account: 0, session: 0 }), trade);
}

export function correct(trade: TradeId, lots: number, price: number): Record16 {
  const record = putTrade(command(head(CommandKind.TradeCorrection), { account: 0, session: 0 }), trade);
  record[Cmd.PriceTicks] = price;
  doublesOf(record)[CmdDouble.QtyLots] = lots;
  return record;
}

function putTrade(record: Record16, { sequence, index }: TradeId): Record16 {
  record[TradeRef.Index] = index;
  doublesOf(record)[TradeRefDouble.Sequence] = sequence;
  return record;
}

const scopeBits = ({ account, session, instrument }: ScopeFields): number =>
  (account === undefined ? 0 : Scope.Account) |
  (session === undefined ? 0 : Scope.Session) |
  (instrument === undefined ? 0 : Scope.Instrument);
