/** Whether a Logon is let in, and why not. */
import { createHmac } from 'node:crypto';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import type { KeyOptions } from './options.js';
import type { CoinbaseVenue } from './venue.js';

/** Exactly three digits below the second, or the signature is of another text. */
const SENDING_TIME = /^\d{8}-\d\d:\d\d:\d\d\.\d{3}$/;
const MAX_HEARTBEAT = 30;
const DEFAULT_HEARTBEAT = 10;
const WINDOW_MS = 30_000;

export interface LogonTerms {
  readonly key: KeyOptions;
  readonly heartBtInt: number;
  /** Coinbase's numbers go on where they were. */
  readonly resumes: boolean;
  /** Whose orders end with the connection: this session's, the profile's, nobody's. */
  readonly cancels: 'session' | 'profile' | 'none';
}

/** @returns the terms, or why there are none */
export function logonTerms(message: FixMessage, venue: CoinbaseVenue): LogonTerms | string {
  const text = (tag: number): string => message.text(message.find(tag));
  const heartBtInt = text(108) === '' ? DEFAULT_HEARTBEAT : message.uint(message.find(108));
  const key = venue.key(text(49));
  if (text(56) !== 'Coinbase') return 'TargetCompID must be Coinbase';
  if (text(34) !== '1') return 'MsgSeqNum must be 1';
  if (text(1137) !== '9') return 'DefaultApplVerID must be 9';
  if (text(98) !== '0') return 'EncryptMethod must be 0';
  if (!(heartBtInt >= 1 && heartBtInt <= MAX_HEARTBEAT)) return `HeartBtInt must be at most ${MAX_HEARTBEAT}`;
  if (!SENDING_TIME.test(text(52))) return 'SendingTime must have milliseconds';
  if (Math.abs(message.utcMs(message.find(52)) - venue.agenda.nowMs) > WINDOW_MS)
    return 'SendingTime is out of range';
  if (key === undefined || text(553) !== key.apiKey) return 'Invalid API key';
  if (text(554) !== key.passphrase) return 'Invalid passphrase';
  if (text(96) !== logonSignature(key.secret, [text(52), 'A', text(34), text(49), text(56), text(554)]))
    return 'Invalid signature';
  if (text(9406) === 'Y') return 'Drop copy is not served here';
  const cancels = { S: 'session', Y: 'profile' } as const;
  return {
    key,
    heartBtInt,
    resumes: text(141) === 'N',
    cancels: cancels[text(8013) as keyof typeof cancels] ?? 'none',
  };
}

/** @param parts SendingTime, MsgType, MsgSeqNum, SenderCompID, TargetCompID, passphrase */
export const logonSignature = (secret: string, parts: readonly string[]): string =>
  createHmac('sha256', Buffer.from(secret, 'base64')).update(parts.join('\x01')).digest('base64');
