/** A connection that need not behave: a bare WebSocket that sends any bytes and, if told so, never reads. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type ClientKey, signChallenge } from '../../protocol/client/signer.js';
import { type Reason, reasonName } from '../../protocol/codes/reasons.js';
import { Body, Hello, LogonRejected, ProtocolError } from '../../protocol/generated/pregao/wire.js';
import { ClientEncoder } from '../../protocol/wire/client-encoder.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import {
  ENGINE_MESSAGES,
  MAX_CLIENT_FRAME_BYTES,
  MAX_ENGINE_FRAME_BYTES,
} from '../../protocol/wire/protocol.js';

const PING = Buffer.alloc(125);

type Write = (encoder: ClientEncoder, out: OutputBuffer) => boolean;

export class Stranger {
  /** What came: names of messages, with the reason's name where they have one. */
  readonly heard: string[] = [];
  challenge = new Uint8Array(0);
  private readonly decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);
  private readonly ended: Promise<string>;

  private constructor(private readonly socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data) => this.hear(data as ArrayBuffer));
    socket.on('error', () => {});
    this.ended = once(socket, 'close').then(([, reason]) => String(reason));
  }

  /** Resolves when the engine has said Hello. */
  static async open(url: string): Promise<Stranger> {
    const stranger = new Stranger(new WebSocket(url, { perMessageDeflate: false }));
    await stranger.until('Hello');
    return stranger;
  }

  /** Logs on; @param signature absent = a right one */
  async logon(key: ClientKey, accounts: readonly string[] = [], signature?: Uint8Array): Promise<void> {
    const signed = signature ?? (await signChallenge(key, this.challenge));
    this.send(
      encoded((encoder, out) =>
        encoder.logon(out, { keyId: key.id, signature: signed, accounts, cancelOnDisconnect: false }),
      ),
    );
  }

  /** Text goes as a text frame. */
  send(frame: Uint8Array | string): void {
    if (this.open) this.socket.send(frame);
  }

  /** Of the largest size. */
  pings(count: number): void {
    for (let i = 0; i < count && this.open; i++) this.socket.ping(PING);
  }

  /** What the engine has not taken. */
  get unsentBytes(): number {
    return this.socket.bufferedAmount;
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  stopReading(): void {
    this.socket.pause();
  }

  async until(message: string): Promise<void> {
    while (!this.heard.includes(message)) {
      if (this.socket.readyState > WebSocket.OPEN) throw new Error(`closed without ${message}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Why the engine closed it. */
  closed(): Promise<string> {
    return this.ended;
  }

  drop(): void {
    this.socket.terminate();
  }

  private hear(frame: ArrayBuffer): void {
    if (this.decoder.open(frame) !== 0) throw new Error('the engine sent a faulty frame');
    while (this.decoder.next()) this.heard.push(this.name(this.decoder.type));
  }

  private name(type: Body): string {
    const { decoder } = this;
    if (type === Body.Hello) this.challenge = decoder.body(new Hello()).challengeArray()!.slice();
    if (type === Body.ProtocolError) return reasonName(decoder.body(new ProtocolError()).reason() as Reason);
    if (type === Body.LogonRejected) return reasonName(decoder.body(new LogonRejected()).reason() as Reason);
    return Body[type];
  }
}

const ENCODER = new ClientEncoder();

/** A frame of valid messages, `most` of them or as many as it takes. */
export function encoded(write: Write, most = 1): Uint8Array {
  const out = new OutputBuffer(MAX_CLIENT_FRAME_BYTES);
  for (let i = 0; i < most && write(ENCODER, out); i++);
  return out.frame().slice();
}
