/** Who logs on over FIX 4.2: the numbers of the day, and who is connected. Reports take their numbers also while nobody is, and wait to be asked for. */
import type { Fields } from '../../fix/fields.js';
import { keep, newSequence, type Sequence } from '../../fix/peer.js';
import type { Agenda } from '../../kit/agenda.js';
import type { FixLineOptions } from '../options.js';
import type { NasdaqFixSession } from './session.js';

export class FixLine {
  readonly sequence: Sequence = newSequence();
  session: NasdaqFixSession | undefined;

  constructor(
    readonly options: FixLineOptions,
    private readonly agenda: Agenda,
  ) {}

  /** @param kind for faults */
  say(type: string, body: Fields, kind: string, clientId: string): void {
    if (this.session !== undefined) this.session.send(type, body, kind, clientId);
    else keep(this.sequence, this.sequence.nextOut++, type, body, this.agenda.nowMs);
  }
}
