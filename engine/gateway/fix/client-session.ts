/** A FIX client's session in the engine's eyes. */
import type { Session } from '../../../protocol/fix/session/session.js';
import { DoorSession } from '../door-session.js';

export class ClientSession extends DoorSession {
  constructor(
    number: number,
    private readonly fix: Session,
  ) {
    super(number);
  }

  get present(): boolean {
    return this.fix.isLoggedOn;
  }
}
