/** Tags and message types that the engine itself reads or writes. An application adds its own. */
export const enum Tag {
  BeginSeqNo = 7,
  BeginString = 8,
  BodyLength = 9,
  CheckSum = 10,
  EndSeqNo = 16,
  MsgSeqNum = 34,
  MsgType = 35,
  NewSeqNo = 36,
  PossDupFlag = 43,
  RefSeqNum = 45,
  SenderCompID = 49,
  SendingTime = 52,
  TargetCompID = 56,
  Text = 58,
  Signature = 89,
  RawDataLength = 95,
  RawData = 96,
  PossResend = 97,
  EncryptMethod = 98,
  HeartBtInt = 108,
  TestReqID = 112,
  OnBehalfOfCompID = 115,
  OnBehalfOfSubID = 116,
  OrigSendingTime = 122,
  GapFillFlag = 123,
  DeliverToCompID = 128,
  DeliverToSubID = 129,
  ResetSeqNumFlag = 141,
  OnBehalfOfLocationID = 144,
  DeliverToLocationID = 145,
  RefTagID = 371,
  RefMsgType = 372,
  SessionRejectReason = 373,
  BusinessRejectRefID = 379,
  BusinessRejectReason = 380,
  NextExpectedMsgSeqNum = 789,
  DefaultApplVerID = 1137,
}

/** A MsgType of up to four characters as one number: the first character in the lowest byte. 0 for a longer one. */
export function msgType(text: string): number {
  if (text.length > 4) return 0;
  let packed = 0;
  for (let i = 0; i < text.length; i++) packed |= text.charCodeAt(i) << (8 * i);
  return packed;
}

/** Session-level messages, whose types are one character in every version. */
export const enum Msg {
  Heartbeat = 0x30,
  TestRequest = 0x31,
  ResendRequest = 0x32,
  Reject = 0x33,
  SequenceReset = 0x34,
  Logout = 0x35,
  Logon = 0x41,
  BusinessReject = 0x6a,
}

/** Whether the session layer owns this type: such messages are never sent again, a gap fill stands for them. */
export const isAdmin = (type: number): boolean =>
  (type >= Msg.Heartbeat && type <= Msg.Logout) || type === Msg.Logon;
