/** What can go wrong, as errors that carry the reason code and say what to do. */
import { REASON_TEXT, Reason, reasonName } from '../codes/reasons.js';
import { type EngineAddress, elsewhereText } from '../wire/elsewhere.js';
import type { OrderReport } from './report.js';

export type { EngineAddress };

export interface ReasonInfo {
  readonly code: number;
  /** Name in the table of reason codes. */
  readonly name: string;
  readonly text: string;
}

export const reasonInfo = (code: number, text?: string | null): ReasonInfo => ({
  code,
  name: reasonName(code),
  text: text || (REASON_TEXT[code as Reason] ?? 'no text for this code'),
});

/** Base of all: `reason` where the engine gave one. */
export class PregaoError extends Error {
  constructor(
    message: string,
    readonly reason?: ReasonInfo,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The engine could not be reached, or the connection ended. */
export class ConnectionError extends PregaoError {}

/** The engine refused the logon. */
export class LogonError extends PregaoError {
  constructor(readonly why: ReasonInfo) {
    super(`logon refused: ${why.name} (${why.code}): ${why.text}`, why);
  }
}

/**
 * An order, replace, cancel or mass cancel was refused. `report` is absent when it was refused at the door; `elsewhere` says where the
 * instrument lives, when it is another engine's.
 */
export class RequestRejected extends PregaoError {
  constructor(
    readonly why: ReasonInfo,
    readonly report?: OrderReport,
    readonly elsewhere?: EngineAddress,
  ) {
    super(`${why.name} (${why.code}): ${why.text}`, why);
  }
}

/** What an engine would say, too, without having been asked. */
export const livesElsewhere = (place: EngineAddress): RequestRejected =>
  new RequestRejected(reasonInfo(Reason.InstrumentElsewhere, elsewhereText(place)), undefined, place);

export const elsewhereOf = (error: unknown): EngineAddress | undefined =>
  error instanceof RequestRejected ? error.elsewhere : undefined;

/** What became of the request is not known: look at the open orders before sending it again. */
export class UnknownOutcome extends PregaoError {}
