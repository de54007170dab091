/** FIX messages as lists of fields, and the bytes of one. Strings: a simulator has to be right and readable, not fast. */
export type Field = readonly [tag: number, value: string | number];
export type Fields = readonly Field[];

export interface Frame {
  readonly beginString: string;
  /** Seven digits, as Binance writes it now and then. */
  readonly padsBodyLength?: boolean;
}

/** @param fields MsgType first; BeginString, BodyLength and CheckSum are put around them */
export function frame({ beginString, padsBodyLength }: Frame, fields: Fields): Buffer {
  const body = fields.map(([tag, value]) => `${tag}=${value}\x01`).join('');
  const length = String(Buffer.byteLength(body, 'latin1')).padStart(padsBodyLength ? 7 : 1, '0');
  const text = `8=${beginString}\x019=${length}\x01${body}`;
  const bytes = Buffer.from(text, 'latin1');
  const sum = bytes.reduce((total, byte) => total + byte, 0) & 0xff;
  return Buffer.concat([bytes, Buffer.from(`10=${String(sum).padStart(3, '0')}\x01`)]);
}

/** Leaves out what is undefined or empty. */
export function fields(...list: readonly (readonly [number, string | number | undefined])[]): Field[] {
  return list.filter((field): field is Field => field[1] !== undefined && field[1] !== '');
}

/** `YYYYMMDD-HH:MM:SS` and a fraction of so many digits. */
export function utc(timeMs: number, digits: 0 | 3 | 6 = 3): string {
  const iso = new Date(timeMs).toISOString();
  const text = `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19)}`;
  return digits === 0 ? text : `${text}.${iso.slice(20, 23).padEnd(digits, '0')}`;
}
