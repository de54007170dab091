/** `docs/fix.md` says the same of reject codes and of our own tags as the code does. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { dialect } from '../engine/gateway/fix/dialect.js';
import { CXL_REJ_REASONS, ORD_REJ_REASONS } from '../engine/gateway/fix/reject-codes.js';
import { Reason } from '../protocol/codes/reasons.js';
import type { VersionName } from '../protocol/fix/index.js';

const PAGE = readFileSync('docs/fix.md', 'utf8');

/** Rows of the table whose first column is headed so: code → names. */
function tableOf(head: string): Map<number, string[]> {
  const [, text] = PAGE.split(`| ${head} | engine's reasons |\n|---|---|\n`);
  const rows = text.split('\n\n')[0].trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [, code, names] = row.split('|');
      return [Number(code), [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()];
    }),
  );
}

function codesOf(table: Readonly<Partial<Record<Reason, number>>>): Map<number, string[]> {
  const codes = new Map<number, string[]>();
  for (const [reason, code] of Object.entries(table))
    codes.set(code, [...(codes.get(code) ?? []), Reason[Number(reason)]].sort());
  return new Map([...codes].sort(([a], [b]) => a - b));
}

t.test('reject codes', async (t) => {
  t.same(tableOf('103'), codesOf(ORD_REJ_REASONS));
  t.same(tableOf('102'), codesOf(CXL_REJ_REASONS));
});

t.test('our own tags are those of NewOrderSingle in every version', async (t) => {
  const documented = [...PAGE.matchAll(/^\| (5\d{3}) \|/gm)].map(([, tag]) => Number(tag));
  for (const version of ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] satisfies VersionName[]) {
    const known = Array.from({ length: 100 }, (_, i) => 5_000 + i).filter((tag) =>
      dialect(version).has('D', tag),
    );
    t.same(documented, known, version);
  }
});
