/** From an open socket to a session: Hello, Logon, LogonAccepted. */

import { signChallenge } from '../../protocol/client/signer.js';
import { Body, Hello, LogonAccepted } from '../../protocol/generated/pregao/wire.js';
import { ClientEncoder } from '../../protocol/wire/client-encoder.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import type { LogonKey } from './wire-shared.js';
import type { WireSocket } from './wire-socket.js';

export interface LoggedOn {
  readonly session: number;
  readonly nextMessage: number;
}

const FRAME_BYTES = 1_024;

export async function logOn(socket: WireSocket, key: LogonKey): Promise<LoggedOn> {
  const hello = (await receive(socket, Body.Hello)).body(new Hello());
  const signature = await signChallenge(key, hello.challengeArray()!.slice());
  const out = new OutputBuffer(FRAME_BYTES);
  new ClientEncoder().logon(out, { keyId: key.id, signature, accounts: [], cancelOnDisconnect: false });
  socket.sendBinary(out.frame());
  const accepted = (await receive(socket, Body.LogonAccepted)).body(new LogonAccepted());
  return { session: accepted.session(), nextMessage: accepted.nextMessage() };
}

function receive(socket: WireSocket, wanted: Body): Promise<FrameDecoder> {
  return new Promise((resolve, reject) => {
    socket.onLost = reject;
    socket.listen((bytes, start, end) => {
      const decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);
      decoder.open(bytes.subarray(start, end).slice());
      if (decoder.next() && decoder.type === wanted) resolve(decoder);
      else reject(new Error(`expected ${Body[wanted]}, not ${Body[decoder.type]}`));
    });
  });
}
