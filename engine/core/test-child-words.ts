/** What the tables of tests say of child orders. */
import { ChildStatus, OrdType, Route, TimeInForce } from '../../protocol/codes/enums.js';
import { reasonName } from '../../protocol/codes/reasons.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { End, EndDouble, EventKind } from '../../protocol/records/event.js';
import { byteB, byteC, kindOf } from '../../protocol/records/layout.js';
import { Child, ChildDouble, ChildOpenDouble, childFlags, routeOf } from '../../protocol/records/routing.js';
import { doublesOf, type Record16 } from './test-commands.js';

const STATUS: Readonly<Record<number, string>> = {
  [ChildStatus.New]: 'new',
  [ChildStatus.PendingCancel]: 'pending-cancel',
  [ChildStatus.PendingNew]: 'pending-new',
  [ChildStatus.PendingReplace]: 'pending-replace',
  [ChildStatus.Unknown]: 'unknown',
};
const TIME_IN_FORCE: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: 'day',
  [TimeInForce.GoodTillCancel]: 'gtc',
  [TimeInForce.ImmediateOrCancel]: 'ioc',
  [TimeInForce.FillOrKill]: 'fok',
};

const placeName = (route: number): string =>
  route === Route.OwnBook ? 'own' : `venue${route - Route.Venue}`;

type Label = (slot: number, generation: number) => string;

/** `child #2 of #1 at venue0 5@100 ioc`, `open #2 at venue0 5@100 ioc executed 2`, `state #2 new`, `ask-cancel #2 CancelledByUser`, `ask-replace #2 7@99`. */
export function childInWords(record: Record16, labelOf: Label): string {
  const label = labelOf(record[End.OrderSlot], record[End.OrderGeneration]);
  const reason = record[End.Reason];
  switch (kindOf(record[0])) {
    case EventKind.ChildOrder:
      return `child ${label} of ${labelOf(record[Child.ParentSlot], record[Child.ParentGeneration])} ${terms(record)}`;
    case EventKind.ChildOpen:
      return `open ${label} ${terms(record)} executed ${doublesOf(record)[ChildOpenDouble.ExecutedLots]}`;
    case EventKind.VenueCancel:
      return `ask-cancel ${label} ${reasonName(reason)}`;
    case EventKind.VenueReplace:
      return `ask-replace ${label} ${totalOf(record)}@${record[End.PriceTicks]}`;
    default:
      return `state ${label} ${STATUS[byteB(record[0])]}${reason === 0 ? '' : ` ${reasonName(reason)}`}`;
  }
}

function terms(record: Record16): string {
  const price = byteB(record[0]) === OrdType.Market ? 'market' : `@${record[End.PriceTicks]}`;
  const where = record[Child.Where];
  const post = (childFlags(where) & CommandFlag.PostOnly) === 0 ? '' : ' post';
  const lots = doublesOf(record)[ChildDouble.TotalLots];
  const quantity = price === 'market' ? `${lots} market` : `${lots}${price}`;
  return `at ${placeName(routeOf(where))} ${quantity} ${TIME_IN_FORCE[byteC(record[0])]}${post}`;
}

const totalOf = (record: Record16): number =>
  doublesOf(record)[EndDouble.OpenLots] + doublesOf(record)[EndDouble.ExecutedLots];
