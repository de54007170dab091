/** `pregao venues`: how each venue is, how long it takes to answer, and its best prices. */
import { Command } from 'commander';
import pc from 'picocolors';
import type { VenueAnswer, VenueListing, VenuePrice } from '../gateway/venue-desk.js';
import { askGateway } from './ask.js';
import { trimmed } from './report-line.js';
import { withUrl } from './session.js';

const EXAMPLES = `
Times are from an order that leaves to the venue's first word of it, since the start: half of them, and 99 of 100, were no longer.
Exit code: 0 told, 3 no engine.`;

const STATES: Readonly<Record<VenueAnswer['state'], (text: string) => string>> = {
  up: pc.green,
  silent: pc.yellow,
  down: pc.red,
};

export function venuesCommand(): Command {
  const command = new Command('venues')
    .description('how the venues are: state, time to answer, best prices of what is listed there')
    .addHelpText('after', EXAMPLES)
    .action(async ({ url }: { url: string }) => {
      const { venues } = await askGateway<{ venues: VenueAnswer[] }>(url, '/v1/venues');
      if (venues.length === 0) console.log('no venues are configured');
      for (const venue of venues) print(venue);
    });
  return withUrl(command);
}

function print({ venue, state, answers, listings }: VenueAnswer): void {
  const times =
    answers === undefined
      ? pc.dim('no answer yet')
      : `${answers.count} answers, ${millis(answers.p50Micros)}, 99 %: ${millis(answers.p99Micros)}`;
  console.log(`${venue.padEnd(16)} ${STATES[state](state.padEnd(8))} ${times}`);
  for (const listing of listings) console.log(line(listing));
}

function line({ symbol, state, bid, offer }: VenueListing): string {
  const halted = state === 'halted' ? pc.yellow('  halted') : '';
  return `  ${symbol.padEnd(16)} ${priceOf(bid).padStart(28)}  /  ${priceOf(offer)}${halted}`;
}

const priceOf = (best: VenuePrice | undefined): string =>
  best === undefined ? '-' : `${trimmed(best.quantity)} @ ${best.price}`;
const millis = (micros: number): string => `${(micros / 1_000).toFixed(micros < 10_000 ? 2 : 0)} ms`;
