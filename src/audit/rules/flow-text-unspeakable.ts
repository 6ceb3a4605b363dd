import { speakable } from '../../core/ssml.ts';
import { fill } from '../../calls/variables.ts';
import { escaped } from '../../core/text.ts';
import { action, flow } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { rewriting, spokenText, withOption } from '../flow-repair.ts';
import { placeOf, type Place } from '../places.ts';
import { actionName } from '../ways.ts';

const saying = (text: string) => ({ flows: [flow({ actions: [action(31, 'talk', { text })] })] });

export const flowTextUnspeakable = defineRule({
  id: 'flow-text-unspeakable',
  title: 'a text cannot be spoken',
  category: 'flows',
  severity: 'high',
  since: '0.4.0',
  needs: ['flows'],
  why: 'Every text of a talk is read as SSML. In it `&` and `<` have a special meaning: a text with a plain `&` is rejected, the talk is skipped, and the caller hears nothing.',
  fix: 'write `&amp;` for `&` and `&lt;` for `<`: "Miller &amp; Sons"',
  messages: {
    unspeakable: ({ action: talk, text }: { action: Place; text: string }) =>
      `cannot speak the text of ${actionName(talk)}, and callers hear nothing there: ${escaped(text)}`,
  },
  repair: {
    does: 'writes `&` and `<` as `&amp;` and `&lt;`, if the text can then be spoken',
  },
  examples: {
    ok: () => [
      {
        name: 'a flow speaks plain text with quotation marks and a ">"',
        account: saying('Welcome to Miller and Sons, "the" shop > all others'),
      },
      {
        name: 'a flow speaks a text in which each "&" is escaped',
        account: saying('Welcome to Miller &amp; Sons'),
      },
      {
        name: 'a flow speaks valid SSML with a pause',
        account: saying('<speak>Welcome.<break time="1s"/></speak>'),
      },
      { name: 'a flow speaks a text that contains a variable', account: saying('Welcome, ${name}') },
      {
        name: 'a talk action has no text',
        account: { flows: [flow({ actions: [action(31, 'talk'), action(32, 'play')] })] },
      },
      {
        name: 'a flow sends "&" in a text message, which is not spoken',
        account: { flows: [flow({ actions: [action(31, 'message_send', { text: 'Miller & Sons' })] })] },
      },
    ],
    bad: () => [
      { name: 'a flow speaks a company name with a plain "&"', account: saying('Welcome to Miller & Sons') },
      { name: 'a flow speaks a text with a plain "<"', account: saying('Children < 6 travel free') },
      {
        name: 'a flow speaks SSML with an attribute value that is not in quotes',
        account: saying('Hold on.<break time=3s/>'),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const row of calls.lists) {
      let texts = 0;
      for (const [index, one] of (row.actions ?? []).entries()) {
        const { type, option } = one;
        const text = option?.['text'];
        if (type !== 'talk' || typeof text !== 'string' || speakable(fill(text, () => 'name'))) continue;
        texts += 1;
        const spoken = spokenText(text);
        yield {
          subject: calls.subjectOf(row),
          key: `${calls.keyWithin(row.id)}talk ${texts}`,
          messageId: 'unspeakable',
          data: { action: placeOf({ ...one, flow: row.id, index, type }, calls), text },
          repair:
            spoken === undefined
              ? undefined
              : rewriting(row, calls, 'the same words, written as SSML needs them', {
                  rewrite: [{ index, actions: [withOption(one, { text: spoken })] }],
                }),
        };
      }
    }
  },
});
