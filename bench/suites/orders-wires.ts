/** Connections that lead to a simulator until its session is up, and from then on count the bytes that would leave. */
import type { Dial, LinkEvents } from '../../adapters/kit/feed/outside.js';
import type { ByteDial } from '../../adapters/kit/line/outside.js';

export class Wires {
  bytes = 0;
  messages = 0;
  isCounting = false;
  private lastText = '';
  private answers: LinkEvents | undefined;

  webSocket(dial: Dial): Dial {
    return (url, events) => {
      const link = dial(url, events);
      return {
        send: (text) => {
          if (!this.isCounting) return link.send(text);
          this.counted(Buffer.byteLength(text));
          this.lastText = text;
          this.answers = events;
        },
        close: (why) => link.close(why),
      };
    };
  }

  tcp(dial: ByteDial): ByteDial {
    return (events) => {
      const link = dial(events);
      return {
        write: (buffer, start, end) => {
          if (this.isCounting) this.counted(end - start);
          else link.write(buffer, start, end);
        },
        close: () => link.close(),
      };
    };
  }

  /** The last so many requests of a WebSocket are accepted, so that nobody keeps waiting for them. */
  answer(count: number): void {
    if (this.answers === undefined) return;
    const { id } = JSON.parse(this.lastText) as { id: number };
    for (let each = id - count + 1; each <= id; each++) {
      const bytes = Buffer.from(`{"id":${each},"status":200,"result":{}}`);
      this.answers.received(bytes, 0, bytes.length);
    }
  }

  private counted(bytes: number): void {
    this.bytes += bytes;
    this.messages++;
  }
}
