/**
 * The list of securities: our instruments, and those of them that venues list too. Whoever is connected may ask for it, as often as a frame has room for requests, so the whole
 * list is written once at start and afterwards only copied.
 */
import { Route } from '../../protocol/codes/enums.js';
import type { Instrument } from '../../protocol/instrument.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import {
  type VenuePlace,
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
  readonly instrument: Instrument;
  /** Absent: our own book. */
  readonly at?: VenuePlace;
}

export class SecurityList {
  private readonly frames: Uint8Array[] = [];
  private readonly securities: readonly Security[];

  constructor(instruments: readonly Instrument[], markets: readonly ListedMarkets[]) {
    const out = new OutputBuffer(FRAME_BYTES);
    this.securities = instruments.flatMap((instrument) => [{ instrument }, ...placesOf(instrument, markets)]);
    for (const { instrument, at } of this.securities)
      this.add(out, () => writeSecurityDefinition(out, instrument, at));
    this.add(out, () => writeSecurityListEnd(out, this.securities.length));
    this.frames.push(out.frame().slice());
  }

  /** @param symbol null = all of them */
  send(sender: Sender, to: Connection, symbol: string | null): void {
    if (symbol !== null) this.sendOne(sender, to, symbol);
    else for (const frame of this.frames) sender.frame(to, frame);
  }

  private sendOne(sender: Sender, to: Connection, symbol: string): void {
    const found = this.securities.filter(({ instrument }) => instrument.symbol === symbol);
    for (const { instrument, at } of found)
      sender.rare(to, (out) => writeSecurityDefinition(out, instrument, at));
    sender.rare(to, (out) => writeSecurityListEnd(out, found.length));
  }

  private add(out: OutputBuffer, write: () => boolean): void {
    if (write()) return;
    this.frames.push(out.frame().slice());
    out.reset();
    write();
  }
}

/** At each venue that lists it, and over all of them. */
function placesOf(instrument: Instrument, markets: readonly ListedMarkets[]): Security[] {
  const atVenues = markets.flatMap(({ venue, name, instruments, venueSymbols }) => {
    const listed = instruments.indexOf(instrument.id);
    if (listed < 0) return [];
    const number = marketNumber(venue, instrument.id);
    const at = { number, venue: name, venueSymbol: venueSymbols[listed], route: Route.Venue + venue };
    return [{ instrument, at }];
  });
  if (atVenues.length === 0) return [];
  const { id, symbol: venueSymbol } = instrument;
  const over = { number: consolidatedNumber(id), venue: CONSOLIDATED, venueSymbol, route: Route.Smart };
  return [...atVenues, { instrument, at: over }];
}
