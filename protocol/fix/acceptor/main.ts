/**
 * `npm run fix:acceptor -- --port PORT [--host HOST] [--cert FILE --key FILE]`: the acceptor of the FIX acceptance
 * definitions. ISLD for TW in FIX 4.2, 4.4 and 5.0 SP2, sequences from 1 with every logon, orders sent back.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FixAcceptor } from '../transport/acceptor.js';
import { echoSessions, VERSIONS } from './sessions.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7071' },
      host: { type: 'string', default: '127.0.0.1' },
      cert: { type: 'string' },
      key: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port`);
  const tls =
    values.cert && values.key
      ? { cert: readFileSync(values.cert), key: readFileSync(values.key) }
      : undefined;
  const acceptor = await FixAcceptor.listen(echoSessions(), { port, host: values.host, tls });
  console.log(`FIX acceptor on ${values.host}:${acceptor.port}: ISLD for TW in ${VERSIONS.join(', ')}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
