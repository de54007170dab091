/**
 * What the standard lets a client say of an order and this door cannot carry. An order that says so would be another order
 * without it, so it is refused by the field's name and never passed over. Some values say what goes without saying here.
 */
import { Ascii, ascii } from '../../../protocol/fix/codec/ascii.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';

/** Tag, name, and the values that are carried, or change nothing: one character each. */
type Row = readonly [tag: number, name: string, values?: string];

const ROWS: readonly Row[] = [
  [18, 'ExecInst', '1 2 5 6 E M R a'],
  [40, 'OrdType', '1 2 3 4 K P'],
  [54, 'Side', '1 2 5 6'],
  [59, 'TimeInForce', '0 1 2 3 4 6 7 B'],
  // Who executes it, when, and how it is settled.
  [21, 'HandlInst', '1 2'],
  [63, 'SettlType', '0'],
  [77, 'PositionEffect', 'O'],
  [168, 'EffectiveTime'],
  [386, 'NoTradingSessions', '0'],
  [847, 'TargetStrategy'],
  [957, 'NoStrategyParameters', '0'],
  // What its price and quantity count.
  [152, 'CashOrderQty'],
  [192, 'OrderQty2'],
  [423, 'PriceType', '2'],
  [516, 'OrderPercent'],
  [640, 'Price2'],
  [854, 'QtyType', '0'],
  [1089, 'MatchIncrement'],
  [1090, 'MaxPriceLevels'],
  [1092, 'PriceProtectionScope', '0'],
  // Discretion.
  [388, 'DiscretionInst'],
  [389, 'DiscretionOffset'],
  [841, 'DiscretionMoveType'],
  [842, 'DiscretionOffsetType'],
  [843, 'DiscretionLimitType'],
  [844, 'DiscretionRoundDirection'],
  [846, 'DiscretionScope'],
  // Pegs: they float, by a price, to the passive tick, on our own book.
  [835, 'PegMoveType', '0'],
  [836, 'PegOffsetType', '0'],
  [837, 'PegLimitType', '0'],
  [838, 'PegRoundDirection', '2'],
  [840, 'PegScope', '1'],
  [1096, 'PegSecurityIDSource'],
  [1097, 'PegSecurityID'],
  [1098, 'PegSymbol'],
  [1099, 'PegSecurityDesc'],
  // Display: the same quantity again, when what was displayed has been taken.
  [210, 'MaxShow'],
  [1082, 'SecondaryDisplayQty'],
  [1083, 'DisplayWhen', '2'],
  [1084, 'DisplayMethod', '1'],
  [1085, 'DisplayLowQty'],
  [1086, 'DisplayHighQty'],
  [1087, 'DisplayMinIncr'],
  [1088, 'RefreshQty'],
  // Triggers: the order's own instrument, and nothing else of the order changes.
  [1103, 'TriggerSymbol'],
  [1104, 'TriggerSecurityID'],
  [1105, 'TriggerSecurityIDSource'],
  [1106, 'TriggerSecurityDesc'],
  [1108, 'TriggerPriceTypeScope', '1'],
  [1109, 'TriggerPriceDirection'],
  [1110, 'TriggerNewPrice'],
  [1111, 'TriggerOrderType'],
  [1112, 'TriggerNewQty'],
  [1113, 'TriggerTradingSessionID'],
  [1114, 'TriggerTradingSessionSubID'],
];

class Allowed {
  private readonly bytes = new Uint8Array(256);

  constructor(
    readonly name: string,
    values: string,
  ) {
    for (const byte of ascii(values)) this.bytes[byte] = 1;
    this.bytes[Ascii.Space] = 1;
  }

  /** Each character; the version's tables have seen to what the whole may be. */
  has({ buffer, offsets, lengths }: FixMessage, i: number): boolean {
    for (let at = offsets[i]; at < offsets[i] + lengths[i]; at++)
      if (this.bytes[buffer[at]] === 0) return false;
    return true;
  }
}

const BY_TAG: (Allowed | undefined)[] = [];
for (const [tag, name, values = ''] of ROWS) BY_TAG[tag] = new Allowed(name, values);

/** What of the message cannot be carried, as `DiscretionInst(388)=0`; '' = nothing. */
export function notCarried(message: FixMessage): string {
  const { tags, count } = message;
  for (let i = 0; i < count; i++) {
    const allowed = BY_TAG[tags[i]];
    if (allowed !== undefined && !allowed.has(message, i))
      return `${allowed.name}(${tags[i]})=${message.text(i)}`;
  }
  return '';
}
