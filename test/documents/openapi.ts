/** Writes `docs/openapi.json`, REST's document as the engine serves it. `npm run generate` runs it; a test compares. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { OPENAPI_TEXT } from '../../engine/gateway/rest/openapi.js';

export const OPENAPI_FILE = 'docs/openapi.json';

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(OPENAPI_FILE, OPENAPI_TEXT);
