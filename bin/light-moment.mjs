// What date-holidays asks of moment-timezone, by the zones that Node.js knows.
import { offsetOf } from '../src/hours/zones.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** A moment, which is looked at in a zone: `Asia/Tokyo`, `+09:00`. */
export default function moment(text) {
  const at = Date.parse(text);
  const local = (offset) => {
    const date = new Date(at + offset * MINUTE_MS);
    return { month: () => date.getUTCMonth(), date: () => date.getUTCDate() };
  };
  return {
    tz: (zone) => local(offsetOf(zone, Math.floor(at / MINUTE_MS))),
    utcOffset: (offset) => {
      const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset);
      return local(Number(`${sign}1`) * (60 * Number(hours) + Number(minutes ?? 0)));
    },
  };
}

/** What the clocks of a zone show (`2026-10-04 00:00:00`), as a moment; what they skip counts as before the change. */
moment.tz = (shown, zone) => ({
  format: () => {
    const wall = Date.parse(`${shown.replace(' ', 'T')}Z`) / MINUTE_MS;
    const near = [offsetOf(zone, wall - DAY_MINUTES), offsetOf(zone, wall + DAY_MINUTES)];
    const offset = near.find((one) => offsetOf(zone, wall - one) === one) ?? near[0];
    return new Date((wall - offset) * MINUTE_MS).toISOString();
  },
});
