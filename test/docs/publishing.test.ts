/** The workflows of GitHub, which do not run here, and the notes of a release. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { releaseNotes } from '../../bin/release-notes.mjs';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const texts = readdirSync(folder).map((name): [string, string] => [
  name,
  readFileSync(join(folder, name), 'utf8'),
]);

interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  strategy?: { matrix: { os?: string[]; node?: number[] } };
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}
interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}
const workflows = new Map(texts.map(([name, text]) => [name, parse(text) as Workflow]));
const { scripts, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};

describe('a workflow', () => {
  it.each(texts)('%s names each action by its commit, with the version', (_name, text) => {
    const uses = text.match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
  });

  it.each([...workflows])(
    '%s may read only, but where a job says more; no job runs for ever',
    (_name, one) => {
      expect(one.permissions).toEqual({ contents: 'read' });
      for (const job of Object.values(one.jobs)) {
        expect(job['timeout-minutes']).toBeGreaterThan(0);
        for (const { uses = '', with: given } of job.steps)
          if (uses.startsWith('actions/checkout@')) expect(given).toEqual({ 'persist-credentials': false });
      }
    },
  );

  it.each([...workflows])('%s runs scripts that exist', (_name, { jobs }) => {
    const named = Object.values(jobs)
      .flatMap(({ steps }) => steps.map(({ run = '' }) => run))
      .flatMap((run) => [...run.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('ci tests on three systems, from the oldest Node.js on', () => {
    const matrix = workflows.get('ci.yml')?.jobs['tests']?.strategy?.matrix;
    expect(matrix?.os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
    expect(matrix?.node?.[0]).toBe(Number(/\d+/.exec(engines.node)?.[0]));
  });

  it('ci runs all that `npm run check` runs', () => {
    const text = Object.fromEntries(texts)['ci.yml'] ?? '';
    for (const part of scripts['check']?.split(' && ') ?? []) expect(text).toContain(`- run: ${part}\n`);
  });

  it('publish signs what it publishes, and keeps no token', () => {
    const text = Object.fromEntries(texts)['publish.yml'] ?? '';
    expect(workflows.get('publish.yml')?.jobs['publish']?.permissions).toMatchObject({ 'id-token': 'write' });
    expect(text).toContain('--provenance');
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
  });
});

describe('the notes of a release', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n## 0.2.0\n\nNew.\n\n- One\n  ## not a heading\n\n## 0.1.0\n\nFirst.\n';

  it.each([
    ['0.2.0', 'New.\n\n- One\n  ## not a heading'],
    ['0.1.0', 'First.'],
    ['Unreleased', undefined],
    ['0.2', undefined],
    ['', undefined],
  ])('%j', (version, notes) => {
    expect(releaseNotes(changelog, version)).toBe(notes);
  });

  it('of the version of the package are in the changelog', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const text = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    expect(releaseNotes(text, version)?.length).toBeGreaterThan(100);
  });
});

describe('docs/benchmarks.md', () => {
  it('has each benchmark', () => {
    const page = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8');
    const named = [...page.matchAll(/^\| `npm run ([\w:]+)`/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(
      Object.keys(scripts)
        .filter((name) => name.startsWith('bench'))
        .sort(),
    );
  });
});
