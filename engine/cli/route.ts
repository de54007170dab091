/** `pregao route buy BTC-USD 3 @ 64000`: says where a smart order would go now, and sends nothing. */
import { Command } from 'commander';
import pc from 'picocolors';
import type { RouteAnswer } from '../gateway/route-desk.js';
import { askGateway } from './ask.js';
import { atPrice } from './at-price.js';
import { trimmed } from './report-line.js';
import { withUrl } from './session.js';

const EXAMPLES = `
Examples:
  pregao route buy BTC-USD 3
  pregao route sell BTC-USD 0.5 @ 64100

Prices are compared after fees; what our own book does not display is not counted. To send it: pregao order … --route smart.
Exit code: 0 explained, 2 wrong command line, 3 no engine.`;

export function routeCommand(): Command {
  const command = new Command('route')
    .description('say where a smart order would go now; nothing is sent')
    .argument('<side>', 'buy or sell')
    .argument('<symbol>')
    .argument('<quantity>')
    .argument('[price...]', '@ PRICE; without one a market order')
    .addHelpText('after', EXAMPLES)
    .action(
      async (side: string, symbol: string, quantity: string, rest: string[], { url }: { url: string }) => {
        const price = atPrice(rest);
        const question = { side, symbol, quantity, ...(price !== undefined && { price }) };
        print(await askGateway<RouteAnswer>(url, '/v1/route', question));
      },
    );
  return withUrl(command);
}

function print({ legs, rest, restGoes, leftOut }: RouteAnswer): void {
  for (const { at, quantity, price, takerFeeMillionths } of legs)
    console.log(
      `${at.padEnd(16)} ${trimmed(quantity).padStart(14)} @ ${price.padStart(14)}   fee ${feeText(takerFeeMillionths)}`,
    );
  if (Number(rest) > 0) console.log(`${'rest'.padEnd(16)} ${trimmed(rest).padStart(14)}   ${restGoes}`);
  for (const { at, why } of leftOut) console.log(pc.dim(`${at.padEnd(16)} left out: ${why}`));
}

const feeText = (millionths: number): string => `${millionths / 10_000} %`;
