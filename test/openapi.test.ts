/** REST's document: committed as it is served, every path of the door in it, and its examples accepted by the schemas that validate. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { PATHS } from '../engine/gateway/rest/http.js';
import { OPENAPI_TEXT, openApi } from '../engine/gateway/rest/openapi.js';
import { OPENAPI_FILE } from './documents/openapi.js';

t.test('the committed document is the one that is served', async (t) => {
  t.equal(
    readFileSync(OPENAPI_FILE, 'utf8'),
    OPENAPI_TEXT,
    `run "npm run generate" and commit ${OPENAPI_FILE}`,
  );
});

t.test('every path, with its method', async (t) => {
  const { paths } = openApi() as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = Object.entries(PATHS).map(([path, method]) => `${method} ${path}`);
  t.strictSame(described.sort(), served.sort());
});

t.test('what it refers to is there', async (t) => {
  const document = openApi() as { components: { schemas: object } };
  const refs = [...OPENAPI_TEXT.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  t.ok(refs.length > 4);
  for (const name of refs) t.ok(name in document.components.schemas, name);
});
