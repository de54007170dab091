/**
 * What a FIX client calls its orders. The core knows an order of this door by a number made of the session's and of the message
 * that brought it; here stands which ClOrdID that is, which one a replace has put in its place, and which request a report
 * answers. Bounded: the oldest requests are forgotten, but for the names of orders that are open.
 */

/** Requests remembered: ClOrdIDs that are refused a second time. */
const REMEMBERED = 1 << 16;

/** MsgType of a request; of a mass cancel its MassCancelRequestType. */
export type RequestKind = 'D' | 'F' | 'G' | '1' | '7';

export interface FixOrder {
  /** Number of the message that brought it. */
  readonly message: number;
  readonly account: number;
  /** Word 0 of its command: side, type and time in force as they were asked for. */
  readonly head: number;
  /** The ClOrdID in force. */
  name: string;
  open: boolean;
  /** In the core's table, once accepted. */
  slot: number;
  generation: number;
  /** OrdStatus of the last report. */
  status: string;
  /** Number of its latest cancel or replace that has no answer yet, 0 = none. */
  pendingCancel: number;
  pendingReplace: number;
  /** Number of the cancel or replace that its venues have been asked for, 0 = none. */
  asked: number;
}

export interface Request {
  readonly kind: RequestKind;
  /** Its number within the session, as the core knows it. */
  readonly message: number;
  readonly name: string;
  readonly origName: string;
  readonly symbol: string;
  readonly order: FixOrder | undefined;
}

export class RequestBook {
  private readonly byName = new Map<string, Request>();
  /** Oldest first. */
  private readonly byMessage = new Map<number, Request>();

  isUsed(name: string): boolean {
    return this.byName.has(name);
  }

  of(message: number): Request | undefined {
    return this.byMessage.get(message);
  }

  /** The order that a ClOrdID names or has named. */
  order(name: string): FixOrder | undefined {
    return this.byName.get(name)?.order;
  }

  add(request: Request): void {
    this.byName.set(request.name, request);
    this.byMessage.set(request.message, request);
    if (this.byMessage.size > REMEMBERED) this.forgetOldest();
  }

  all(): Iterable<Request> {
    return this.byMessage.values();
  }

  private forgetOldest(): void {
    const oldest: Request = this.byMessage.values().next().value!;
    this.byMessage.delete(oldest.message);
    if (isNeeded(oldest)) this.byMessage.set(oldest.message, oldest);
    else this.byName.delete(oldest.name);
  }
}

/** The first and the present name of an order that is open. */
function isNeeded({ order, message, name }: Request): boolean {
  return order?.open === true && (message === order.message || name === order.name);
}
