/**
 * A file as text, unpacked when its first bytes say gzip, whatever its name. Read as a stream, so a pipe will do as well.
 * What we cannot read is refused by name, with what to do about it.
 */
import { createReadStream, type ReadStream, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { InputError } from './input-error.js';

const CHUNK_BYTES = 1 << 18;
const UNKNOWN_SIZE = 0;

const GZIP = [0x1f, 0x8b];
const REFUSED: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'is packed by zstd; unpack it first (zstd -d FILE)' },
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'is a zip archive; unpack it first (unzip FILE)' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: 'is a 7z archive; unpack it first (7z x FILE)' },
  { magic: [0xfd, 0x37, 0x7a, 0x58], what: 'is packed by xz; unpack it first (xz -d FILE)' },
  { magic: [0x42, 0x5a, 0x68], what: 'is packed by bzip2; unpack it first (bzip2 -d FILE)' },
  { magic: [0x44, 0x42, 0x4e], what: 'is binary DBN; export it as CSV (encoding "csv")' },
];
const MAGIC_BYTES = 4;

export class TextSource {
  private constructor(
    readonly path: string,
    /** Bytes of the file as it is on disk; 0 = not known (a pipe). */
    readonly sizeBytes: number,
    private readonly file: ReadStream,
    private readonly chunks: AsyncIterator<Buffer>,
  ) {}

  /** @throws InputError the first bytes are of a format that we do not read; or what the file system says */
  static async open(path: string): Promise<TextSource> {
    const stat = statSync(path);
    const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    const magic = await firstBytes(file);
    const refused = REFUSED.find((known) => startsWith(magic, known.magic));
    if (refused) {
      file.destroy();
      throw new InputError(path, 1, `the file ${refused.what}`);
    }
    const text = startsWith(magic, GZIP) ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
    if (text !== file) file.once('error', (error) => text.destroy(error));
    return new TextSource(path, stat.isFile() ? stat.size : UNKNOWN_SIZE, file, text[Symbol.asyncIterator]());
  }

  /** Bytes read so far, of the file as it is on disk. */
  get readBytes(): number {
    return this.file.bytesRead;
  }

  /** The next bytes of the text, undefined at its end. */
  async read(): Promise<Buffer | undefined> {
    const { value, done } = await this.chunks.next();
    return done ? undefined : value;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
    this.file.destroy();
  }
}

/** Reads them and puts them back. */
async function firstBytes(file: ReadStream): Promise<Buffer> {
  const chunk = await new Promise<Buffer | null>((resolve, reject) => {
    file.once('error', reject);
    file.once('end', () => resolve(null));
    file.once('readable', () => resolve(file.read() as Buffer | null));
  });
  if (chunk === null) return Buffer.alloc(0);
  file.unshift(chunk);
  return chunk.subarray(0, MAGIC_BYTES);
}

const startsWith = (bytes: Buffer, magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);
