/** What the configuration says of venues: one object an adapter, told apart by its name. Paths are as the process sees them. */
import { z } from 'zod';
import { bound, compId, name } from './words.js';

/** An instrument at a venue. */
const listing = z.strictObject({
  symbol: name,
  /** What the venue calls it. */
  venueSymbol: z.string().min(1).max(32),
  makerFeeMillionths: bound(-1_000_000, 1_000_000).default(0),
  takerFeeMillionths: bound(-1_000_000, 1_000_000).default(0),
});

/** What every venue has, whichever adapter speaks to it. */
const venueBasics = {
  name: name.refine((said) => said !== 'consolidated', 'the word for all venues together'),
  /** Counter-account of what is traded there, one of `streetAccounts`. */
  streetAccount: name,
  /** A venue that has said nothing for so long gets no orders. */
  staleSeconds: bound(1, 3_600).default(10),
  /** Client order ids begin with it; engines that share an account have different ones. */
  orderPrefix: z
    .string()
    .regex(/^[A-Z]{1,3}\d?$/, 'one to three capital letters, and a digit or none')
    .default('PG'),
  listings: z.array(listing).min(1),
};

const binanceUsdm = z.strictObject({
  ...venueBasics,
  adapter: z.literal('binance-usdm'),
  apiKey: z.string().min(1),
  /** Ed25519 private key of the API key, PEM. */
  privateKeyFile: z.string().min(1),
  apiUrl: z.url().optional(),
  userStreamUrl: z.url().optional(),
  marketDataUrl: z.url().optional(),
  restUrl: z.url().optional(),
  /** The venue cancels what stands there when it has not heard of us for so long; without it the venue is not asked to. */
  cancelCountdownMs: bound(10_000, 600_000).optional(),
});

/** Self-trade prevention at the venue, in the words of orders; not every venue has all. */
export const SELF_TRADE_WORDS = [
  'none',
  'cancelNewest',
  'cancelOldest',
  'cancelBoth',
  'decrementAndCancel',
] as const;

/** What order entry over FIX has, wherever it goes. */
const fixBasics = {
  ...venueBasics,
  tls: z.boolean().default(true),
  /** Who signs the venue's certificate, where it is nobody that Node knows. */
  tlsCaFile: z.string().min(1).optional(),
  selfTrade: z.enum(SELF_TRADE_WORDS).default('cancelNewest'),
};

/** The venue's own address, unless something else is said. */
const fixAddress = { fixHost: z.string().min(1).optional(), fixPort: bound(1, 65_535).optional() };

const binanceSpotFix = z.strictObject({
  ...fixBasics,
  ...fixAddress,
  adapter: z.literal('binance-spot-fix'),
  apiKey: z.string().min(1),
  privateKeyFile: z.string().min(1),
  /** In turn: the venue holds one for a while after an unclean end. At most eight letters and digits each. */
  senderCompIds: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{1,8}$/, '1 to 8 letters, digits or _ -'))
    .min(1)
    .optional(),
  apiUrl: z.url().optional(),
  marketDataUrl: z.url().optional(),
  restUrl: z.url().optional(),
});

const binanceSpot = z.strictObject({
  ...venueBasics,
  adapter: z.literal('binance-spot'),
  selfTrade: z.enum(SELF_TRADE_WORDS).default('cancelNewest'),
  apiKey: z.string().min(1),
  privateKeyFile: z.string().min(1),
  apiUrl: z.url().optional(),
  marketDataUrl: z.url().optional(),
  restUrl: z.url().optional(),
});

const coinbaseFix = z.strictObject({
  ...fixBasics,
  ...fixAddress,
  adapter: z.literal('coinbase-fix'),
  apiKey: z.string().min(1),
  /** The API secret as Coinbase gives it, base64. */
  secretFile: z.string().min(1),
  passphraseFile: z.string().min(1),
  /** The venue cancels this session's orders when the connection is lost. */
  cancelOnDisconnect: z.boolean().default(true),
  marketDataUrl: z.url().optional(),
  restUrl: z.url().optional(),
});

/** One of the parties that an order names. */
const party = z.strictObject({ role: bound(1, 9_999), id: z.string().min(1).max(32) });

const b3Fix = z.strictObject({
  ...fixBasics,
  adapter: z.literal('b3-fix'),
  fixHost: z.string().min(1),
  fixPort: bound(1, 65_535),
  senderCompId: compId,
  targetCompId: compId,
  username: z.string().min(1).optional(),
  passwordFile: z.string().min(1),
  /** The tag of the Logon that carries it. */
  passwordTag: z.literal([554, 96]).default(554),
  cancelOnDisconnect: z.boolean().default(true),
  /** How long the venue waits for us before it cancels. */
  cancelWindowMs: bound(0, 60_000).default(0),
  /** In every order. */
  parties: z.array(party).default([]),
  /** Accounts that may trade there, and whom their orders are for. */
  clients: z
    .array(
      z.strictObject({
        account: name,
        venueAccount: z.string().min(1).max(32).optional(),
        accountType: bound(1, 99).optional(),
        /** Beside those of every order. */
        parties: z.array(party).default([]),
      }),
    )
    .min(1),
});

/** The lines that carry the same datagrams, A and B. */
const udpLines = z
  .array(
    z.strictObject({
      /** A multicast group, or an address of this machine. */
      address: z.ipv4(),
      port: bound(1, 65_535),
      /** Address of the network card that the group comes in at. */
      interface: z.ipv4().optional(),
    }),
  )
  .min(1)
  .max(4);

/** A feed whose snapshots and definitions come round by themselves. */
const loopedLines = { incremental: udpLines, snapshots: udpLines, definitions: udpLines };

/** When the exchange cancels what a session has standing. */
export const CANCEL_ON_WORDS = ['nothing', 'disconnect', 'terminate', 'either'] as const;

const UINT32 = 2 ** 32 - 1;

const b3EntryPoint = z.strictObject({
  ...venueBasics,
  adapter: z.literal('b3-entrypoint'),
  /** Of the gateway, plain TCP: B3 gives each customer one. Listings name an instrument by its SecurityID. */
  entryPointHost: z.string().min(1),
  entryPointPort: bound(1, 65_535),
  sessionId: bound(1, UINT32),
  enteringFirm: bound(1, UINT32),
  /** The access key, alone in a file. */
  secretFile: z.string().min(1),
  /** Our address, as B3 knows it. */
  clientIp: z.ipv4(),
  marketSegmentId: bound(1, 254),
  senderLocation: z.string().min(1).max(10),
  enteringTrader: z.string().min(1).max(5),
  selfTrade: z.enum(SELF_TRADE_WORDS).default('cancelNewest'),
  /** Binary UMDF: the lines of one channel, which has all listings. */
  umdfUdp: z.strictObject(loopedLines).optional(),
  cancelOn: z.enum(CANCEL_ON_WORDS).default('disconnect'),
  cancelWindowMs: bound(0, 60_000).default(0),
  /** Accounts that may trade there, and whom their orders are for. */
  investors: z
    .array(
      z.strictObject({
        account: name,
        accountNumber: bound(1, UINT32).optional(),
        investorId: z.strictObject({ prefix: bound(1, 65_535), document: bound(1, UINT32) }).optional(),
      }),
    )
    .min(1),
});

/** As OUCH's own letters have them, in words. */
const CAPACITY_WORDS = ['agency', 'principal', 'riskless', 'other'] as const;

const soupBinUser = z.string().min(1).max(6);

/** Whichever way orders go to Nasdaq. */
const nasdaqBasics = {
  ...venueBasics,
  capacity: z.enum(CAPACITY_WORDS).default('principal'),
  /** MPID that orders are for, where the port is not that firm's own. */
  firm: z
    .string()
    .regex(/^[A-Z]{1,4}$/, 'one to four capital letters')
    .optional(),
  /** What we send at most; a fifth of it only cancels may use. */
  messagesPerSecond: bound(10, 1_000_000).default(1_000),
  /** TotalView-ITCH over SoupBinTCP; user and password are the OUCH port's own, unless it has others. */
  itchTcp: z
    .strictObject({
      host: z.string().min(1),
      port: bound(1, 65_535),
      username: soupBinUser.optional(),
      passwordFile: z.string().min(1).optional(),
    })
    .optional(),
  /** TotalView-ITCH over MoldUDP64: the lines that carry it, and whom to ask for what is missing. */
  itchUdp: z
    .strictObject({
      lines: udpLines,
      requestHost: z.string().min(1),
      requestPort: bound(1, 65_535),
    })
    .optional(),
};

const nasdaq = z.strictObject({
  ...nasdaqBasics,
  adapter: z.literal('nasdaq'),
  /** Of the OUCH port, plain TCP: Nasdaq gives each customer one. */
  ouchHost: z.string().min(1),
  ouchPort: bound(1, 65_535),
  /** Of SoupBinTCP. */
  username: soupBinUser,
  passwordFile: z.string().min(1),
});

const nasdaqFix = z.strictObject({
  ...nasdaqBasics,
  adapter: z.literal('nasdaq-fix'),
  /** Of the FIX line, plain TCP: it is private, and there is no password. */
  fixHost: z.string().min(1),
  fixPort: bound(1, 65_535),
  senderCompId: compId,
  /** Account(1) of every order, where one is wanted. */
  venueAccount: z.string().min(1).max(32).optional(),
});

const cmeIlink = z.strictObject({
  ...venueBasics,
  adapter: z.literal('cme-ilink'),
  /** Of the gateway, plain TCP: CME gives each customer one. Listings name a contract by its SecurityID. */
  ilinkHost: z.string().min(1),
  ilinkPort: bound(1, 65_535),
  accessKeyId: z.string().min(1).max(20),
  /** The secret key as CME gives it, base64url. */
  secretFile: z.string().min(1),
  session: z.string().length(3),
  firm: z.string().min(1).max(5),
  /** SenderID: who or what has decided on the orders. */
  operatorId: z.string().min(1).max(20),
  /** Country, or country and region, of the operator. */
  location: z.string().min(1).max(5),
  /** Of the party details that were registered for the session. */
  partyDetailsListReqId: bound(0, Number.MAX_SAFE_INTEGER),
  /** MDP 3.0: the lines of one channel, which has all listings. */
  mdpUdp: z
    .strictObject({
      /** Levels as CME adds them up, or every order and all levels. */
      book: z.enum(['price', 'orders']).default('price'),
      /** Snapshots are of books by price or by order, as `book` is. */
      ...loopedLines,
    })
    .optional(),
});

export const venue = z.discriminatedUnion('adapter', [
  binanceUsdm,
  binanceSpot,
  binanceSpotFix,
  coinbaseFix,
  b3Fix,
  b3EntryPoint,
  nasdaq,
  nasdaqFix,
  cmeIlink,
]);

export type AnyVenue = z.output<typeof venue>;
export type AdapterName = AnyVenue['adapter'];
export type VenueOf<Name extends AdapterName> = Extract<AnyVenue, { readonly adapter: Name }>;
