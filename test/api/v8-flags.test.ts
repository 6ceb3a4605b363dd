/** What V8 compiled is kept for the next run only with the flags that this run began with. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const flags = ['src/api/memory.ts', 'src/api/transport.ts'].flatMap((file) =>
  Array.from(
    readFileSync(join(root, file), 'utf8').matchAll(/setFlagsFromString\('(.+?)'\)/g),
    ([, flag = '']) => flag,
  ),
);

it('every flag that is set while it runs is taken back, with what it implies', () => {
  const script = `
    const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
    const { restoreFlags } = require(${JSON.stringify(join(root, 'bin/compiled.js'))});
    const before = cachedDataVersionTag();
    ${flags.map((flag) => `setFlagsFromString(${JSON.stringify(flag)});`).join('\n')}
    const between = cachedDataVersionTag();
    restoreFlags();
    console.log(JSON.stringify({ isOther: between !== before, isSame: cachedDataVersionTag() === before }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(flags.length).toBeGreaterThan(4);
  expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '{"isOther":true,"isSame":true}', stderr: '' });
});
