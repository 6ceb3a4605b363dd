/** How long it takes to speak a text. */
import { isSsml } from '../core/ssml.ts';

/** Words a minute of a calm synthetic voice, by language. */
const WORDS_PER_MINUTE: Readonly<Record<string, number>> = {
  en: 160,
  es: 165,
  fr: 165,
  it: 155,
  pt: 155,
  nl: 145,
  sv: 140,
  da: 145,
  nb: 140,
  de: 130,
  pl: 125,
  cs: 125,
  ru: 120,
  tr: 120,
  fi: 105,
  hu: 115,
};
const USUAL_WORDS_PER_MINUTE = 145;
/** For Korean and scripts without spaces, characters are counted. */
const CHARACTERS_PER_SECOND = 5;
const BY_CHARACTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;

/** Milliseconds, estimated from the words (or characters), the punctuation, and the pauses and rate in SSML. */
export function speechMs(text: string, language: string): number {
  if (!text.includes('<')) return Math.round(plainMs(text, language));
  let ms = 0;
  const rates: number[] = [1];
  const spelt: boolean[] = [false];
  isSsml(text.trimStart().startsWith('<speak') ? text : `<speak>${text}</speak>`, {
    text: (part) => {
      const length = spelt.at(-1) === true ? spellingMs(part) : plainMs(part, language);
      ms += length / (rates.at(-1) ?? 1);
    },
    open: (name, attributes) => {
      rates.push((rates.at(-1) ?? 1) * (name === 'prosody' ? rateOf(attributes['rate']) : 1));
      spelt.push(spelt.at(-1) === true || SPELLING.test(attributes['interpret-as'] ?? ''));
      if (name === 'break') ms += breakMs(attributes);
    },
    close: () => {
      rates.pop();
      spelt.pop();
    },
  });
  return Math.round(ms);
}

const SENTENCE_MS = 400;
const CLAUSE_MS = 200;
/** A digit or letter that is read by itself. */
const CHARACTER_MS = 350;

function plainMs(text: string, language: string): number {
  const characters = text.match(BY_CHARACTER)?.length ?? 0;
  const rest = text.replace(BY_CHARACTER, ' ');
  const words = rest.match(/[\p{L}\p{M}'’-]+/gu)?.length ?? 0;
  const digits = rest.match(/\p{Nd}/gu)?.length ?? 0;
  const sentences = text.match(/[.!?。！？…]+(?=\s|$)|[。！？]/gu)?.length ?? 0;
  const clauses = text.match(/[,;:、，](?=\s|$)|[、，]/gu)?.length ?? 0;
  const rate = WORDS_PER_MINUTE[language.slice(0, 2).toLowerCase()] ?? USUAL_WORDS_PER_MINUTE;
  return (
    (words * 60_000) / rate +
    (characters * 1000) / CHARACTERS_PER_SECOND +
    digits * CHARACTER_MS +
    sentences * SENTENCE_MS +
    clauses * CLAUSE_MS
  );
}

const SPELLING = /^(?:characters|spell-out|digits|verbatim)$/;

const spellingMs = (text: string): number => text.replaceAll(/\s/g, '').length * CHARACTER_MS;

const RATES: Readonly<Record<string, number>> = {
  'x-slow': 0.5,
  slow: 0.75,
  medium: 1,
  fast: 1.25,
  'x-fast': 1.5,
};

function rateOf(rate: string | undefined): number {
  const named = RATES[rate ?? 'medium'];
  if (named !== undefined) return named;
  const [, sign, percent] = /^([+-]?)(\d+(?:\.\d+)?)%$/.exec(rate ?? '') ?? [];
  const factor = Number(percent ?? 100) / 100;
  const result = sign === '+' ? 1 + factor : sign === '-' ? 1 - factor : factor;
  return result > 0.1 ? result : 1;
}

const BREAKS: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 100,
  weak: 200,
  medium: 400,
  strong: 700,
  'x-strong': 1000,
};

function breakMs({ time, strength }: Readonly<Record<string, string>>): number {
  const [, amount, unit] = /^\+?(\d*\.?\d+)(ms|s)$/.exec(time?.trim() ?? '') ?? [];
  if (amount !== undefined) return Number(amount) * (unit === 's' ? 1000 : 1);
  return BREAKS[strength ?? 'medium'] ?? 400;
}
