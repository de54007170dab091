/**
 * Listens in on one client, connection after connection, below the client's own logic: decodes every frame in both
 * directions by itself and writes down what was sent, what was reported and how each logon was answered.
 */

import { type TransportFactory, webSocketTransport } from '../../protocol/client/transport.js';
import { type Reason, reasonName } from '../../protocol/codes/reasons.js';
import {
  Body,
  EventId,
  Hello,
  Logon,
  LogonAccepted,
  ProtocolError,
} from '../../protocol/generated/pregao/wire.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import {
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
} from '../../protocol/wire/fields.js';
import {
  CLIENT_MESSAGES,
  ENGINE_MESSAGES,
  isNumbered,
  MAX_CLIENT_FRAME_BYTES,
  MAX_ENGINE_FRAME_BYTES,
} from '../../protocol/wire/protocol.js';
import { type Line, massCancelLine, massCancelText, newOrderText, reportLine, requestText } from './lines.js';

/** A logon and its answer. */
export interface Welcome {
  readonly epoch: number;
  readonly session: number;
  readonly nextMessage: number;
  readonly gap: boolean;
  /** Sequence of the last event that the client had; -1 = none. */
  readonly seen: number;
}

export class Wiretap {
  readonly reports: Line[] = [];
  readonly welcomes: Welcome[] = [];
  /** Names of the reasons of all ProtocolErrors. */
  readonly problems: string[] = [];
  /** Everything that was ever sent with a number. */
  readonly sent = new Map<number, Set<string>>();
  onReport: () => void = () => {};
  private readonly inward = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);
  private readonly outward = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
  private epoch = 0;
  private seen = -1;

  /** @param address of the engine; waits until there is one */
  constructor(private readonly address: () => Promise<string>) {}

  readonly transport: TransportFactory = async (_url, handlers) => {
    const { opened, closed } = handlers;
    const received = (frame: ArrayBuffer | Uint8Array) => {
      this.hear(frame);
      handlers.received(frame);
    };
    const socket = await webSocketTransport(await this.address(), { opened, received, closed });
    const send = (frame: Uint8Array) => {
      this.overhear(frame);
      socket.send(frame);
    };
    return { send, close: () => socket.close() };
  };

  /** Takes the reports behind this sequence out: what a restart has lost. */
  takeBehind(sequence: number): Line[] {
    const first = this.reports.findIndex((line) => line.sequence > sequence);
    return first < 0 ? [] : this.reports.splice(first);
  }

  private hear(frame: ArrayBuffer | Uint8Array): void {
    const reason = this.inward.open(frame);
    if (reason !== 0) throw new Error(`the engine sent a faulty frame: ${reasonName(reason)}`);
    while (this.inward.next()) this.hearMessage(this.inward.type);
  }

  private hearMessage(type: Body): void {
    const decoder = this.inward;
    if (type === Body.Hello) this.epoch = decoder.body(new Hello()).epoch();
    else if (type === Body.LogonAccepted) this.welcome(decoder.body(new LogonAccepted()));
    else if (type === Body.ProtocolError)
      this.problems.push(reasonName(decoder.body(new ProtocolError()).reason() as Reason));
    else if (type === Body.MassCancelReport) {
      const fields = new MassCancelReportFields();
      decoder.massCancelReport(fields);
      this.report(massCancelLine(fields));
    } else if (type >= Body.OrderAccepted && type <= Body.OrderTriggered) {
      const fields = new ReportFields();
      decoder.report(fields);
      this.report(reportLine(type, fields));
    }
  }

  private report(line: Line): void {
    this.reports.push(line);
    this.onReport();
  }

  private welcome(answer: LogonAccepted): void {
    const { epoch, seen } = this;
    this.welcomes.push({
      epoch,
      seen,
      session: answer.session(),
      nextMessage: answer.nextMessage(),
      gap: answer.gap(),
    });
  }

  private overhear(frame: Uint8Array): void {
    this.outward.open(frame.slice());
    while (this.outward.next()) {
      if (this.outward.type === Body.Logon)
        this.seen = Number(this.outward.body(new Logon()).lastEvent(new EventId())?.sequence() ?? -1);
      else if (isNumbered(this.outward.type)) this.noteSent(this.outward.number, this.sentText());
    }
  }

  private noteSent(number: number, text: string): void {
    const texts = this.sent.get(number);
    if (texts) texts.add(text);
    else this.sent.set(number, new Set([text]));
  }

  private sentText(): string {
    const decoder = this.outward;
    switch (decoder.type) {
      case Body.NewOrder: {
        const order = new NewOrderFields();
        decoder.newOrder(order);
        return newOrderText(order);
      }
      case Body.MassCancel: {
        const scope = new MassCancelFields();
        decoder.massCancel(scope);
        return massCancelText(scope);
      }
      default: {
        const request = new OrderRequestFields();
        if (decoder.type === Body.ReplaceOrder) decoder.replaceOrder(request);
        else decoder.cancelOrder(request);
        return requestText(decoder.type as Body.CancelOrder, request);
      }
    }
  }
}
