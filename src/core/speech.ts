/** Texts as the platform speaks them: it takes every text for SSML, and is silent where one is not. */

/** A pause, in seconds. */
export interface Pause {
  pause: number;
}

/** The longest single `<break>` that the speech services take. */
const LONGEST_BREAK = 10;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** As text within SSML: `Miller & Sons` would not be spoken. XML knows no other control characters than white space. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
    .replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);
}

function breaks({ pause }: Pause): string {
  const whole = Math.floor(pause / LONGEST_BREAK);
  const rest = pause % LONGEST_BREAK;
  const tag = (seconds: number): string => `<break time="${seconds}s"/>`;
  return tag(LONGEST_BREAK).repeat(whole) + (rest > 0 ? tag(rest) : '');
}

/** What is said, pauses included. Elements need a root of their own: `<speak>` is put around them. */
export function speech(...parts: readonly (string | Pause)[]): string {
  const said = parts.map((part) => (typeof part === 'string' ? escaped(part) : breaks(part)));
  return parts.some((part) => typeof part !== 'string') ? `<speak>${said.join(' ')}</speak>` : said.join(' ');
}
