/** A recorded venue is read twice: first for what a live session would ask the venue for, then through the adapter. */
import type { Verdict } from '../verdict.js';
import type { VenueReplayOptions } from './options.js';
import { Recording } from './recording.js';
import { survey } from './survey.js';

export interface Surveyor {
  readonly look: (recording: Recording, message: unknown) => void;
  /** @throws InputError there is nothing to replay in it */
  finish(recording: Recording): void;
}

/** @param play the second pass, when the surveyor has seen all. @throws InputError */
export async function inTwoPasses(
  { files, progress }: VenueReplayOptions,
  surveyor: Surveyor,
  play: (recording: Recording) => Promise<Verdict>,
): Promise<Verdict> {
  await firstPass({ files, progress }, surveyor);
  return reading(files, play);
}

export function firstPass({ files, progress }: VenueReplayOptions, surveyor: Surveyor): Promise<void> {
  return reading(files, async (recording) => {
    await survey(recording, progress, surveyor.look);
    surveyor.finish(recording);
  });
}

export async function reading<T>(
  files: VenueReplayOptions['files'],
  read: (recording: Recording) => Promise<T>,
): Promise<T> {
  const recording = await Recording.open(files);
  try {
    return await read(recording);
  } finally {
    await recording.close();
  }
}
