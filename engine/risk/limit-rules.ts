/** Which scopes each kind of limit is for, and how large it may be. */
import { LimitKind, Scope } from '../../protocol/codes/enums.js';

const POSITION = Scope.Account | Scope.Instrument;
const MOST_PER_SECOND = 2 ** 31 - 1;
const MOST_BASIS_POINTS = 1_000_000;

export function scopesOf(kind: LimitKind, scope: number): boolean {
  switch (kind) {
    case LimitKind.CollarTicks:
    case LimitKind.CollarBasisPoints:
    case LimitKind.ProtectionTicks:
      return scope === Scope.Instrument;
    case LimitKind.Position:
    case LimitKind.Exposure:
    case LimitKind.Restricted:
      return scope === Scope.Instrument || scope === POSITION;
    case LimitKind.Credit:
    case LimitKind.OpenOrders:
      return scope === Scope.Account;
    case LimitKind.OrdersPerSecond:
    case LimitKind.CancelsPerSecond:
    case LimitKind.Executions:
      return scope === Scope.Session;
    default:
      return false;
  }
}

export function mostOf(kind: LimitKind): number {
  switch (kind) {
    case LimitKind.Restricted:
      return 1;
    case LimitKind.CollarBasisPoints:
      return MOST_BASIS_POINTS;
    case LimitKind.Position:
    case LimitKind.Exposure:
    case LimitKind.Credit:
      return Number.MAX_SAFE_INTEGER;
    default:
      return MOST_PER_SECOND;
  }
}
