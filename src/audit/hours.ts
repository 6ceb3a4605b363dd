/** When someone should answer the phone: days and hours in one time zone. */
export interface BusinessHours {
  /** IANA name, such as `Europe/Berlin`. */
  zone: string;
  /** 0 is Sunday. */
  days: readonly number[];
  /** Minutes after midnight. */
  from: number;
  /** Minutes after midnight, not included; at or below `from` it is on the next day. */
  to: number;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Whether the moment (milliseconds since 1970) lies within. */
export function isOpen(hours: BusinessHours, at: number): boolean {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: hours.zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((found) => found.type === type)?.value ?? '';
  const day = DAYS.indexOf(part('weekday'));
  const minute = Number(part('hour')) * 60 + Number(part('minute'));
  if (hours.from < hours.to) {
    return hours.days.includes(day) && minute >= hours.from && minute < hours.to;
  }
  const yesterday = (day + 6) % 7;
  return (
    (hours.days.includes(day) && minute >= hours.from) ||
    (hours.days.includes(yesterday) && minute < hours.to)
  );
}
