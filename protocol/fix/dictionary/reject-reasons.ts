/** SessionRejectReason(373) and BusinessRejectReason(380) with the words of the FIX specification. */
export const enum SessionReject {
  /** The message is good. */
  None = -1,
  InvalidTag = 0,
  RequiredTagMissing = 1,
  TagNotDefined = 2,
  UndefinedTag = 3,
  NoValue = 4,
  ValueIncorrect = 5,
  IncorrectFormat = 6,
  SignatureProblem = 8,
  CompIdProblem = 9,
  SendingTimeAccuracy = 10,
  InvalidMsgType = 11,
  RepeatedTag = 13,
  TagOutOfOrder = 14,
  GroupOutOfOrder = 15,
  IncorrectGroupCount = 16,
  Other = 99,
}

/** No tag is to blame. */
export const NO_TAG = 0x7fffffff;

const SESSION_TEXTS: Readonly<Record<number, string>> = {
  [SessionReject.InvalidTag]: 'Invalid tag number',
  [SessionReject.RequiredTagMissing]: 'Required tag missing',
  [SessionReject.TagNotDefined]: 'Tag not defined for this message type',
  [SessionReject.UndefinedTag]: 'Undefined Tag',
  [SessionReject.NoValue]: 'Tag specified without a value',
  [SessionReject.ValueIncorrect]: 'Value is incorrect (out of range) for this tag',
  [SessionReject.IncorrectFormat]: 'Incorrect data format for value',
  [SessionReject.SignatureProblem]: 'Signature problem',
  [SessionReject.CompIdProblem]: 'CompID problem',
  [SessionReject.SendingTimeAccuracy]: 'SendingTime accuracy problem',
  [SessionReject.InvalidMsgType]: 'Invalid MsgType',
  [SessionReject.RepeatedTag]: 'Tag appears more than once',
  [SessionReject.TagOutOfOrder]: 'Tag specified out of required order',
  [SessionReject.GroupOutOfOrder]: 'Repeating group fields out of order',
  [SessionReject.IncorrectGroupCount]: 'Incorrect NumInGroup count for repeating group',
  [SessionReject.Other]: 'Other',
};

export const sessionRejectText = (reason: SessionReject): string => SESSION_TEXTS[reason] ?? 'Rejected';

/** What an application answers when it cannot work with a message that is good FIX. */
export const enum BusinessReject {
  /** The message is taken. */
  None = -1,
  Other = 0,
  UnknownId = 1,
  UnknownSecurity = 2,
  UnsupportedMessageType = 3,
  ApplicationNotAvailable = 4,
  ConditionallyRequiredFieldMissing = 5,
  NotAuthorized = 6,
}

const BUSINESS_TEXTS: Readonly<Record<number, string>> = {
  [BusinessReject.Other]: 'Other',
  [BusinessReject.UnknownId]: 'Unknown ID',
  [BusinessReject.UnknownSecurity]: 'Unknown Security',
  [BusinessReject.UnsupportedMessageType]: 'Unsupported Message Type',
  [BusinessReject.ApplicationNotAvailable]: 'Application not available',
  [BusinessReject.ConditionallyRequiredFieldMissing]: 'Conditionally Required Field Missing',
  [BusinessReject.NotAuthorized]: 'Not authorized',
};

export const businessRejectText = (reason: BusinessReject): string => BUSINESS_TEXTS[reason] ?? 'Rejected';
