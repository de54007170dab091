/** Decodes messages of SBE schemas and logs them by their names. */
import * as entrypoint from '../../../protocol/messages/generated/entrypoint.js';
import * as ilink3 from '../../../protocol/messages/generated/ilink3.js';
import * as mdp3 from '../../../protocol/messages/generated/mdp3.js';
import * as mdp3Requests from '../../../protocol/messages/generated/mdp3-requests.js';
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { describe } from '../../../protocol/views/describe.js';
import { Header, SbeFault, type SbeMessage, SbeMessages } from '../../../protocol/views/sbe-message.js';
import type { DecodeLog } from './decode-log.js';

const FAULTS: Readonly<Record<number, string>> = {
  [SbeFault.TooShort]: 'it ends within its header',
  [SbeFault.WrongTemplate]: 'there is no such template',
  [SbeFault.WrongSchema]: 'it is of another schema',
  [SbeFault.BadLength]: 'its block, a group or data reach beyond its end',
};

export class SbeDecoder {
  constructor(
    readonly protocol: string,
    private readonly schemas: readonly SbeMessages[],
    private readonly log: DecodeLog,
  ) {}

  /** @param start of the SBE header */
  message(bytes: Buffer, start: number, end: number, where: () => string): void {
    const { schemas } = this;
    let fault = SbeFault.WrongSchema;
    let message: SbeMessage | undefined;
    for (let i = 0; i < schemas.length && fault === SbeFault.WrongSchema; i++) {
      fault = schemas[i].read(bytes, start, end);
      message = schemas[i].message;
    }
    if (fault === SbeFault.None) this.log.message(this.protocol, message!.name, () => describe(message!));
    else this.log.fault(where(), `${this.protocol} ${headerText(bytes, start, end)}: ${FAULTS[fault]}`);
  }
}

function headerText(bytes: Buffer, start: number, end: number): string {
  if (end - start < Header.Bytes) return `message of ${end - start} bytes`;
  const u16 = (at: Header) => bytes.readUInt16LE(start + at);
  return `template ${u16(Header.TemplateId)}, schema ${u16(Header.SchemaId)} version ${u16(Header.Version)}`;
}

export const ilink3Decoder = (log: DecodeLog): SbeDecoder =>
  new SbeDecoder('iLink 3', [new SbeMessages(ilink3.SCHEMA, ilink3.MESSAGES)], log);

export const entrypointDecoder = (log: DecodeLog): SbeDecoder =>
  new SbeDecoder('EntryPoint', [new SbeMessages(entrypoint.SCHEMA, entrypoint.MESSAGES)], log);

export const umdfDecoder = (log: DecodeLog): SbeDecoder =>
  new SbeDecoder('UMDF', [new SbeMessages(umdf.SCHEMA, umdf.MESSAGES)], log);

export const mdp3Decoder = (log: DecodeLog): SbeDecoder =>
  new SbeDecoder(
    'MDP 3.0',
    [
      new SbeMessages(mdp3.SCHEMA, mdp3.MESSAGES),
      new SbeMessages(mdp3Requests.SCHEMA, mdp3Requests.MESSAGES),
    ],
    log,
  );
