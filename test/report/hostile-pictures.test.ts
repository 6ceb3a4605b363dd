/** Pictures and files for other programs with whatever names: each is read back by a reader that is not ours. */
import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/core/text.ts';
import { renderJunit } from '../../src/report/calls/junit.ts';
import { renderDot, renderMermaid, type Picture } from '../../src/report/calls/picture.ts';
import { renderSarif } from '../../src/report/calls/sarif.ts';
import type { Tested } from '../../src/report/calls/tests.ts';
import { linphoneXml } from '../../src/report/linphone.ts';
import { HIDDEN, hostileText } from '../support/hostile-texts.ts';
import { runs } from '../support/runs.ts';
import { validateSarif } from '../support/sarif.ts';

const pictureOf = (name: string): Picture => ({
  nodes: [
    { id: name, kind: 'number', label: name, lost: true },
    { id: `${name} `, kind: 'flow', label: name, lost: false },
  ],
  edges: [{ from: name, to: `${name} `, label: `to ${name}`, lost: true }],
});
const spaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
/** On one line, with what nobody sees made visible, and halves of characters as the mark for what is not one. */
const shownAs = (name: string): string => clean(name).replaceAll(/\p{Surrogate}/gu, '\ufffd');
const inXml = (name: string): string => shownAs(name).replaceAll(/[\ufffe\uffff]/g, '');

const forNames = (count: number, check: (name: string) => void): void => {
  fc.assert(fc.property(hostileText, check), runs(count));
};

interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Fails where it is not well-formed. */
function elementsOf(xml: string): Element[] {
  const parser = new SaxesParser();
  const all: Element[] = [];
  const open: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' };
    all.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    for (const element of open) element.text += text;
  });
  parser.write(xml).close();
  return all;
}

describe('mermaid', () => {
  const LABEL = '"((?:[^"#&<>%`]|#\\d+;)*)"';
  const LINES = [
    /^flowchart LR$/,
    new RegExp(`^ {2}n0\\(\\[${LABEL}\\]\\):::lost$`),
    new RegExp(`^ {2}n1\\[${LABEL}\\]$`),
    new RegExp(`^ {2}n0 -- ${LABEL} --> n1$`),
    /^ {2}classDef lost [\w:#,]+$/,
  ];
  const decoded = (text = ''): string =>
    text.replaceAll(/#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));

  it('takes no name for a setting or for Markdown, and shows no control character', () => {
    const picture = pictureOf('`%%{init: {"theme": "dark"}}%%`\u001b[2J\r');
    expect(renderMermaid(picture)).toContain(
      '["#96;#37;#37;{init: {#34;theme#34;: #34;dark#34;}}#37;#37;#96;\\x1b[2J "]',
    );
  });

  it('has a line for each thing, and the names as they are', () => {
    forNames(2000, (name) => {
      const lines = renderMermaid(pictureOf(name)).split('\n');
      const read = LINES.map((line, index) => line.exec(lines[index] ?? ''));
      expect(read.map((one) => one !== null)).toEqual(LINES.map(() => true));
      expect(lines).toHaveLength(LINES.length);
      expect(lines.join('')).not.toMatch(HIDDEN);
      expect(decoded(read[1]?.[1])).toBe(shownAs(name));
      expect(decoded(read[3]?.[1])).toBe(shownAs(`to ${name}`));
    });
  });
});

describe('graphviz', () => {
  it('takes no name for an entity, and draws one of many blanks', async () => {
    const viz = await instance();
    const draw = (name: string): string =>
      viz.renderString(renderDot(pictureOf(name)), { format: 'svg', engine: 'dot' });
    expect(draw('a &lt; b')).toContain('>a &amp;lt; b<');
    expect(draw(`a${' '.repeat(2000)}b`)).toContain('>a b<');
  });

  it('draws the names as they are, and nothing else', async () => {
    const viz = await instance();
    forNames(200, (name) => {
      const svg = elementsOf(viz.renderString(renderDot(pictureOf(name)), { format: 'svg', engine: 'dot' }));
      const texts = (kind: string): string[] =>
        svg
          .filter(({ attributes }) => attributes['class'] === kind)
          .map(({ text }) => spaced(text.replaceAll('\u00a0', ' ').replace(/^\s*n\d(?:->n\d)?/, '')));
      const shown = spaced(inXml(name));
      expect(texts('node')).toEqual([shown, shown]);
      expect(texts('edge')).toEqual([spaced(`to ${shown}`)]);
      const drawn = new Set('svg g title polygon path text'.split(' '));
      expect(svg.filter((one) => !drawn.has(one.name))).toEqual([]);
    });
  });
});

describe('a file for Linphone', () => {
  it('has no half of a character in an address', () => {
    const half = { domain: 'x.example', user: '1\ud800', password: 'a\nb', transport: 'udp', name: '' };
    expect(linphoneXml(half)).toContain('>sip:1%EF%BF%BD@x.example<');
    expect(linphoneXml(half)).toContain('>a b<');
  });

  it('has an entry of one line for each setting', () => {
    forNames(2000, (name) => {
      const account = { domain: 'x.example', user: name, password: name, transport: 'udp', name };
      const entries = elementsOf(linphoneXml(account)).filter((one) => one.name === 'entry');
      expect(entries.map(({ attributes }) => attributes['name'])).toEqual([
        ...['default_proxy', 'username', 'passwd', 'domain', 'reg_proxy', 'reg_identity', 'reg_sendregister'],
      ]);
      for (const { text } of entries) expect(text).not.toMatch(/[\u0000-\u001f\u007f]/);
      const own = entries.find(({ attributes }) => attributes['name'] === 'reg_identity')?.text ?? '';
      expect(own).toMatch(/^(?:"[^"\\]*" <sip:[^<>"\s@]*@x\.example>|sip:[^<>"\s@]*@x\.example)$/);
    });
  });
});

describe('test calls with whatever names', () => {
  const testedOf = (name: string): Tested =>
    ({
      account: undefined,
      file: { file: 'office.calls.yaml', timeZone: 'UTC' },
      timeZone: 'UTC',
      names: {},
      calls: [
        {
          call: { name, line: 2, to: name },
          at: 0,
          runs: undefined,
          failures: [{ what: 'end', expected: name, happened: name }],
        },
        { call: { name, line: 3, to: name }, at: 0, runs: undefined, failures: [] },
      ],
    }) as unknown as Tested;

  it('are a case each in JUnit', () => {
    forNames(1000, (name) => {
      const xml = renderJunit(testedOf(name));
      const elements = elementsOf(xml);
      expect(elements.map((one) => one.name)).toEqual(
        ...[['testsuites', 'testsuite', 'testcase', 'failure', 'testcase']],
      );
      for (const { attributes } of elements.filter((one) => one.name === 'testcase'))
        expect(attributes['name']).toBe(inXml(name));
      expect(xml).not.toMatch(HIDDEN);
    });
  });

  it('are a result of the failed one in SARIF', () => {
    forNames(300, (name) => {
      const text = renderSarif(testedOf(name), '1.0.0');
      expect([validateSarif(JSON.parse(text)), validateSarif.errors]).toEqual([true, null]);
      expect(text).not.toMatch(HIDDEN);
      const { runs: found } = JSON.parse(text) as { runs: { results: object[] }[] };
      expect(found.flatMap(({ results }) => results)).toHaveLength(1);
    });
  });
});
