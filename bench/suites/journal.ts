/**
 * What durability costs on this disk: batches of three sizes through the journal's writer, each synced before the next as
 * the engine does it, next to the same batches without the sync; and how fast a journal is read and checked again.
 * The files lie in the directory for temporary files, or in `BENCH_DIR`, and are removed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../engine/config/limits.js';
import type { JournalFile, JournalFiles } from '../../engine/journal/files.js';
import { JournalWriter } from '../../engine/journal/journal-writer.js';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { newJournal } from '../../engine/journal/position.js';
import { JournalReader } from '../../engine/journal/reader.js';
import { CommandKind } from '../../protocol/records/command.js';
import { head, RECORD_BYTES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { interleave } from '../kit/rounds.js';
import { latency, medianPercentiles, type Percentiles, percentiles } from '../kit/statistics.js';
import { type BenchResult, result, type Suite } from '../kit/suite.js';

const BATCHES = { one: 1, some: 256, full: 8_192 } as const;
type Size = keyof typeof BATCHES;
const SIZES = Object.keys(BATCHES) as Size[];
const ROUNDS = 5;
const ROUND_MS = 250;
const READ_RECORDS = 1 << 19;

export const suite: Suite = {
  title: 'journal: batches written and synced one after the other, and read again',
  async run({ say }) {
    const directory = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'pregao-journal-'));
    try {
      return [...(await writing(directory, say)), ...reading(directory)];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function writing(directory: string, say: (text: string) => void): Promise<BenchResult[]> {
  const commits = new Map<Size, Percentiles[]>(SIZES.map((size) => [size, []]));
  const contenders = SIZES.flatMap((size) => [
    [`synced_${size}`, () => write(directory, BATCHES[size], true, commits.get(size))] as const,
    [`unsynced_${size}`, () => write(directory, BATCHES[size], false)] as const,
  ]);
  const rounds = await interleave(ROUNDS, Object.fromEntries(contenders), say);
  return SIZES.flatMap((size) => [
    result(`records_per_s_batch_${BATCHES[size]}`, rounds.median(`synced_${size}`), 'records/s'),
    result(`unsynced_records_per_s_batch_${BATCHES[size]}`, rounds.median(`unsynced_${size}`), 'records/s'),
    result(
      `synced_vs_unsynced_batch_${BATCHES[size]}`,
      rounds.ratio(`synced_${size}`, `unsynced_${size}`),
      '×',
    ),
    latency(`commit_us_batch_${BATCHES[size]}`, 'µs', medianPercentiles(commits.get(size)!)),
  ]);
}

/** Writes batches for a while; records a second. */
function write(directory: string, records: number, synced: boolean, commits?: Percentiles[]): number {
  const inner = mkdtempSync(join(directory, 'round-'));
  const writer = openWriter(synced ? new NodeFiles(inner) : new UnsyncedFiles(inner));
  const batch = someRecords(records);
  const times: number[] = [];
  const began = performance.now();
  let now = began;
  while (now - began < ROUND_MS) {
    writer.add(batch, 0, records);
    writer.commit();
    const after = performance.now();
    times.push((after - now) * 1_000);
    now = after;
  }
  writer.close();
  commits?.push(percentiles(Float64Array.from(times)));
  rmSync(inner, { recursive: true });
  return (times.length * records) / ((now - began) / 1_000);
}

function reading(directory: string): BenchResult[] {
  const files = NodeFiles.make(join(directory, 'read'));
  const writer = openWriter(files);
  for (let written = 0; written < READ_RECORDS; written += BATCHES.some) {
    writer.add(someRecords(BATCHES.some), 0, BATCHES.some);
    writer.commit();
  }
  writer.close();
  const rates = Array.from({ length: ROUNDS }, () => readAll(files)).sort((a, b) => a - b);
  const rate = rates[ROUNDS >> 1];
  return [
    result('read_records_per_s', rate, 'records/s'),
    result('read_mib_per_s', (rate * RECORD_BYTES) / (1 << 20), 'MiB/s'),
  ];
}

function readAll(files: JournalFiles): number {
  const reader = new JournalReader({ files, fromSequence: 0 });
  const began = performance.now();
  let records = 0;
  for (let got = reader.read(4_096); got > 0; got = reader.read(4_096)) records += got;
  reader.close();
  if (records !== READ_RECORDS) throw new Error(`${records} of ${READ_RECORDS} records read`);
  return records / ((performance.now() - began) / 1_000);
}

function openWriter(files: JournalFiles): JournalWriter {
  const common = { epoch: 1, coreVersion: 1, limits: DEFAULT_LIMITS, durability: 'sync' } as const;
  return new JournalWriter({ files, start: newJournal(), ...common });
}

function someRecords(records: number): Int32Array {
  const words = new Int32Array(records * RECORD_WORDS);
  for (let record = 0; record < records; record++) words[record * RECORD_WORDS] = head(CommandKind.NewOrder);
  return words;
}

class UnsyncedFiles extends NodeFiles {
  override create(name: string): JournalFile {
    const file = super.create(name);
    file.sync = () => {};
    return file;
  }
}
