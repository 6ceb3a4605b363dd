/** What the program is built on, and under which licenses. What is really bundled is looked at by test/e2e. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WHY } from '../../bin/dependencies.mjs';
import { licenseTexts, mayBeBundled } from '../../bin/licenses.mjs';

const root = resolve(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const { devDependencies } = JSON.parse(textOf('package.json')) as { devDependencies: Record<string, string> };

describe('dependencies', () => {
  it('each has a reason, and no other has one', () => {
    expect(Object.keys(WHY).sort()).toEqual(Object.keys(devDependencies).sort());
  });

  it('each is in docs/dependencies.md, with its version', () => {
    const page = textOf('docs/dependencies.md');
    // Nothing of its own is bundled.
    const missing = Object.entries(devDependencies).filter(
      ([name, version]) => name !== '@inquirer/prompts' && !page.includes(`| \`${name}\` ${version} `),
    );
    expect(missing).toEqual([]);
  });
});

describe('licenses', () => {
  it.each([
    ['a', 'MIT', true],
    ['a', 'Apache-2.0', true],
    ['a', 'GPL-3.0', false],
    ['a', 'LGPL-2.1-or-later', false],
    ['a', 'AGPL-3.0', false],
    ['a', 'MPL-2.0', false],
    ['a', '(MIT OR GPL-3.0)', false],
    ['a', 'UNLICENSED', false],
    ['date-holidays', '(ISC AND CC-BY-SA-3.0)', true],
    ['date-holidays', '(ISC AND CC-BY-3.0)', false],
    ['date-holidays', 'GPL-3.0', false],
  ])('%s under %s may be bundled: %s', (name, license, may) => {
    expect(mayBeBundled(name, license)).toBe(may);
  });

  it('a package without a license text is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'voipbin-license-'));
    const one = { name: 'one', version: '1.0.0', license: 'MIT', folder };
    await expect(licenseTexts([one])).rejects.toThrow('one brings no license text');
    writeFileSync(join(folder, 'LICENSE-MIT.txt'), 'Copyright Someone\n');
    writeFileSync(join(folder, 'NOTICE'), 'With thanks\n');
    expect(await licenseTexts([one])).toBe(
      'This program contains:\n\none 1.0.0 (MIT)\n\nCopyright Someone\n\nWith thanks\n',
    );
  });
});
