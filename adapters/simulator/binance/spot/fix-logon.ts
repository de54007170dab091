/** Whether a Logon is let in, and with which words it is not. The rules stand in Binance's FIX document. */
import type { FixMessage } from '../../../../protocol/fix/codec/message.js';
import type { Account } from '../accounts.js';
import { isSigned } from '../accounts.js';
import { ApiError } from '../api-error.js';
import type { SpotVenue } from './venue.js';

const COMP_ID = /^[a-zA-Z0-9-_]{1,8}$/;
const MIN_HEARTBEAT = 5;
const MAX_HEARTBEAT = 60;
const DEFAULT_WINDOW_MS = 5_000;
const MAX_WINDOW_MS = 60_000;
const AHEAD_MS = 1_000;

export interface LogonTerms {
  readonly account: Account;
  readonly compId: string;
  readonly heartBtInt: number;
  /** 25036=2: no reports but the answers to what this session asks. */
  readonly onlyAcks: boolean;
  /** 25035=1: requests may be done in another order than they were sent. */
  readonly isUnordered: boolean;
}

/** A refusal with the SessionRejectReason and tag that go with it. */
export class FixRefusal extends ApiError {
  constructor(
    code: number,
    text: string,
    readonly reason: number,
    readonly tag?: number,
  ) {
    super(code, text);
  }
}

/** @throws FixRefusal */
export function logonTerms(message: FixMessage, venue: SpotVenue): LogonTerms {
  const text = (tag: number): string => message.text(message.find(tag));
  checkWindow(message, venue.agenda.nowMs, DEFAULT_WINDOW_MS);
  const compId = text(49);
  if (!COMP_ID.test(compId))
    throw new FixRefusal(
      -1178,
      'SenderCompId(49) contains an incorrect value. The SenderCompID value should not change throughout the lifetime of a session.',
      5,
      49,
    );
  if (text(56) !== 'SPOT') throw wrong(56);
  if (text(34) !== '1')
    throw new FixRefusal(-1179, "MsgSeqNum(34) contains an unexpected value. Expected: '1'.", 5, 34);
  if (text(98) !== '0') throw wrong(98);
  const heartBtInt = message.uint(message.find(108));
  if (!(heartBtInt >= MIN_HEARTBEAT && heartBtInt <= MAX_HEARTBEAT)) throw wrong(108);
  if (text(141) !== 'Y')
    throw new FixRefusal(
      -1175,
      'Continuation of sequence numbers to new session is currently unsupported. Sequence numbers must be reset for each new session.',
      5,
      141,
    );
  if (text(25035) === '') throw new FixRefusal(-1102, "Required tag '25035' missing.", 1, 25035);
  if (!['1', '2'].includes(text(25035))) throw wrong(25035);
  if (text(9406) === 'Y')
    throw new FixRefusal(
      -1184,
      'DropCopy sessions are not supported on this server. Please reconnect to a drop copy server.',
      5,
      9406,
    );
  const account = signer(message, venue);
  return { account, compId, heartBtInt, onlyAcks: text(25036) === '2', isUnordered: text(25035) === '1' };
}

/** @throws FixRefusal when it was sent too long ago, or in a future */
export function checkWindow(message: FixMessage, nowMs: number, defaultMs: number | undefined): void {
  const given = message.find(25000);
  const windowMs = given < 0 ? defaultMs : message.decimal(given, 3) / 1_000;
  if (windowMs === undefined) return;
  if (!(windowMs <= MAX_WINDOW_MS)) throw wrong(25000);
  const sentMs = message.utcMs(message.find(52));
  if (sentMs >= nowMs + AHEAD_MS)
    throw new FixRefusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.", 10, 52);
  if (!(nowMs - sentMs <= windowMs))
    throw new FixRefusal(-1021, 'Timestamp for this request is outside of the recvWindow.', 10, 52);
}

function signer(message: FixMessage, venue: SpotVenue): Account {
  const text = (tag: number): string => message.text(message.find(tag));
  const account = venue.accounts.find(text(553));
  if (account === undefined)
    throw new FixRefusal(-2015, 'Invalid API-key, IP, or permissions for action.', 5, 553);
  const payload = ['A', text(49), text(56), text(34), text(52)].join('\x01');
  if (!isSigned({ ...account, secret: undefined }, payload, text(96)))
    throw new FixRefusal(-1022, 'Signature for this request is not valid.', 8, 96);
  return account;
}

const wrong = (tag: number): FixRefusal =>
  new FixRefusal(-1130, `Data sent for parameter '${tag}' is not valid.`, 5, tag);
