/**
 * Who may log on to a FIX session: whoever signs the Logon with its key, shows its certificate, or both, as configuration wants it.
 * What is signed is five values of the Logon's own header, each as it stands there, with SOH between:
 *
 *     A | SenderCompID | TargetCompID | MsgSeqNum | SendingTime
 *
 * with Ed25519 (RFC 8032); RawData(96) has the signature in base64, Username(553) may name the key. A signature counts once:
 * SendingTime has to be later than that of the last Logon accepted, so nothing that was overheard can be used again.
 */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Tag } from '../../../protocol/fix/codec/tags.js';
import type { KeyRing } from '../keys.js';
import { Field } from './fields.js';

const SOH = '\x01';
const MIN_HEARTBEAT_SECONDS = 1;
const MAX_HEARTBEAT_SECONDS = 300;

export interface Credentials {
  /** Id of the key that signs. */
  readonly key?: string;
  /** Common name of the certificate that TLS has verified. */
  readonly certificate?: string;
}

export class LogonCheck {
  private lastSentMs = 0;

  constructor(
    private readonly credentials: Credentials,
    private readonly keys: KeyRing,
  ) {}

  /** @returns why it is refused, for the client to read */
  check(logon: FixMessage, certificateName: string | undefined): string | undefined {
    const heartBtInt = logon.uint(logon.find(Tag.HeartBtInt));
    if (!(heartBtInt >= MIN_HEARTBEAT_SECONDS && heartBtInt <= MAX_HEARTBEAT_SECONDS))
      return `HeartBtInt must be ${MIN_HEARTBEAT_SECONDS} to ${MAX_HEARTBEAT_SECONDS} seconds`;
    return this.checkCertificate(certificateName) ?? this.checkSignature(logon);
  }

  private checkCertificate(name: string | undefined): string | undefined {
    const { certificate } = this.credentials;
    if (certificate === undefined || certificate === name) return undefined;
    if (name === undefined) return 'this session needs a TLS certificate that we trust';
    return `the certificate of ${name} is not this session's`;
  }

  private checkSignature(logon: FixMessage): string | undefined {
    const { key } = this.credentials;
    if (key === undefined) return undefined;
    const username = logon.text(logon.find(Field.Username));
    if (username !== '' && username !== key) return "Username(553) is not the id of this session's key";
    const signature = Buffer.from(logon.text(logon.find(Tag.RawData)), 'base64');
    if (signature.length === 0) return 'RawData(96) must have the signature of the Logon in base64';
    if (!this.keys.verifies(key, Buffer.from(signedText(logon), 'latin1'), signature))
      return 'the signature is wrong: sign MsgType, SenderCompID, TargetCompID, MsgSeqNum and SendingTime, SOH between';
    return this.checkAge(logon.utcMs(logon.find(Tag.SendingTime)));
  }

  private checkAge(sentMs: number): string | undefined {
    if (sentMs <= this.lastSentMs)
      return 'this signature has been used: SendingTime must be later than last time';
    this.lastSentMs = sentMs;
    return undefined;
  }
}

const SIGNED = [Tag.MsgType, Tag.SenderCompID, Tag.TargetCompID, Tag.MsgSeqNum, Tag.SendingTime];

const signedText = (logon: FixMessage): string => SIGNED.map((tag) => logon.text(logon.find(tag))).join(SOH);
