/**
 * What a person sees at 80 columns: one of each kind of screen, whole, for reviews. `npx vitest run -u
 * test/cli/screens.test.ts` writes the files in `screens/` again; read what differs as if you had paid for it.
 */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bench } from '../support/program.ts';

const plan = `version: 1
tags:
  Sales: { detail: Sellers }
queues:
  Sales: { tags: [Sales], wait_timeout: 30m }
agents:
  anna@acme.example: { name: Anna Smith, tags: [Sales] }
`;

const broken = `version: 1
queues:
  Sales: { tags: [Sale], wait_timeout: 30 }
tags:
  Sales: { detial: Sellers }
`;

const calls = `time_zone: UTC
calls:
  - name: a long name for a call of someone who wants to talk to a person of the sales department
    to: Sales line
    at: 2026-12-01 10:00
    expect: { says: "the sentence that nobody says in this account, of which there is a lot to say", ends: agent }
`;

interface Screen {
  seed?: string;
  line: string;
  files?: Record<string, string>;
  /** Whether its colors are shown, as `␛[1m`. */
  colored?: true;
}

const screens: Readonly<Record<string, Screen>> = {
  'table-agents': { line: 'agents list' },
  'table-numbers': { line: 'numbers list' },
  'table-calls': { line: 'calls list --limit 12' },
  'table-billing': { line: 'billing list --limit 12' },
  'table-of-nothing': { seed: 'empty', line: 'queues list' },
  'card-customer': { line: 'customer get' },
  'card-billing': { line: 'billing get' },
  'card-agent': { line: 'agents get grace.hill@acme.example' },
  'steps-flow': { line: 'flows get Report' },
  'difference-agent': {
    line: 'agents update grace.hill@acme.example --name "Grace H." --status available --dry-run',
  },
  'difference-number': { line: 'numbers buy any --name Test --dry-run' },
  'operation-calls': { line: 'calls hangup +14155550101 --dry-run' },
  plan: { seed: 'empty', line: 'plan', files: { '/voipbin.yaml': plan }, colored: true },
  'audit-messy': { line: 'audit', colored: true },
  'audit-healthy': { seed: 'healthy', line: 'audit' },
  'audit-explain': { line: 'audit explain queue-no-agent' },
  'trace-number': { seed: 'healthy', line: 'trace "Sales line" --at "2026-11-23 10:00"' },
  hours: { line: 'hours' },
  tree: { seed: 'departments', line: 'customer tree', colored: true },
  'calls-report': { line: 'calls report' },
  usage: { line: 'usage', colored: true },
  'usage-number': { seed: 'healthy', line: 'usage --by number' },
  'usage-limits': { line: 'usage limits', colored: true },
  doctor: { line: 'doctor' },
  'test-failed': {
    seed: 'healthy',
    line: 'test',
    files: { '/voipbin.calls.yaml': calls },
    colored: true,
  },
  'hours-none': { seed: 'departments', line: 'hours' },
  'error-flag': { line: 'agents list --statsu busy' },
  'error-command': { line: 'agent list' },
  'error-name': { line: 'agents get grace' },
  'error-value': { line: 'agents update grace.hill@acme.example --status asleep' },
  'error-plan': { line: 'plan', files: { '/voipbin.yaml': broken } },
  'error-no-plan': { line: 'apply' },
  'help-root': { line: '--help' },
  'help-noun': { line: 'agents --help' },
  'help-verb': { line: 'numbers buy --help' },
};

describe('the screen', () => {
  it.each(Object.entries(screens))('%s', async (name, { seed = 'messy', line, files = {}, colored }) => {
    const { stdout, stderr, code } = await bench(seed).run(line, {
      terminal: true,
      columns: 80,
      files,
      env: colored === undefined ? { NO_COLOR: '1' } : { TERM: 'xterm-256color', FORCE_COLOR: '1' },
    });
    const shown = [
      `$ voipbin ${line}`,
      stdout,
      stderr && `--- standard error\n${stderr}`,
      `--- exit code ${code}`,
    ];
    // A progress line writes over itself.
    const text = shown
      .filter(Boolean)
      .join('\n')
      .replaceAll(/(?:\r?\u001b\[K[^\r\n\u001b]*)+(?=\r?\u001b\[K)|\r/g, '')
      .replaceAll('\u001b', '␛');
    const lines = stripVTControlCharacters(stdout + stderr).split(/[\r\n]/);
    expect(lines.filter((shownLine) => shownLine.length > 80)).toEqual([]);
    await expect(`${text}\n`).toMatchFileSnapshot(`screens/${name}.txt`);
  });
});

it('requests that are logged are not mixed with progress', async () => {
  const run = async (line: string) => (await bench('messy').run(line, { terminal: true })).stderr;
  expect(await run('audit')).toContain('reading the account');
  expect(await run('audit --verbose')).not.toContain('reading the account');
});
