/** The second audit of an account: what an earlier one has counted is not read again. */
import { describe, expect, it } from 'vitest';
import { bench } from '../support/program.ts';

const TRAFFIC = /^GET \/v1.0\/(calls|activeflows|queuecalls|messages|billings)$/;
const fileOf = ({ files }: ReturnType<typeof bench>): { path: string; text: string; mode: number } => {
  const [[path, file] = ['', { text: '', mode: 0 }]] = [...files].filter(([name]) =>
    name.endsWith('/traffic.json'),
  );
  return { path, text: file.text, mode: file.mode };
};
const findingsOf = (stdout: string): unknown => (JSON.parse(stdout) as { findings: unknown }).findings;

/** What two audits of one account say, and how many pages of traffic each took. */
async function twice(second: string, between: (made: ReturnType<typeof bench>) => void = () => undefined) {
  const made = bench('messy');
  const first = await made.run('audit -o json --since 60d');
  const pages = made.asked().filter((line) => TRAFFIC.test(line)).length;
  between(made);
  const again = await made.run(second);
  return { made, first, again, pages, pagesAgain: made.asked().filter((line) => TRAFFIC.test(line)).length };
}

describe('the second audit', () => {
  it('reads less, finds the same, and says how many days it did not read', { timeout: 60_000 }, async () => {
    const { first, again, pages, pagesAgain } = await twice('audit -o json --since 60d');

    expect(pagesAgain).toBeLessThan(pages);
    const asFound = JSON.stringify(findingsOf(first.stdout)).replaceAll('"is_new":true', '"is_new":false');
    expect(JSON.stringify(findingsOf(again.stdout))).toBe(asFound);
    const { evidence } = JSON.parse(again.stdout) as {
      evidence: { section: string; kept?: { days: number } }[];
    };
    expect(evidence.find(({ section }) => section === 'billings')?.kept?.days).toBeGreaterThan(20);
    expect(evidence.find(({ section }) => section === 'agents')).not.toHaveProperty('kept');
  });

  it('says so to people, too', async () => {
    const { again } = await twice('audit --since 60d');
    expect(again.stdout.replaceAll('\n', ' ')).toMatch(
      /\d+ days as counted before, the oldest on 2026-11-23\)/,
    );
    const { first, again: page } = await twice('audit --since 60d --report html=-');
    expect(first.stdout).not.toContain('as counted before');
    expect(page.stdout).toMatch(
      />billings<.*read<\/span>: \d+ days as counted before, the oldest on 2026-11-23<\/td>/,
    );
  });

  it('--fresh reads everything, and keeps what it has counted', async () => {
    const { made, pages, pagesAgain } = await twice('audit -o json --since 60d --fresh');

    expect(pagesAgain).toBe(pages);
    expect(fileOf(made).text).toContain('"billings"');
  });

  it('keeps counts in a file for the user alone, without a name or a text of a message', async () => {
    const { made } = await twice('audit -o json --since 60d');

    expect(fileOf(made)).toMatchObject({ mode: 0o600 });
    expect(fileOf(made).text).not.toMatch(/vb_|password|token_prefix|"text"/);
  });

  it.each([
    ['is torn', (text: string) => text.slice(0, 500)],
    ['is something else', () => '{"format":"other"}'],
    ['has a day that is none', (text: string) => text.replace(/"day":\d+/, '"day":"x"')],
  ])('reads everything where the file %s, and says so', async (_what, spoil) => {
    const { again, pages, pagesAgain } = await twice('audit -o json --since 60d', (made) => {
      const { path, text } = fileOf(made);
      made.files.set(path, { text: spoil(text), mode: 0o600 });
    });

    expect(pagesAgain).toBe(pages);
    expect(again.stderr).toContain('cannot be used');
  });

  it.each([
    ['another version', (text: string) => text.replace(/"version":"[^"]+"/, '"version":"0.0.1"')],
    [
      'another server',
      (text: string) => text.replace(/"api_url":"[^"]+"/, '"api_url":"https://other.example"'),
    ],
  ])('reads everything where the file is of %s', async (_what, change) => {
    const { again, pages, pagesAgain } = await twice('audit -o json --since 60d', (made) => {
      const { path, text } = fileOf(made);
      made.files.set(path, { text: change(text), mode: 0o600 });
    });

    expect(pagesAgain).toBe(pages);
    expect(again.stderr).not.toContain('cannot be used');
  });

  it('nothing is kept of the example account', async () => {
    const made = bench('messy');
    await made.run('audit --demo');
    expect(fileOf(made).path).toBe('');
  });
});
