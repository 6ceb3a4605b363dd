/** The HTML report: read back with a parser, whatever the names in it are. */
import type { ParserOptions } from 'prettier';
import { parsers } from 'prettier/plugins/html';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/audit/html/page.ts';
import { ledgerFigures } from '../../src/report/audit/html/ledger.ts';
import { escape, markup, shorten } from '../../src/report/audit/html/markup.ts';
import { choosePaths } from '../../src/report/audit/html/path-choice.ts';
import { line } from '../../src/core/text.ts';
import type { Picture, Review } from '../../src/report/format.ts';
import { plain } from '../../src/report/paint.ts';
import {
  emptyReview,
  findingOf,
  hostileNames,
  hostileReview,
  manyFindings,
  reviewWith,
  ruleInfo,
} from '../support/audit-fixture.ts';
import {
  ledgerOf,
  limitsOf,
  manyPaths,
  meetingReview,
  smallPaths,
  withPicture,
} from '../support/html-fixture.ts';

const style = { paint: plain, timeZone: 'Europe/Berlin' };

interface Element {
  name: string;
  attributes: ReadonlyMap<string, string>;
  text: string;
}

interface Node {
  kind: string;
  name?: string;
  value?: string | null;
  attrs?: readonly { name: string; value: string | null }[];
  children?: readonly Node[];
}

/** Every element of the page, in its order, with all the text within; fails where the page is not well formed. */
async function elementsOf(html: string): Promise<Element[]> {
  const options = { parser: 'html', originalText: html, filepath: 'report.html' };
  const root = (await parsers.html.parse(html, options as unknown as ParserOptions)) as Node;
  const elements: Element[] = [];
  const visit = (node: Node): string => {
    if (node.kind === 'text') return decoded(node.value ?? '');
    if (node.kind !== 'element') {
      return (node.children ?? []).map(visit).join('');
    }
    const at = elements.push({ name: '', attributes: new Map(), text: '' }) - 1;
    const text = (node.children ?? []).map(visit).join('');
    elements[at] = {
      name: (node.name ?? '').replace(/^:svg:/, ''),
      attributes: new Map((node.attrs ?? []).map(({ name, value }) => [name, decoded(value ?? '')])),
      text,
    };
    return text;
  };
  visit(root);
  return elements;
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#45;', '-')
    .replaceAll('&amp;', '&');
}

const textOf = (elements: readonly Element[]): string =>
  elements.find(({ name }) => name === 'body')?.text ?? '';
const hostilePicture = (name: string): Picture => ({
  ledger: ledgerOf(3, [name]),
  ...limitsOf(name),
  paths: {
    nodes: [
      { id: name, kind: 'number', label: name, lost: true },
      { id: 'b', kind: 'flow', label: name, lost: false },
    ],
    edges: [
      { from: name, to: 'b', label: name, lost: true },
      { from: 'b', to: 'nowhere', label: '', lost: false },
    ],
  },
});

const allowed = new Set(
  (
    'html head meta title style body a header main section nav footer article div span p b strong code h1 h2 h3 ul ol li ' +
    'dl dt dd figure figcaption details summary table caption thead tbody tr th td svg desc g path polygon text rect ' +
    'ellipse circle'
  ).split(' '),
);

describe('names that mean harm', () => {
  it.each(hostileNames.map((name) => [JSON.stringify(name.slice(0, 60)), name] as const))(
    'stay text: %s',
    async (_case, name) => {
      const html = await renderHtml(withPicture(hostileReview(name), hostilePicture(name)), style);
      expect(html).toMatch(/[^\n]\n$/);
      expect(html).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/u,
      );
      const elements = await elementsOf(html);
      expect(elements.map((element) => element.name).filter((tag) => !allowed.has(tag))).toEqual([]);
      expect(elements.flatMap(({ attributes }) => [...attributes.keys()]).filter(isDangerous)).toEqual([]);
      const shown = line(name)
        .replace(/[\ufffe\uffff]/g, '')
        .trim();
      expect(textOf(elements)).toContain(shown);
    },
  );

  it('are escaped in templates, in text and in attributes, and markup is not escaped twice', () => {
    const inner = markup`<b>${'<&>'}</b>`;
    expect(markup`<p title="${'"\'>'}">${inner}${[inner]}${3}</p>`.text).toBe(
      '<p title="&quot;&#39;&gt;"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b>3</p>',
    );
    expect(escape('a\nb\u202ec\ufffe')).toBe('a b\\u202ec');
    expect(shorten('👍👍👍', 2)).toBe('👍…');
    expect(shorten('abc', 3)).toBe('abc');
  });
});

const isDangerous = (attribute: string): boolean =>
  /^(?:on.*|src|srcset|action|formaction|xlink:href|data|background|poster)$/i.test(attribute);

describe('the page', () => {
  it('fetches nothing and runs nothing', async () => {
    const html = await renderHtml(meetingReview, style);
    const elements = await elementsOf(html);
    expect(html).not.toMatch(/url\(|@import|<(?:script|link|img|iframe|object|embed|base|image|use)\b/i);
    expect(elements.flatMap(({ attributes }) => [...attributes.keys()]).filter(isDangerous)).toEqual([]);
    const links = elements.flatMap(({ attributes }) => attributes.get('href') ?? []);
    expect(links.length).toBeGreaterThan(5);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    for (const link of links) expect(ids.map((id) => `#${id}`)).toContain(link);
    const policy = elements.find(
      ({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy',
    );
    expect(policy?.attributes.get('content')).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; img-src data:(?:;|$)/,
    );
  });

  it('can be read without seeing it', async () => {
    const elements = await elementsOf(await renderHtml(meetingReview, style));
    const named = (tag: string): Element[] => elements.filter(({ name }) => name === tag);
    expect(named('main')).toHaveLength(1);
    expect(named('h1')).toHaveLength(1);
    const levels = elements
      .filter(({ name }) => /^h[1-6]$/.test(name))
      .map(({ name }) => Number(name.slice(1)));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThan(2);
    for (const cell of named('th')) expect(cell.attributes.get('scope')).toMatch(/^(?:row|col)$/);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const pictures = named('svg');
    // The trend, two balances and two usages in two sizes each, and the call paths.
    expect(pictures).toHaveLength(11);
    for (const { attributes } of pictures) {
      expect(attributes.get('role')).toBe('img');
      for (const id of (attributes.get('aria-labelledby') ?? '').split(' ')) expect(ids).toContain(id);
    }
    for (const { attributes } of elements.filter(({ attributes: all }) => all.has('aria-labelledby'))) {
      expect(ids).toEqual(expect.arrayContaining((attributes.get('aria-labelledby') ?? 'none').split(' ')));
    }
  });

  it('says what a finding is, why, what mends it, and since when', async () => {
    const text = textOf(await elementsOf(await renderHtml(meetingReview, style)));
    for (const part of [
      'Northwind Dental Group',
      '2026-11-23 21:04 CET',
      '2026-10-24 to 2026-11-23',
      '9 findings: 1 critical, 4 high, 3 medium, 1 low',
      'Callers who are put into the queue wait until they give up',
      "Give agents one of the queue's tags",
      'first seen 2026-11-20',
      '3 days ago',
      'only shown as the caller id of outgoing calls',
      '2026-12-31',
      '3c9d1f70-0b2e-4b6c-8a55-000000000004',
      '2 findings more than in the run before',
      '✕ dead end'.toUpperCase(),
    ]) {
      expect(text).toContain(part);
    }
    expect(text.indexOf('a queue has no agent')).toBeLessThan(text.indexOf('too many administrators'));
  });

  it('begins with the findings, and with what to do first of many', async () => {
    const rules = [ruleInfo('rule-1', 'flows', 'low'), ruleInfo('rule-2', 'flows', 'high')];
    const findings = rules.toReversed().flatMap((rule) =>
      Array.from({ length: 6 }, (_, n) => ({
        ...findingOf(rule, `Object ${n}`),
        fix: 'run `voipbin help`',
      })),
    );
    const html = await renderHtml(reviewWith({ rules, findings }), style);
    expect([...html.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id)[0]).toBe('findings');
    expect(html.match(/<div class="card first">.*?<\/ol>/s)?.[0]).toContain('<b>Object 0</b>');
    expect(html).toContain(
      'Run <code><span class="word">voipbin</span> <span class="word">help</span></code>',
    );
    expect(html).toContain('<summary>6 findings of low severity</summary>');
    expect(html).toContain('<b>Object 0, Object 1, Object 2, Object 3, Object 4, Object 5</b>: ');
    const medium = findings.map((finding) => ({ ...finding, severity: 'medium' as const }));
    expect(await renderHtml(reviewWith({ rules, findings: medium }), style)).not.toContain(
      'class="card first"',
    );
    const few = await renderHtml(reviewWith({ rules, findings: findings.slice(0, 5) }), style);
    expect(few).not.toContain('class="card first"');
    expect(few).not.toContain('of low severity</summary>');
  });

  it('is the same for the same review', async () => {
    expect(await renderHtml(meetingReview, style)).toBe(await renderHtml(meetingReview, style));
  });

  it('is not cut on paper within a finding, nor on a telephone within a word', async () => {
    const html = await renderHtml(withPicture(meetingReview, limitsOf('+14155550120')), style);

    expect(html).toMatch(/\.groups \.rule,[^{]*\{ break-inside: avoid; \}/);
    expect(html).toMatch(/<th scope="row" class="own">Queues<\/th>/);
  });

  it('stays small', async () => {
    const rules = Array.from({ length: 20 }, (_, index) => ruleInfo(`rule-${index}`, 'flows', 'high'));
    const findings = rules
      .flatMap((rule, index) => [0, 1, 2, 3].map((more) => findingOf(rule, `Object ${index} ${more}`)))
      .slice(0, 65);
    const review = withPicture(reviewWith({ rules, findings }), {
      ledger: ledgerOf(
        92,
        'abcdefghi'.split('').map((letter) => `kind_${letter}`),
      ),
      paths: manyPaths(200, 2),
    });
    const html = await renderHtml(review, style);
    expect(html.length).toBeGreaterThan(100_000);
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
  });
});

describe('what was not checked', () => {
  const flows = {
    available: true as const,
    count: 2,
    with_actions: 2,
    without_actions: 0,
    last_updated: null,
    referenced: 2,
    unreferenced: 0,
  };
  const whole = reviewWith({
    report: {
      review: { ...emptyReview.report.review, flows },
    },
  });
  const picture = { ledger: ledgerOf(3), paths: smallPaths };
  const classes = (elements: readonly Element[]): string[] =>
    elements.flatMap(({ attributes }) => (attributes.get('class') ?? '').split(' '));
  const render = async (review: Review): Promise<Element[]> => elementsOf(await renderHtml(review, style));

  it('is green only where nothing is missing', async () => {
    const elements = await render(withPicture(whole, picture));
    expect(classes(elements)).toContain('good');
    expect(textOf(elements)).toContain('No findings');
    expect(textOf(elements)).not.toMatch(/incomplete|! not checked|could not be read/i);
  });

  const unchecked = { rule: 'flow-empty', reason: 'flows: the server answered 502', sections: ['flows'] };
  const gaps: readonly (readonly [string, Review])[] = [
    [
      'a rule',
      withPicture(reviewWith({ not_checked: [unchecked], report: { review: whole.report.review } }), picture),
    ],
    ['a part of the review', withPicture(emptyReview, picture)],
    [
      'whether flows are used',
      withPicture(
        reviewWith({
          report: {
            review: {
              ...whole.report.review,
              flows: { ...flows, referenced: null, unreferenced: null },
            },
          },
        }),
        picture,
      ),
    ],
    [
      'a section',
      withPicture(
        { ...whole, report: { ...whole.report, evidence: meetingReview.report.evidence } },
        picture,
      ),
    ],
    ['the account', withPicture({ ...whole, report: { ...whole.report, denied: true } }, picture)],
    ['the bills', withPicture(whole, { ...picture, ledger: undefined })],
    ['the call paths', withPicture(whole, { ...picture, paths: undefined })],
  ];
  it.each(gaps)('is never green: %s', async (_case, review) => {
    const elements = await render(review);
    expect(classes(elements)).not.toContain('good');
    expect(textOf(elements)).toMatch(/incomplete|the account itself could not be read/i);
  });

  it('is told with its reason', async () => {
    const elements = await render(manyFindings);
    const section = elements.find(({ attributes }) => attributes.get('id') === 'not-checked');
    expect(section?.text).toContain('NOT CHECKED');
    expect(section?.text).toContain('Queues: the server answered 502');
    expect(section?.text).toContain('queue-no-agent');
  });
});

describe('the call paths', () => {
  it('are drawn whole where they are small, and only between what is there', () => {
    const chosen = choosePaths({
      ...smallPaths,
      edges: [...smallPaths.edges, { from: '1', to: 'x', label: '', lost: false }],
    });
    expect(chosen.nodes).toHaveLength(15);
    expect(chosen.edges).toEqual(smallPaths.edges);
    expect(chosen.omitted).toBeUndefined();
  });

  it('are drawn as far as they lead to dead ends where they are large', () => {
    const { nodes, edges, omitted } = choosePaths(manyPaths(60, 4));
    expect(nodes).toHaveLength(45);
    expect(nodes.filter(({ kind }) => kind === 'end').every(({ lost }) => lost)).toBe(true);
    expect(edges).toHaveLength(30);
    expect(omitted).toContain('45 of 225');
  });

  it('are cut off where even those are too many', () => {
    const { nodes, omitted } = choosePaths(manyPaths(400, 1));
    expect(nodes).toHaveLength(120);
    expect(omitted).toContain('the first 40 of 400 dead ends');
  });

  it('are the first where there is no dead end, each path whole', () => {
    const { nodes, edges, omitted } = choosePaths(manyPaths(40));
    expect(nodes).toHaveLength(40);
    expect(edges).toHaveLength(30);
    expect(omitted).toContain('the first 40 of 160');
  });

  it('have their dead ends marked, and what is left out is said', async () => {
    const large = withPicture(emptyReview, { paths: manyPaths(60, 4) });
    const elements = await elementsOf(await renderHtml(large, style));
    const dead = elements.filter(({ attributes }) => /^node end dead$/.test(attributes.get('class') ?? ''));
    expect(dead).toHaveLength(15);
    expect(dead[0]?.text).toContain('end Queue 3: no agent has its tags');
    expect(textOf(elements)).toContain('Not all is shown: drawn are only the paths that lead to dead ends');
  });

  it('show names as they are, whatever they mean to Graphviz', async () => {
    const name = '\\N \\G a\\nb &lt; \\';
    const paths = {
      nodes: [{ id: 'a', kind: 'flow' as const, label: name, lost: false }],
      edges: [{ from: 'a', to: 'a', label: '\\T "]', lost: false }],
    };
    const elements = await elementsOf(await renderHtml(withPicture(emptyReview, { paths }), style));
    const drawn = elements.filter(({ name: tag }) => tag === 'text').map(({ text }) => text.trim());
    expect(drawn).toContain(name);
    expect(drawn).toContain('\\T "]');
  });
});

describe('limits and outlook', () => {
  const partOf = async (picture: Partial<Picture>): Promise<string> => {
    const html = await renderHtml(withPicture(meetingReview, picture), style);
    return html.slice(html.indexOf('<section id="limits"'), html.indexOf('<section id="paths"'));
  };

  it('show how much of each limit is used, what is near and what could not be counted', async () => {
    const part = await partOf(limitsOf('+14155550120'));
    expect(part).toMatch(
      /Queues<\/th><td class="right">2<\/td><td class="right">2<\/td>.*width:100%.*◆ reached/,
    );
    expect(part).toMatch(/Agents<\/th><td class="right">4<\/td><td class="right">5<\/td>.*▲ nearly reached/);
    expect(part).toMatch(/Tags<\/th><td class="right">–<\/td>.*! not checked/);
    expect(part).not.toContain('Trunks');
    expect(part).toMatch(/<dt>Credit<\/dt><dd>\$3\.00: used up|<dt>Credit<\/dt><dd>\$3\.00; lasts until/);
    expect(part).toContain('<dt>Next renewal</dt>');
  });

  it('have no outlook where the bills could not be read', async () => {
    const part = await partOf({ ...limitsOf('x'), usage: undefined });
    expect(part).not.toContain('Outlook');
    expect(await partOf({ limits: [] })).toContain('Nothing was counted.');
  });
});

describe('the ledger', () => {
  const horizon = { since: '2026-10-24T20:00:00.000Z', until: '2026-11-23T20:00:00.000Z' };

  it('is shown by day, with every day of the horizon', () => {
    const [balance, usage] = ledgerFigures(ledgerOf(3), horizon);
    expect(balance?.chart.places).toHaveLength(31);
    expect(usage?.chart.places[0]).toBe('24 Oct');
    expect(usage?.chart.series[0]?.name).toBe('call_pstn_outgoing');
    expect(usage?.chart.series[0]?.values.slice(0, 4)).toEqual([1_226_000, 1_593_800, 1_961_600, 0]);
    // The last balance that is known stays.
    expect(balance?.chart.series[0]?.values.at(-1)).toBe(ledgerOf(3).balances['2026-10-26']?.credit);
  });

  it('is put together by week where there are too many days, and nothing is lost', () => {
    const ledger = ledgerOf(200);
    const usage = ledgerFigures(ledger, horizon)[1];
    expect(usage?.chart.text.title).toBe('Credit used by week and kind');
    expect(usage?.chart.places).toHaveLength(29);
    const drawn = usage?.chart.series
      .flatMap(({ values }) => values)
      .reduce<number>((a, b) => a + (b ?? 0), 0);
    const spent = Object.values(ledger.days).flatMap((kinds) =>
      Object.values(kinds).map(({ credit }) => credit),
    );
    expect(drawn).toBe(spent.reduce((a, b) => a + b, 0));
  });

  it('puts small kinds together', () => {
    const usage = ledgerFigures(
      ledgerOf(
        5,
        'abcdefghij'.split('').map((letter) => `kind_${letter}`),
      ),
      horizon,
    )[1];
    expect(usage?.legend.map(({ name }) => name)).toEqual([
      'kind_a',
      'kind_b',
      'kind_c',
      'kind_d',
      'kind_e',
      'kind_f',
      '4 other kinds',
    ]);
  });

  it('shows nothing where nothing was billed', async () => {
    const ledger = { rows: 0, days: {}, balances: {}, topUps: [] };
    expect(ledgerFigures(ledger, horizon)).toEqual([]);
    const html = await renderHtml(withPicture(emptyReview, { ledger }), style);
    expect(html).toContain('Nothing was billed in this time.');
  });
});
