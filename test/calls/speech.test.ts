/** Which texts can be spoken, and how long that takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speechMs } from '../../src/calls/speech-time.ts';
import { isSsml, speakable } from '../../src/core/ssml.ts';

describe('speakable', () => {
  it.each([
    'Hello',
    '',
    'Miller &amp; Sons',
    'a > b',
    '"quotes" and \'quotes\'',
    '<speak>Hold.<break time="3s"/></speak>',
    'Hold.<break time="3s"/>',
    'A&#38;B',
    'One<break/> R&D', // nothing after the first element is read
    'tab\tand\nline',
  ])('%s', (text) => {
    expect(speakable(text)).toBe(true);
  });

  it.each([
    'Miller & Sons',
    'R&D',
    '5 < 6',
    'a&nbsp;b',
    '<break time=3s/>',
    'R&D<break/>',
    '<speak>open',
    '<a></b>',
    'bell \u0007',
    'a ]]> b',
  ])('not %s', (text) => {
    expect(speakable(text)).toBe(false);
  });

  it('is what the parser of XML says, for speech as most is written as well', () => {
    const piece = fc.constantFrom(
      ...[
        '<speak>',
        '</speak>',
        'Hold.',
        ' ',
        '>',
        '<',
        '&',
        '&amp;',
        ']]>',
        '\u0007',
        '\ud83d\ude00',
        '\ud83d',
      ],
      ...['<break/>', '<break />', '<break time="3s"/>', '<break time="1s" time="2s"/>', '<break time="1s"'],
      ...[
        '<break time="1s" strength="weak" />',
        '<break strength="x-weak"/>',
        '<break time="<"/>',
        '<!-- a -->',
      ],
    );
    const speech = fc.array(piece, { maxLength: 6 }).map((pieces) => `<speak>${pieces.join('')}</speak>`);
    fc.assert(
      fc.property(speech, (text) => {
        expect(speakable(text)).toBe(isSsml(text) || isSsml(`<speak>${text}</speak>`));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the duration of speech', () => {
  const english = speechMs('For sales press one, for billing press two.', 'en-US');

  it('depends on the words and the language', () => {
    expect(english).toBeGreaterThan(2500);
    expect(english).toBeLessThan(6000);
    expect(speechMs('Ein sehr langer Satz mit sieben Wörtern', 'de-DE')).toBeGreaterThan(
      speechMs('Ein sehr langer Satz mit sieben Wörtern', 'en-US'),
    );
    expect(speechMs('営業は一番を押してください', 'ja-JP')).toBeGreaterThan(2000);
  });

  it('counts digits one by one', () => {
    expect(speechMs('4155550120', 'en-US')).toBe(10 * speechMs('7', 'en-US'));
  });

  it('follows SSML: breaks, rates, spelling', () => {
    expect(speechMs('<speak>Hold<break time="3s"/></speak>', 'en')).toBe(3000 + speechMs('Hold', 'en'));
    expect(speechMs('Hold<break time="1500ms"/>', 'en')).toBe(1500 + speechMs('Hold', 'en'));
    expect(speechMs('<speak><prosody rate="50%">Hold on</prosody></speak>', 'en')).toBe(
      2 * speechMs('Hold on', 'en'),
    );
    expect(speechMs('<speak><say-as interpret-as="characters">abc</say-as></speak>', 'en')).toBe(1050);
  });
});
