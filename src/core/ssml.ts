/**
 * What can be spoken.
 *
 * The platform takes every text for SSML. What is not XML by itself is put into `<speak>`, and what is not XML even
 * then cannot be spoken. It reads up to the end of the first element only, and lets any text come before that.
 */
import { SaxesParser } from 'saxes';

/** Whether there is anything in a text that XML could take amiss. */
const SUSPICIOUS = /[<&\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\]\]>|\p{Surrogate}/u;

/** Characters that mean themselves anywhere in a text. */
const SIGNS = '[^<>&\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ud800-\\udfff\\ufffe\\uffff]*';

/** Words and pauses, as most speech is written: it need not be parsed, which takes ten times as long. */
const COMMON = new RegExp(
  `^<speak>${SIGNS}(?:<break(?: time="[\\w.]*")?(?: strength="[\\w-]*")? ?/>${SIGNS})*</speak>`,
);

export function speakable(text: string): boolean {
  return !SUSPICIOUS.test(text) || COMMON.test(text) || isSsml(text) || isSsml(`<speak>${text}</speak>`);
}

class Done extends Error {}

interface Listener {
  text?: (text: string) => void;
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  close?: (name: string) => void;
}

/** Whether the text holds a whole element; the listener hears what comes up to its end. */
export function isSsml(text: string, listener: Listener = {}): boolean {
  const parser = new SaxesParser<{ fragment: true; position: false }>({ fragment: true, position: false });
  let depth = 0;
  let whole = false;
  parser.on('error', () => {
    throw new Done();
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    // Without namespaces every value is a text.
    listener.open?.(name, attributes as Record<string, string>);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    listener.close?.(name);
    if (depth > 0) return;
    whole = true;
  });
  parser.on('text', (part) => listener.text?.(part));
  parser.on('cdata', (part) => listener.text?.(part));
  try {
    // An element ends with `>`: what is wrong with the end tag itself is reported after its event, and before what follows.
    for (const part of text.split(/(?<=>)/)) {
      parser.write(part);
      if (whole) break;
    }
  } catch (error) {
    if (!(error instanceof Done)) throw error;
    return false;
  }
  return whole;
}
