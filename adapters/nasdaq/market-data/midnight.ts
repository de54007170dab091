/** When the day began whose midnight ITCH counts its times from. */
const SECONDS_OF_HOUR = 3_600;
const SECONDS_OF_MINUTE = 60;

/** @returns seconds since 1970 */
export function midnightOf(nowMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(nowMs);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)!.value);
  const seconds = of('hour') * SECONDS_OF_HOUR + of('minute') * SECONDS_OF_MINUTE + of('second');
  return Math.floor(nowMs / 1_000) - seconds;
}
