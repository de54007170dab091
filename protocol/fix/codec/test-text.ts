/** FIX as people write it, for tests: `35=A|34=1|…` and the bytes of the whole message, and back. */
const PIPES = /\|/g;

/** @param fields from MsgType on; BodyLength and CheckSum are put right */
export function wire(fields: string, beginString = 'FIX.4.4'): Buffer {
  const body = soh(fields);
  return sealed(`8=${beginString}\x019=${body.length}\x01${body}`);
}

/** Adds the CheckSum to a message that is otherwise as it shall be. */
export function sealed(text: string): Buffer {
  const bytes = Buffer.from(soh(text), 'latin1');
  const sum = bytes.reduce((total, byte) => total + byte, 0) & 0xff;
  return Buffer.concat([bytes, Buffer.from(`10=${String(sum).padStart(3, '0')}\x01`)]);
}

export const soh = (text: string): string => text.replace(PIPES, '\x01');

export const pipes = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('latin1').replaceAll('\x01', '|');
