// Writes the generated blocks of the README; with --check it only says which of them are stale.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as prettier from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'node_modules/.cache/voipbin-docs.mjs');
await build({
  entryPoints: [join(root, 'src/cli/docs.ts')],
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'warning',
});
const { docBlocks } = await import(pathToFileURL(outfile).href);

const check = process.argv.includes('--check');
const file = join(root, 'README.md');
const before = await readFile(file, 'utf8');
let after = before;
for (const [name, text] of Object.entries(docBlocks())) {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = after.indexOf(begin);
  const to = after.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no block ${begin} ... ${end}`);
  after = `${after.slice(0, from + begin.length)}\n\n${text}\n\n${after.slice(to)}`;
}
after = await prettier.format(after, { ...(await prettier.resolveConfig(file)), filepath: file });
if (after === before) {
  console.log('README.md is current');
} else if (check) {
  console.error('README.md is stale: run `npm run docs` and commit the result');
  process.exitCode = 1;
} else {
  await writeFile(file, after);
  console.log('README.md written');
}
