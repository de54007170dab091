/** Commands in words, so that a sequence on which engine and oracle differ can be read. */
import { OrdType, Side, TimeInForce, TradingPhase } from '../../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind } from '../../../protocol/records/command.js';
import { byteA, byteB, kindOf } from '../../../protocol/records/layout.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import { readOrder } from './test-reading.js';

const TYPES: Readonly<Record<number, string>> = {
  [OrdType.Market]: 'market',
  [OrdType.Limit]: '',
  [OrdType.Stop]: 'stop',
  [OrdType.StopLimit]: 'stop-limit',
  [OrdType.MarketToLimit]: 'mtl',
  [OrdType.Pegged]: 'pegged',
};
const TIMES: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: 'day',
  [TimeInForce.ImmediateOrCancel]: 'ioc',
  [TimeInForce.FillOrKill]: 'fok',
  [TimeInForce.AtOpen]: 'at-open',
  [TimeInForce.AtClose]: 'at-close',
  [TimeInForce.GoodForAuction]: 'gfa',
  [TimeInForce.GoodTillDate]: 'gtd',
};
const NAMES: Readonly<Record<number, string>> = {
  [CommandKind.MassCancel]: 'mass-cancel',
  [CommandKind.EndOfDay]: 'end-of-day',
  [CommandKind.VenuePrice]: 'venue-price',
  [CommandKind.DefineBands]: 'bands',
  [CommandKind.DefineTicks]: 'ticks',
  [CommandKind.DefineInstrument]: 'define',
  [CommandKind.SetLimit]: 'limit',
};
const PHASES: Readonly<Record<number, string>> = {
  [TradingPhase.PreOpen]: 'pre-open',
  [TradingPhase.OpeningAuction]: 'opening',
  [TradingPhase.Continuous]: 'continuous',
  [TradingPhase.ClosingAuction]: 'closing',
  [TradingPhase.Closed]: 'closed',
  [TradingPhase.Halt]: 'halt',
  [TradingPhase.VolatilityAuction]: 'volatility',
};

export function commandInWords(record: Record16): string {
  switch (kindOf(record[0])) {
    case CommandKind.NewOrder:
      return orderInWords(record);
    case CommandKind.CancelOrder:
      return `cancel ${meantInWords(record)} ins:${record[Cmd.Instrument]}`;
    case CommandKind.ReplaceOrder:
      return `replace ${meantInWords(record)} ${doublesOf(record)[CmdDouble.QtyLots]}@${record[Cmd.PriceTicks]}`;
    case CommandKind.TradingPhase:
      return `phase ${PHASES[byteA(record[0])]} ins:${record[Cmd.Instrument]}`;
    case CommandKind.Time:
      return `time ${record[Cmd.Seconds]}`;
    default:
      return `${NAMES[kindOf(record[0])] ?? kindOf(record[0])} ${byteA(record[0])} ${byteB(record[0])} ${record.slice(2, 9).join(' ')}`;
  }
}

const meantInWords = (record: Record16): string =>
  (record[Cmd.Flags] & CommandFlag.ByClientId) !== 0
    ? `id:${record[Cmd.ClientIdLow]} acct:${record[Cmd.Owner] & 0xffff}`
    : `${record[Cmd.OrderSlot]}:${record[Cmd.OrderGeneration]}`;

function orderInWords(record: Record16): string {
  const { order, contingency, linked } = readOrder(record, 0);
  const given: [string, number | boolean][] = [
    ['post', order.postOnly],
    ['reduce', order.reduceOnly],
    ['stp:', order.prevention],
    ['firm', order.withinFirm],
    ['show:', order.display],
    ['min:', order.minimum],
    ['protect:', order.protection],
    ['stop:', order.trigger],
    ['off:', order.offset],
    ['src:', order.source],
    ['peg:', order.peg],
    ['until:', order.expires],
    ['link:', contingency],
  ];
  const words = given
    .filter(([, value]) => value !== 0 && value !== false)
    .map(([word, value]) => (value === true ? word : `${word}${value}`));
  const what = `${order.side === Side.Buy ? 'buy' : 'sell'} ${order.total}@${order.price}`;
  const owner = `acct:${order.account} ins:${order.instrument} id:${order.clientId.split(':')[0]}`;
  const to = contingency === 0 ? '' : `of:${linked.split(':')[0]}`;
  return [what, TYPES[order.type], TIMES[order.timeInForce] ?? '', ...words, to, owner]
    .filter((word) => word !== '')
    .join(' ');
}
