/**
 * The operator's door: HTTP with JSON over a Unix socket in the data directory, which only the engine's own user may open.
 * Lives on the main thread, so it answers whatever the doors for clients are doing. What it does is sequenced and journaled
 * like any other command; the answer comes when the core has executed it.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { LimitMode } from '../../protocol/codes/enums.js';
import { REASON_TEXT, type Reason, reasonName } from '../../protocol/codes/reasons.js';
import type { Registry } from '../config/registry.js';
import type { AdminLane } from './admin-lane.js';
import { AdminWords, BadRequest } from './admin-words.js';
import type { PositionText } from './position-table.js';
import { type Body, isPath, type Path, REQUESTS } from './requests.js';
import { isStrategyPath, STRATEGY_REQUESTS, type StrategyDesk } from './strategy-desk.js';

/** Name of the socket in the data directory. */
export const ADMIN_SOCKET = 'admin.sock';

const OWNER_ONLY = 0o600;
const LARGEST_BODY = 4_096;
/** The core is asked this often whether it is done, and so long. */
const LOOK_MS = 2;
const EXECUTED_MS = 10_000;

const PLACES = `GET /positions or /strategies, or POST one of ${[...Object.keys(REQUESTS), ...Object.keys(STRATEGY_REQUESTS)].join(', ')}`;

export class AdminDoor {
  private constructor(
    private readonly server: Server,
    private readonly path: string,
  ) {}

  /** @throws Error the socket cannot be made, naming it */
  static async open(
    path: string,
    admin: AdminLane,
    registry: Registry,
    core: CoreAnswers,
    strategies: StrategyDesk,
  ): Promise<AdminDoor> {
    rmSync(path, { force: true });
    const desks = { admin: new AdminDesk(admin, registry, core), strategies };
    const server = createServer((request, response) => void answer(desks, request, response));
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

/** What the core is asked directly. */
export interface CoreAnswers {
  readonly refusals: () => Promise<Refusals>;
  readonly positions: () => Promise<readonly PositionText[]>;
}

/** What the core has refused of the admin lane so far. */
export interface Refusals {
  readonly count: number;
  readonly reason: Reason;
}

type Action<P extends Path> = (admin: AdminLane, words: AdminWords, body: Body<P>) => void;

const ACTIONS: { readonly [P in Path]: Action<P> } = {
  '/kill-switch': (admin, words, body) => admin.killSwitch(words.scopeOf(body), body.on),
  '/reduce-only': (admin, words, body) => admin.reduceOnlySwitch(words.scopeOf(body), body.on),
  '/mass-cancel': (admin, words, body) => admin.massCancel(words.scopeOf(body)),
  '/end-of-day': (admin, words, body) => admin.endOfDay(words.scopeOf(body)),
  '/limit': (admin, words, body) => {
    const { setting, release } = words.limit(body);
    admin.setLimit(setting, release ? LimitMode.Release : LimitMode.ByHand);
  },
  '/trading-phase': (admin, words, body) => {
    for (const instrument of words.instruments(body)) admin.tradingPhase(instrument, words.phase(body));
  },
  '/reset-throttle': (admin, words, body) => admin.resetThrottle(words.session(body)),
  '/currency-rate': (admin, words, body) => admin.currencyRate(words.rate(body)),
  '/bust': (admin, words, { trade }) => admin.bust(words.trade(trade)),
  '/correct': (admin, words, body) => {
    const { priceTicks, lots } = words.correction(body);
    admin.correct(words.trade(body.trade), priceTicks, lots);
  },
};

/** Carries out one request after the other, so that a refusal is the answer to the one that it is for. */
class AdminDesk {
  private readonly words: AdminWords;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly admin: AdminLane,
    registry: Registry,
    private readonly core: CoreAnswers,
  ) {
    this.words = new AdminWords(registry);
  }

  positions(): Promise<readonly PositionText[]> {
    return this.core.positions();
  }

  carryOut(path: Path, body: unknown): Promise<void> {
    const parsed = REQUESTS[path].safeParse(body);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    const done = this.last.then(() => this.execute(path, parsed.data));
    this.last = done.catch(() => {});
    return done;
  }

  private async execute(path: Path, body: Body<Path>): Promise<void> {
    const before = await this.core.refusals();
    (ACTIONS[path] as Action<Path>)(this.admin, this.words, body);
    await this.executed();
    const { count, reason } = await this.core.refusals();
    if (count !== before.count)
      throw new BadRequest(`the core refuses it: ${reasonName(reason)}: ${REASON_TEXT[reason]}`);
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

interface Desks {
  readonly admin: AdminDesk;
  readonly strategies: StrategyDesk;
}

async function answer(desks: Desks, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const found = await (request.method === 'GET' ? look(desks, request) : carryOut(desks, request));
    end(response, found === undefined ? 404 : 200, found ?? { error: PLACES });
  } catch (error) {
    end(response, error instanceof BadRequest ? 400 : 500, { error: (error as Error).message });
  }
}

/** Undefined: there is nothing of this name. */
async function look({ admin, strategies }: Desks, { url }: IncomingMessage): Promise<object | undefined> {
  if (url === '/positions') return { positions: await admin.positions() };
  if (url === '/strategies') return { strategies: await strategies.list() };
  return undefined;
}

async function carryOut({ admin, strategies }: Desks, request: IncomingMessage): Promise<object | undefined> {
  const { method, url = '' } = request;
  if (method !== 'POST') return undefined;
  if (isStrategyPath(url)) return { strategy: await strategies.carryOut(url, await bodyOf(request)) };
  if (!isPath(url)) return undefined;
  await admin.carryOut(url, await bodyOf(request));
  return { done: true };
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

function end(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
