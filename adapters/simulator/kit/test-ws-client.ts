/** A raw WebSocket client in lock-step with a simulator: texts in, texts out, no socket. */
import type { TextWire, WsPeer } from './ws-peer.js';

export class TestWsClient {
  texts: string[] = [];
  pings = 0;
  pongs = 0;
  closedWith: string | undefined;
  peer!: WsPeer;

  constructor(connect: (wire: TextWire) => WsPeer | undefined) {
    const peer = connect({
      send: (text) => void this.texts.push(text),
      cut: (text) => {
        this.texts.push(text.slice(0, text.length >> 1));
        this.end('cut');
      },
      close: () => this.end('closed'),
      closeWith: (code, reason) => this.end(`${code} ${reason}`),
      drop: () => this.end('dropped'),
      ping: () => void this.pings++,
      pong: () => void this.pongs++,
    });
    if (peer === undefined) throw new Error('nothing is served there');
    this.peer = peer;
  }

  send(message: unknown): void {
    this.peer.received(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** What came since the last call. */
  got<T = Record<string, unknown>>(): T[] {
    const all = this.texts;
    this.texts = [];
    return all.map((text) => JSON.parse(text) as T);
  }

  breaks(): void {
    this.end('broken');
  }

  private end(how: string): void {
    this.closedWith ??= how;
    this.peer.closed();
  }
}
