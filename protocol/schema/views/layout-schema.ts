/**
 * Flat messages from a text of our own, one message a line: `TYPE Name BYTES: fields`, in the notation of layouts; what follows `#` is a comment. The fields that all messages begin with stand in one line `HEADER: …`.
 */
import { parseField } from '../../views/notation.js';
import type { Message, Schema } from './model.js';

const MESSAGE = /^(\S) (\w+) (\d+):\s*(.*)$/;

/** @throws SyntaxError with the line */
export function readLayouts(text: string, name: string, title: string): Schema {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const header = lines.find((line) => line.startsWith('HEADER:'))?.slice(7) ?? '';
  const messages = lines
    .filter((line) => !line.startsWith('HEADER:'))
    .map((line) => readMessage(line, header));
  return { name, title, id: 0, version: 0, isLittle: false, padding: 0x20, enumerations: [], messages };
}

function readMessage(line: string, header: string): Message {
  const match = MESSAGE.exec(line);
  if (match === null) throw new SyntaxError(`no message: ${line}`);
  const [, type, name, bytes, own] = match;
  const fields = [header, own]
    .flatMap((list) => list.split(',').map((each) => each.trim()))
    .filter((each) => each !== '')
    .map(parseField);
  let end = 1;
  for (const field of fields) {
    if (field.offset < end) throw new SyntaxError(`${name}: ${field.name} overlaps the field before it`);
    end = field.offset + field.bytes;
  }
  if (end > Number(bytes)) throw new SyntaxError(`${name}: its fields end at ${end}, not at ${bytes}`);
  return { name, id: type.charCodeAt(0), blockLength: Number(bytes), fields, groups: [], data: [] };
}
