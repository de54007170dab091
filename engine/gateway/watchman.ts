/**
 * What time brings: a heartbeat to who has heard nothing for a while, the end for who is silent too long or never says
 * who it is. Looks at all connections ten times a second.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import type { GatewayLimits } from '../config/limits.js';
import type { Connection } from './connection.js';
import type { Now } from './now.js';
import type { Sender } from './sender.js';

const LOOK_MS = 100;

export class Watchman {
  private lookedMs = 0;

  constructor(
    private readonly connections: ReadonlySet<Connection>,
    private readonly sender: Sender,
    private readonly now: Now,
    private readonly limits: GatewayLimits,
  ) {}

  doWork(): number {
    const { ms } = this.now;
    if (ms - this.lookedMs < LOOK_MS) return 0;
    this.lookedMs = ms;
    for (const connection of this.connections) this.look(connection, ms);
    return 0;
  }

  private look(connection: Connection, ms: number): void {
    const { limits, sender } = this;
    if (ms - connection.heardMs > limits.silenceMs) sender.cut(connection, Reason.HeartbeatTimeout);
    else if (isStranger(connection) && ms - connection.openedMs > limits.logonMs)
      sender.cut(connection, Reason.NotLoggedOn);
    else if (ms - connection.sentMs >= limits.heartbeatMs)
      sender.heartbeat(connection, this.now.clock.seconds, this.now.clock.nanos);
  }
}

/** Neither logged on nor listening to anything. */
const isStranger = ({ session, subscriptions }: Connection): boolean =>
  session === undefined && subscriptions.size === 0;
