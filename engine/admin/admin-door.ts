/**
 * The operator's door: HTTP with JSON over a Unix socket in the data directory, which only the engine's own user may open.
 * Lives on the main thread, so it answers whatever the doors for clients are doing. What it does is sequenced and journaled
 * like any other command; the answer comes when the core has executed it.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Side, TradingPhase } from '../../protocol/codes/enums.js';
import type { Registry } from '../config/registry.js';
import type { ActionScope, AdminLane } from './admin-lane.js';

/** Name of the socket in the data directory. */
export const ADMIN_SOCKET = 'admin.sock';

const OWNER_ONLY = 0o600;
const LARGEST_BODY = 4_096;
/** The core is asked this often whether it is done, and so long. */
const LOOK_MS = 2;
const EXECUTED_MS = 10_000;

/** What a person may ask for; `resume` is no phase but the way back to the calendar's. */
export const PHASE_NAMES = [
  'pre-open',
  'opening-auction',
  'continuous',
  'volatility-auction',
  'closing-auction',
  'closed',
  'halt',
  'resume',
] as const;

const narrowed = { account: z.string().optional(), symbol: z.string().optional() };
const REQUESTS = {
  '/kill-switch': z.strictObject({ on: z.boolean(), ...narrowed }),
  '/mass-cancel': z.strictObject({ side: z.enum(['buy', 'sell']).optional(), ...narrowed }),
  '/end-of-day': z.strictObject({ symbol: z.string().optional() }),
  /** `resume`: the one that the calendar says; without a calendar, continuous. Without a symbol: of every instrument. */
  '/trading-phase': z.strictObject({ phase: z.enum(PHASE_NAMES), symbol: z.string().optional() }),
} as const;

const PHASES: Readonly<Record<(typeof PHASE_NAMES)[number], TradingPhase | undefined>> = {
  'pre-open': TradingPhase.PreOpen,
  'opening-auction': TradingPhase.OpeningAuction,
  continuous: TradingPhase.Continuous,
  'volatility-auction': TradingPhase.VolatilityAuction,
  'closing-auction': TradingPhase.ClosingAuction,
  closed: TradingPhase.Closed,
  halt: TradingPhase.Halt,
  resume: undefined,
};

type Path = keyof typeof REQUESTS;
type Body<P extends Path> = z.infer<(typeof REQUESTS)[P]>;

/** Wrong in a way that the asker can mend. */
class BadRequest extends Error {}

export class AdminDoor {
  private constructor(
    private readonly server: Server,
    private readonly path: string,
  ) {}

  /** @throws Error the socket cannot be made, naming it */
  static async open(path: string, admin: AdminLane, registry: Registry): Promise<AdminDoor> {
    rmSync(path, { force: true });
    const desk = new AdminDesk(admin, registry);
    const server = createServer((request, response) => void answer(desk, request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) =>
        reject(new Error(`cannot open the admin socket ${path}: ${error.message}`)),
      );
      server.listen(path, resolve);
    });
    chmodSync(path, OWNER_ONLY);
    return new AdminDoor(server, path);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
    rmSync(this.path, { force: true });
  }
}

/** What the door may ask for, in names. */
class AdminDesk {
  private readonly instruments: ReadonlyMap<string, number>;
  private readonly accounts: ReadonlyMap<string, number>;

  constructor(
    private readonly admin: AdminLane,
    { instruments, accounts }: Registry,
  ) {
    this.instruments = new Map(instruments.map(({ symbol, id }) => [symbol, id]));
    this.accounts = new Map(accounts.map(({ name, id }) => [name, id]));
  }

  async carryOut(path: Path, body: unknown): Promise<void> {
    const parsed = REQUESTS[path].safeParse(body);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    this.send(path, parsed.data);
    await this.executed();
  }

  private send(path: Path, body: Body<Path>): void {
    if (path === '/trading-phase') return this.tradingPhase(body as Body<'/trading-phase'>);
    const scope = this.scopeOf(body);
    if (path === '/end-of-day') this.admin.endOfDay(scope);
    else if (path === '/mass-cancel') this.admin.massCancel(scope);
    else this.admin.killSwitch(scope, (body as Body<'/kill-switch'>).on);
  }

  private tradingPhase({ phase, symbol }: Body<'/trading-phase'>): void {
    const only = symbol === undefined ? undefined : known(this.instruments, 'instrument', symbol);
    const wanted = only === undefined ? this.instruments.values() : [only];
    for (const instrument of wanted) this.admin.tradingPhase(instrument, PHASES[phase]);
  }

  private scopeOf(body: Partial<Body<'/mass-cancel'>>): ActionScope {
    const { account, symbol, side } = body;
    return {
      ...(account !== undefined && { account: known(this.accounts, 'account', account) }),
      ...(symbol !== undefined && { instrument: known(this.instruments, 'instrument', symbol) }),
      ...(side !== undefined && { side: side === 'buy' ? Side.Buy : Side.Sell }),
    };
  }

  private async executed(): Promise<void> {
    const untilMs = performance.now() + EXECUTED_MS;
    while (!this.admin.executed) {
      if (performance.now() > untilMs)
        throw new Error('the core has not executed it yet; it stands in the admin lane and will be');
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      this.admin.flush();
    }
  }
}

function known(names: ReadonlyMap<string, number>, what: string, name: string): number {
  const number = names.get(name);
  if (number === undefined)
    throw new BadRequest(`no ${what} "${name}"; there are: ${[...names.keys()].slice(0, 20).join(', ')}`);
  return number;
}

async function answer(desk: AdminDesk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { method, url = '' } = request;
    if (method !== 'POST' || !isPath(url))
      return end(response, 404, { error: `POST one of ${Object.keys(REQUESTS).join(', ')}` });
    await desk.carryOut(url, await bodyOf(request));
    end(response, 200, { done: true });
  } catch (error) {
    end(response, error instanceof BadRequest ? 400 : 500, { error: (error as Error).message });
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (!(Number(request.headers['content-length'] ?? 0) <= LARGEST_BODY))
    throw new BadRequest('the body is too large');
  try {
    return JSON.parse((await text(request)) || '{}');
  } catch {
    throw new BadRequest('the body is no JSON');
  }
}

const isPath = (url: string): url is Path => Object.hasOwn(REQUESTS, url);

function end(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
