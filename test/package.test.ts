/** The package as it is shipped and as it is built on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

interface Manifest {
  version: string;
  engines: { node: string };
  devDependencies: Record<string, string>;
  dependencies?: Record<string, string>;
  files: string[];
  scripts: Record<string, string>;
}
const manifest = read('package.json') as Manifest;
const OLDEST = [20, 18, 1] as const;

/** Whether a range of npm's simple kinds (`>=20`, `^20.17.0 || >=22`, `10.* || >= 12.*`) takes the oldest Node. */
function takesOldest(range: string): boolean {
  return range.split('||').some((part) => {
    const [, operator = '', major = '0', minor = '0', patch = '0'] =
      /^\s*(\^|>=|~|)\s*v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?/.exec(part) ?? [];
    const wanted = [major, minor, patch].map((text) => Number(text) || 0);
    if (operator === '>=') return compare(OLDEST, wanted) >= 0;
    return wanted[0] === OLDEST[0] && compare(OLDEST, wanted) >= 0;
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

describe('the package', () => {
  it('has no script that npm runs, or warns of, where somebody installs it; a checkout is built all the same', () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare', 'postprepare'];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
    expect(manifest.scripts['preprepare']).toBe(manifest.scripts['build']);
  });

  it('is built whenever it is packed, so that nothing older is in it', () => {
    expect(manifest.scripts['prepack']).toBe(manifest.scripts['build']);
  });

  it('every package that we build on takes the oldest Node that we take', () => {
    expect(manifest.engines.node).toBe('>=20.18.1');
    const refusing = Object.keys(manifest.devDependencies).flatMap((name) => {
      const { engines: { node: engines } = {} } = read(`node_modules/${name}/package.json`) as {
        engines?: { node?: string };
      };
      return engines === undefined || takesOldest(engines) ? [] : [`${name} needs ${engines}`];
    });
    expect(refusing).toEqual([]);
  });

  it('every package that it lists is used', () => {
    const folders = ['src', 'test', 'bin'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    );
    const code = [...folders, 'eslint.config.js', 'vitest.config.ts']
      .filter((file) => /\.(ts|js|mjs|mts)$/.test(file))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');
    // What is started by its name, brings only types, or is what vitest runs on.
    const named = ['@types/node', 'eslint', 'knip', 'vite'];
    const unused = Object.keys(manifest.devDependencies).filter(
      (name) => !named.includes(name) && !code.includes(`'${name}'`) && !code.includes(`'${name}/`),
    );
    expect(unused).toEqual([]);
  });

  it('versions are exact, and the shipped program brings everything with it', () => {
    expect(
      Object.entries(manifest.devDependencies).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    ).toEqual([]);
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  it('the changelog begins with this version, after what is not released', () => {
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    const headings = [...changelog.matchAll(/^## (\S+)/gm)].map(([, heading]) => heading);
    expect(headings.filter((heading, index) => index > 0 || heading !== 'Unreleased')[0]).toBe(
      manifest.version,
    );
  });

  it('ships only what it names, and what it names exists', () => {
    for (const file of manifest.files.filter((name) => name !== 'dist'))
      expect(existsSync(join(root, file.replace('!', ''))), file).toBe(true);
  });

  it('docs/package.md says what each of them is for', () => {
    const page = readFileSync(join(root, 'docs/package.md'), 'utf8');
    const cells = [...page.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    const added = ['README.md', 'LICENSE', 'package.json', 'dist/LICENSES.txt', 'dist/sbom.cdx.json'];
    const listed = manifest.files.filter((name) => !name.startsWith('!'));
    expect(cells.filter((name) => !added.includes(name)).sort()).toEqual([...listed].sort());
    for (const left of manifest.files.filter((name) => name.startsWith('!')))
      expect(page).toContain(`\`${left.slice(1)}\``);
  });

  it('names no path or tool of the machine it was made on', () => {
    const texts = ['README.md', 'CHANGELOG.md', 'src/README.md', 'test/README.md', '.ci/run', 'package.json'];
    for (const file of texts)
      expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(/\/(work|home|root)\//);
  });
});
