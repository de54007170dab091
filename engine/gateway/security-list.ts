/**
 * The list of securities: our instruments, those of them that venues list too, and what other engines trade. Whoever is connected may ask for it, as often as a frame has room for requests, so the whole
 * list is written once at start and afterwards only copied.
 */
import { Route } from '../../protocol/codes/enums.js';
import type { ElsewhereInstrument, Instrument } from '../../protocol/instrument.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import {
  type VenuePlace,
  writeElsewhere,
  writeSecurityDefinition,
  writeSecurityListEnd,
} from '../../protocol/wire/session-messages.js';
import type { Connection } from './connection.js';
import { CONSOLIDATED, consolidatedNumber } from './market-data/consolidated-market.js';
import { marketNumber } from './market-data/venue-market.js';
import type { ListedMarkets } from './options.js';
import type { Sender } from './sender.js';

const FRAME_BYTES = 1 << 14;

interface Security {
  readonly symbol: string;
  write(out: OutputBuffer): boolean;
}

export class SecurityList {
  private readonly frames: Uint8Array[] = [];
  private readonly securities: readonly Security[];

  constructor(
    instruments: readonly Instrument[],
    markets: readonly ListedMarkets[],
    elsewhere: readonly ElsewhereInstrument[],
  ) {
    const out = new OutputBuffer(FRAME_BYTES);
    this.securities = [
      ...instruments.flatMap((instrument) =>
        [undefined, ...placesOf(instrument, markets)].map(written(instrument)),
      ),
      ...elsewhere.map((each) => ({
        symbol: each.symbol,
        write: (out: OutputBuffer) => writeElsewhere(out, each),
      })),
    ];
    for (const security of this.securities) this.add(out, () => security.write(out));
    this.add(out, () => writeSecurityListEnd(out, this.securities.length));
    this.frames.push(out.frame().slice());
  }

  /** @param symbol null = all of them */
  send(sender: Sender, to: Connection, symbol: string | null): void {
    if (symbol !== null) this.sendOne(sender, to, symbol);
    else for (const frame of this.frames) sender.frame(to, frame);
  }

  private sendOne(sender: Sender, to: Connection, symbol: string): void {
    const found = this.securities.filter((security) => security.symbol === symbol);
    for (const security of found) sender.rare(to, (out) => security.write(out));
    sender.rare(to, (out) => writeSecurityListEnd(out, found.length));
  }

  private add(out: OutputBuffer, write: () => boolean): void {
    if (write()) return;
    this.frames.push(out.frame().slice());
    out.reset();
    write();
  }
}

/** In our own book, or at a venue. */
const written =
  (instrument: Instrument) =>
  (at: VenuePlace | undefined): Security => ({
    symbol: instrument.symbol,
    write: (out) => writeSecurityDefinition(out, instrument, at),
  });

/** At each venue that lists it, and over all of them. */
function placesOf(instrument: Instrument, markets: readonly ListedMarkets[]): VenuePlace[] {
  const atVenues = markets.flatMap(({ venue, name, instruments, venueSymbols }) => {
    const listed = instruments.indexOf(instrument.id);
    if (listed < 0) return [];
    const number = marketNumber(venue, instrument.id);
    return [{ number, venue: name, venueSymbol: venueSymbols[listed], route: Route.Venue + venue }];
  });
  if (atVenues.length === 0) return [];
  const { id, symbol: venueSymbol } = instrument;
  const over = { number: consolidatedNumber(id), venue: CONSOLIDATED, venueSymbol, route: Route.Smart };
  return [...atVenues, over];
}
