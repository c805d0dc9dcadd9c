/** Reads the times that logs are written with: ISO 8601, and seconds or milliseconds since 1970. */

const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?$/iu;
/** Seconds have ten digits between 2001 and 2286, milliseconds thirteen. */
const seconds = /^\d{9,10}(?:\.\d+)?$/u;
const milliseconds = /^\d{12,13}(?:\.\d+)?$/u;

/** Milliseconds since 1970; null for what is no time. Without a zone it is taken as UTC: it only names the phases. */
export function parseTime(text: string): number | null {
  if (seconds.test(text)) return Number(text) * 1_000;
  if (milliseconds.test(text)) return Number(text);
  const [, date, time = '', zone = 'Z'] = iso.exec(text) ?? [];
  if (date === undefined) return null;
  const offset = /^[Zu]/iu.test(zone) ? 'Z' : zone;
  // The 30th of February would be read as the 2nd of March.
  const day = Date.parse(`${date}T00:00Z`);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date)) return null;
  const parsed = Date.parse(`${date}T${time.replace(',', '.')}${offset}`);
  return Number.isNaN(parsed) ? null : parsed;
}

/** 2026-11-28 00:00:00, in UTC. */
export function printTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ');
}
