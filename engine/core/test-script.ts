/**
 * The words in which the tables of tests give commands, as command records:
 *
 * ```
 *  buy 5@100 ioc post cod id:7        sell 5 market fok        sell 5 mtl        sell 5@100 short
 *  buy 5 stop:105        buy 5@106 stop:105 src:bid        sell 5 trail:3        buy 5 stop:105 src:venue2
 *  buy 9@100 show:2      buy 9@100 min:4      buy 5 market protect:3      buy 5@100 until:20
 *  buy 5@100 peg:primary off:1      buy 5@100 peg:mid      sell 5@110 oco:7      sell 5@110 child:7
 *  buy 5@100 stp:oldest firm        venue-price ins:1 of:2 104
 *  cancel #1       cancel id:7        replace #1 4@101
 *  quote id:7 5@99 5@101 ins:1 post stp:oldest firm stays        quote id:7 0 5@101        protect 3 in:1.5        protect off
 *  mass-cancel acct:1 sess:1 ins:1 buy reason:StrategyStopped        end-of-day ins:2
 *  kill on acct:1        kill off        time 10        time 10.5        nonsense
 *  logon sess:1        logoff sess:1 grace:5000        start epoch:2 grace:5000
 *  define ins:3 closed ref:0 min:1 max:9 lots:100 notional:1000 margin:10        define acct:3 disabled
 *  phase opening ins:2        phase continuous due:100        phase resume
 *  bands static:1000 dynamic:500 auction ms:5000 ins:2        ticks row:0 from:0 step:5 ins:2
 *  any of them: acct:2 sess:2 msg:9 at:12.5 door:PriceOffTick
 * ```
 *
 * Those of limits and the ledger stand in `test-limit-script.ts`, those of routing in `test-route-script.ts`. `#1` is the first order that was accepted in the table. Account and session are 1 unless said.
 */
import {
  Contingency,
  OrdType,
  Peg,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TradingPhase,
  TriggerSource,
} from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { BandAction, CommandFlag, PREVENTION_SHIFT } from '../../protocol/records/command.js';
import type { From, Meant, Record16 } from './test-commands.js';
import * as commands from './test-commands.js';
import { LIMIT_VERBS } from './test-limit-script.js';
import { ROUTE_VERBS, routeOf } from './test-route-script.js';

const TIME_IN_FORCE: Readonly<Record<string, TimeInForce>> = {
  day: TimeInForce.Day,
  gtc: TimeInForce.GoodTillCancel,
  ioc: TimeInForce.ImmediateOrCancel,
  fok: TimeInForce.FillOrKill,
  'at-open': TimeInForce.AtOpen,
  'at-close': TimeInForce.AtClose,
  gfa: TimeInForce.GoodForAuction,
  gtd: TimeInForce.GoodTillDate,
};

const PREVENTION: Readonly<Record<string, number>> = {
  none: SelfTradePrevention.None,
  newest: SelfTradePrevention.CancelNewest,
  oldest: SelfTradePrevention.CancelOldest,
  both: SelfTradePrevention.CancelBoth,
  decrement: SelfTradePrevention.DecrementAndCancel,
  wrong: 5,
};
const PEG: Readonly<Record<string, Peg>> = { primary: Peg.Primary, mid: Peg.Midpoint };
const SOURCE: Readonly<Record<string, number>> = {
  none: TriggerSource.None,
  last: TriggerSource.LastTrade,
  bid: TriggerSource.BestBid,
  offer: TriggerSource.BestOffer,
};

export const PHASES = {
  'pre-open': TradingPhase.PreOpen,
  opening: TradingPhase.OpeningAuction,
  continuous: TradingPhase.Continuous,
  closing: TradingPhase.ClosingAuction,
  closed: TradingPhase.Closed,
  halt: TradingPhase.Halt,
  volatility: TradingPhase.VolatilityAuction,
} as const;

/** A kind that no command has. */
const NONSENSE = 7;

/** Which order a label like `#1` means. */
export type Labelled = (label: string) => { readonly slot: number; readonly generation: number };

/** @param before commands before the table's first one */
export function parseCommand(text: string, labelled: Labelled, before = 0): Record16 {
  const words = new Words(text);
  const verb = VERBS[words.verb] ?? LIMIT_VERBS[words.verb] ?? ROUTE_VERBS[words.verb];
  const record = verb?.(words, labelled, before);
  if (record === undefined) throw new Error(`no verb of the tables: ${text}`);
  const door = words.text('door');
  words.allUsed();
  return door === undefined ? record : commands.refusedBy(record, Reason[door as keyof typeof Reason]);
}

export type Verb = (words: Words, labelled: Labelled, before: number) => Record16;

const order =
  (side: Side): Verb =>
  (words) =>
    commands.newOrder({
      side,
      ...words.quantity(),
      ...words.from(),
      timeInForce: words.timeInForce(),
      ...typeAndTerms(words),
      instrument: words.number('ins'),
      clientId: words.number('id'),
      flags:
        (words.flag('post') ? CommandFlag.PostOnly : 0) |
        (words.flag('cod') ? CommandFlag.CancelOnDisconnect : 0) |
        (words.flag('reduce') ? CommandFlag.ReduceOnly : 0) |
        (words.flag('short') ? CommandFlag.SellShort : 0) |
        (words.flag('exempt') ? CommandFlag.SellShortExempt : 0) |
        prevention(words),
    });

const prevention = (words: Words): number =>
  (words.flag('firm') ? CommandFlag.PreventWithinFirm : 0) |
  ((PREVENTION[words.text('stp') ?? 'none'] ?? 0) << PREVENTION_SHIFT);

function typeAndTerms(words: Words): { ordType: OrdType; terms?: commands.TermsFields } {
  const terms = termsOf(words);
  const stop = terms.trigger !== undefined || (terms.offset !== undefined && terms.peg === undefined);
  const given = Object.values(terms).some((value) => value !== undefined);
  return { ordType: ordTypeOf(words, stop, terms.peg !== undefined), ...(given && { terms }) };
}

function ordTypeOf(words: Words, stop: boolean, pegged: boolean): OrdType {
  if (words.flag('market')) return OrdType.Market;
  if (words.flag('mtl')) return OrdType.MarketToLimit;
  if (pegged) return OrdType.Pegged;
  if (!stop) return OrdType.Limit;
  return words.price === undefined ? OrdType.Stop : OrdType.StopLimit;
}

function termsOf(words: Words): commands.TermsFields {
  const trigger = words.number('stop');
  const trail = words.number('trail');
  const [leg, child] = [words.number('oco'), words.number('child')];
  const stop = trigger !== undefined || trail !== undefined;
  const source = words.text('src') ?? (stop ? 'last' : undefined);
  return {
    trigger,
    source: source === undefined ? undefined : sourceOf(source),
    offset: trail ?? words.number('off'),
    display: words.number('show'),
    minimum: words.number('min'),
    expires: words.number('until'),
    protection: words.number('protect'),
    peg: PEG[words.text('peg') ?? ''],
    contingency:
      leg !== undefined
        ? Contingency.OneCancelsOther
        : child !== undefined
          ? Contingency.OneTriggersOther
          : undefined,
    linked: leg ?? child,
    route: routeOf(words.text('route')),
  };
}

const sourceOf = (name: string): number =>
  SOURCE[name] ?? TriggerSource.Venue + Number(name.replace('venue', ''));

const VERBS: Readonly<Record<string, Verb>> = {
  buy: order(Side.Buy),
  sell: order(Side.Sell),
  cancel: (words, labelled) =>
    commands.cancelOrder(words.meant(labelled), { ...words.from(), instrument: words.number('ins') }),
  replace: (words, labelled) => {
    const meant = words.meant(labelled);
    const { lots, price } = words.quantity();
    return commands.replaceOrder(meant, lots, price, { ...words.from(), instrument: words.number('ins') });
  },
  quote: (words) => {
    const from = { ...words.from(), id: words.number('id') ?? 0, instrument: words.number('ins') };
    const flags =
      (words.flag('post') ? CommandFlag.PostOnly : 0) |
      (words.flag('stays') ? 0 : CommandFlag.CancelOnDisconnect) |
      prevention(words);
    return commands.quote({ ...from, flags, bid: words.quantity(), offer: words.quantity() });
  },
  protect: (words) => {
    const from = words.from();
    if (words.flag('off')) return commands.quoteProtection(0, 0, from);
    const [seconds, nanos] = words.stamp(words.text('in') ?? '0');
    return commands.quoteProtection(Number(words.next()), seconds * 1e9 + nanos, from);
  },
  'mass-cancel': (words) => {
    const reason = Reason[(words.text('reason') ?? 'None') as keyof typeof Reason];
    return commands.massCancel(words.scope(), words.from(), reason);
  },
  'venue-price': (words) =>
    commands.venuePrice(words.number('ins') ?? 0, words.number('of') ?? 0, Number(words.next())),
  'end-of-day': (words) => commands.endOfDay(words.scope()),
  kill: (words) => {
    const on = words.flag('on');
    return commands.killSwitch(on || !words.flag('off'), words.scope());
  },
  phase: (words) => {
    const phase = PHASES[words.next() as keyof typeof PHASES] ?? 0;
    return commands.tradingPhase(words.number('ins') ?? 1, phase, words.number('due'));
  },
  bands: (words) =>
    commands.defineBands(words.number('ins') ?? 1, {
      staticBasisPoints: words.number('static'),
      dynamicBasisPoints: words.number('dynamic'),
      action: words.oneOf<number>({ reject: BandAction.Reject, auction: BandAction.Auction }),
      auctionMs: words.number('ms'),
    }),
  ticks: (words) => {
    const [row, from, step] = ['row', 'from', 'step'].map((key) => words.number(key) ?? 0);
    return commands.defineTicks(words.number('ins') ?? 1, row, from, step);
  },
  nonsense: () => commands.command(NONSENSE),
  time: (words) => commands.time(...words.stamp(words.next())),
  logon: (words) => commands.sessionOpen(words.number('sess') ?? 0),
  logoff: (words) => commands.sessionClosed(words.number('sess') ?? 0, words.number('grace') ?? 0),
  start: (words) => commands.engineStart(words.number('epoch') ?? 0, words.number('grace') ?? 0),
  define: (words) => {
    const account = words.number('acct');
    if (account !== undefined) return commands.defineAccount(account, !words.flag('disabled'));
    return commands.defineInstrument(words.number('ins') ?? 0, {
      open: !words.flag('closed'),
      reference: words.number('ref'),
      min: words.number('min'),
      max: words.number('max'),
      lots: words.number('lots'),
      notional: words.number('notional'),
      margin: words.number('margin'),
    });
  },
};

/** The words of one command; each is taken once. */
export class Words {
  readonly verb: string;
  /** The one of the quantity, if it has one. */
  price: number | undefined;
  private readonly left: string[];

  constructor(private readonly whole: string) {
    [this.verb, ...this.left] = whole.split(/\s+/);
  }

  next(): string {
    return this.left.shift() ?? '';
  }

  flag(word: string): boolean {
    return this.take((candidate) => candidate === word) !== undefined;
  }

  text(key: string): string | undefined {
    return this.take((word) => word.startsWith(`${key}:`))?.slice(key.length + 1);
  }

  number(key: string): number | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : Number(text);
  }

  oneOf<Value>(values: Readonly<Record<string, Value>>): Value | undefined {
    const word = this.take((candidate) => candidate in values);
    return word === undefined ? undefined : values[word];
  }

  /** `5@100`, or `5` alone. */
  quantity(): { lots: number; price: number } {
    const [lots = '', price] = this.next().split('@');
    this.price = price === undefined ? undefined : Number(price);
    return { lots: Number(lots), price: this.price ?? 0 };
  }

  /** With an end it is good till that date, unless it says something else. */
  timeInForce(): TimeInForce {
    const until = this.left.some((word) => word.startsWith('until:'));
    const said = this.oneOf(TIME_IN_FORCE);
    return said ?? (until ? TimeInForce.GoodTillDate : TimeInForce.GoodTillCancel);
  }

  from(): From {
    const [seconds, nanos] = this.stamp(this.text('at') ?? '0');
    return {
      account: this.number('acct'),
      session: this.number('sess'),
      message: this.number('msg'),
      seconds,
      nanos,
    };
  }

  meant(labelled: Labelled): Meant {
    const clientId = this.number('id');
    return clientId === undefined ? labelled(this.next()) : { clientId };
  }

  scope(): commands.ScopeFields {
    const side = this.oneOf({ buy: Side.Buy, sell: Side.Sell } as Record<string, Side>);
    return {
      account: this.number('acct'),
      session: this.number('sess'),
      instrument: this.number('ins'),
      side,
    };
  }

  /** `12.5` is twelve seconds and a half. */
  stamp(text: string): [number, number] {
    const [seconds, fraction = ''] = text.split('.');
    return [Number(seconds), Number(fraction.padEnd(9, '0'))];
  }

  allUsed(): void {
    if (this.left.length > 0) throw new Error(`"${this.left.join(' ')}" has no place in "${this.whole}"`);
  }

  private take(wanted: (word: string) => boolean): string | undefined {
    const at = this.left.findIndex(wanted);
    return at < 0 ? undefined : this.left.splice(at, 1)[0];
  }
}
