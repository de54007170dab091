/** Gives a simulated venue real sockets and the machine's clock. */

import { control } from './control.js';
import { TcpShell } from './tcp-shell.js';
import { UdpShell } from './udp-shell.js';
import type { FixVenue, ShellOptions, Simulator, VenueAgent } from './venue.js';
import { type WebRoutes, WebShell } from './web-shell.js';

/** How late what is due may be. */
const TICK_MS = 5;

/** @throws when a port is taken; nothing is left open then */
export async function serve(venue: FixVenue | VenueAgent, options: ShellOptions): Promise<Simulator> {
  const onTurn = (): void => venue.agenda.advanceTo(Date.now());
  const opened: { close(): Promise<void> }[] = [];
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const shell = await opening;
    opened.push(shell);
    return shell;
  };
  try {
    const web =
      'rest' in venue ? await open(WebShell.listen(options.port ?? 0, routes(venue, onTurn))) : undefined;
    const { connectFix } = venue;
    const fix = connectFix
      ? await open(
          TcpShell.listen(
            options.fixPort ?? 0,
            (wire) => connectFix.call(venue, wire),
            onTurn,
            options.fixTls,
          ),
        )
      : undefined;
    const { connectBinary, connectOuch, connectItch, datagrams } = venue;
    const tcp = (port: number | undefined, connect: typeof connectOuch) =>
      connect && open(TcpShell.listen(port ?? 0, (wire) => connect.call(venue, wire), onTurn));
    const binary = await tcp(options.binaryPort, connectBinary);
    const ouch = await tcp(options.ouchPort, connectOuch);
    const itch = await tcp(options.itchPort, connectItch);
    const requests =
      datagrams &&
      (await open(UdpShell.listen(options.requestPort ?? 0, options.datagramPort ?? 0, datagrams)));
    const commands = await open(
      WebShell.listen(options.controlPort ?? 0, { rest: (request) => control(venue, request), onTurn }),
    );
    const ticker = setInterval(() => {
      onTurn();
      for (const each of [fix, binary, ouch, itch, requests]) each?.tick();
    }, TICK_MS);
    opened.push({ close: async () => clearInterval(ticker) });
    const ports = {
      http: web?.port,
      fix: fix?.port,
      binary: binary?.port,
      ouch: ouch?.port,
      itch: itch?.port,
      requests: requests?.port,
      control: commands.port,
    };
    return { ports, faults: venue.faults, market: venue.market, close: () => closeAll(opened) };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

const routes = (venue: VenueAgent, onTurn: () => void): WebRoutes => ({
  rest: (request) => venue.rest(request),
  connectWs: venue.connectWs?.bind(venue),
  onTurn,
});

async function closeAll(opened: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const each of [...opened].reverse()) await each.close();
}
