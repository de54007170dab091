/**
 * The faults that are armed, and the connections that they are for. Outlets ask it about every message on its way out, venues about every request
 * on its way in; what changes the market itself is the venue's own to do. One per simulator.
 */
import { type Fault, type FaultName, faultProblem } from './fault.js';

/** What a message is, for faults that name one. */
export interface Label {
  readonly session: string;
  readonly kind: string;
  readonly clientId?: string;
}

/** A connection, as faults see it. */
export interface Droppable {
  readonly session: string;
  drop(): void;
}

/** Does what only the venue can. @returns what has been done; throws with what was wrong */
export type VenueAct = (fault: Fault) => string;

const OUTGOING: readonly FaultName[] = ['cut', 'lose', 'repeat', 'hold', 'delay'];
const INCOMING: readonly FaultName[] = ['ignore', 'throttle', 'unknown', 'fillFirst'];
const REORDERING: readonly FaultName[] = ['overtake'];
const STANDING: readonly FaultName[] = ['mute', 'silence', 'gap', 'dropAfter', 'scatter'];

interface Armed {
  readonly fault: Fault;
  left: number;
  /** Of a `dropAfter`. */
  messagesLeft: number;
}

export class Faults {
  private armed: Armed[] = [];
  private readonly connections = new Set<Droppable>();
  /** Set by the venue. */
  act: VenueAct = ({ do: name }) => {
    throw new Error(`this venue has no "${name}"`);
  };

  /** @returns what has been done or armed; throws with what was wrong */
  inject(fault: Fault): string {
    const problem = faultProblem(fault);
    if (problem !== undefined) throw new Error(problem);
    if (fault.do === 'drop') return this.drop(fault);
    if (![...OUTGOING, ...INCOMING, ...REORDERING, ...STANDING].includes(fault.do)) return this.act(fault);
    this.armed.push({ fault, left: fault.times ?? 1, messagesLeft: fault.messages ?? 0 });
    return 'armed';
  }

  /** Shortcut for what matters most: the answer to a request is lost, and the request was executed or not. */
  loseAnswer(clientId: string, executed: boolean): void {
    this.inject(executed ? { do: 'lose', clientId } : { do: 'ignore', clientId });
  }

  list(): readonly Fault[] {
    return this.armed.map(({ fault }) => fault);
  }

  clear(): void {
    this.armed = [];
  }

  connected(connection: Droppable): void {
    this.connections.add(connection);
  }

  disconnected(connection: Droppable): void {
    this.connections.delete(connection);
  }

  get sessions(): string[] {
    return [...this.connections].map(({ session }) => session);
  }

  /** The fault for this message on its way out, used up by being asked for. */
  outgoing(label: Label): Fault | undefined {
    return this.take(OUTGOING, label);
  }

  /** The fault for this request, used up by being asked for. */
  incoming(label: Label): Fault | undefined {
    return this.take(INCOMING, label);
  }

  /** Whether the request behind this one is to be done first. */
  isOvertaken(label: Label): boolean {
    return this.take(REORDERING, label) !== undefined;
  }

  isSilent(session: string): boolean {
    return this.armed.some(({ fault }) => fault.do === 'silence' && fits(fault.session, session));
  }

  isMuted(stream: string): boolean {
    return this.armed.some(({ fault }) => fault.do === 'mute' && fault.stream === stream);
  }

  /** Of a line of datagrams: so many in a hundred get lost, and so many of the others are overtaken. */
  scatters(stream: string): number {
    return this.armed.find(({ fault }) => fault.do === 'scatter' && fault.stream === stream)?.fault.by ?? 0;
  }

  /** How many numbers, or updates, of this session or stream to leave out now. */
  takeGap(what: { readonly session?: string; readonly stream?: string }): number {
    const found = this.armed.find(
      ({ fault }) =>
        fault.do === 'gap' &&
        (what.stream === undefined ? fault.stream === undefined : fault.stream === what.stream) &&
        fits(fault.session, what.session),
    );
    if (found === undefined) return 0;
    this.armed = this.armed.filter((each) => each !== found);
    return found.fault.by ?? 0;
  }

  /** One more message of this session is out. @returns whether its connection has to go */
  countsOut(session: string): boolean {
    const found = this.armed.find(({ fault }) => fault.do === 'dropAfter' && fits(fault.session, session));
    if (found === undefined) return false;
    const left = --found.messagesLeft;
    if (left > 0) return false;
    this.armed = this.armed.filter((each) => each !== found);
    return true;
  }

  private drop({ session }: Fault): string {
    const concerned = [...this.connections].filter((each) => fits(session, each.session));
    for (const connection of concerned) connection.drop();
    return `dropped ${concerned.length}`;
  }

  private take(names: readonly FaultName[], label: Label): Fault | undefined {
    const found = this.armed.find(({ fault }) => names.includes(fault.do) && matches(fault, label));
    if (found === undefined) return undefined;
    found.left--;
    if (found.left <= 0) this.armed = this.armed.filter((each) => each !== found);
    return found.fault;
  }
}

const fits = (wanted: string | undefined, given: string | undefined): boolean =>
  wanted === undefined || wanted === given;

function matches({ session, kind, clientId }: Fault, label: Label): boolean {
  if (label.kind === 'admin' && kind !== 'admin') return false;
  return fits(session, label.session) && fits(kind, label.kind) && fits(clientId, label.clientId);
}
