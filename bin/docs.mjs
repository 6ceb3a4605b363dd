// Writes the generated blocks of the README and the generated files; with --check it only says what is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as prettier from 'prettier';
import { wordRanks } from './password-words.mjs';
import { apiPaths, TABLE } from './api-paths.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'node_modules/.cache/voipbin-docs.mjs');
await build({
  entryPoints: [join(root, 'src/cli/docs.ts')],
  bundle: true,
  packages: 'external',
  plugins: [wordRanks()],
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'warning',
});
const { docBlocks, docFiles, MAN_FOLDER } = await import(pathToFileURL(outfile).href);

const check = process.argv.includes('--check');
const readme = await readFile(join(root, 'README.md'), 'utf8');
let withBlocks = readme;
for (const [name, text] of Object.entries(await docBlocks())) {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = withBlocks.indexOf(begin);
  const to = withBlocks.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no block ${begin} ... ${end}`);
  withBlocks = `${withBlocks.slice(0, from + begin.length)}\n\n${text}\n\n${withBlocks.slice(to)}`;
}
const generated = await docFiles();
// npm puts manual pages in their place only where each is named.
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
manifest.man = Object.keys(generated).filter((path) => path.startsWith(MAN_FOLDER));
const files = {
  'README.md': withBlocks,
  'package.json': JSON.stringify(manifest),
  ...generated,
  [TABLE]: await apiPaths(root),
};
for (const [path, text] of Object.entries(files)) {
  const file = join(root, path);
  const { inferredParser } = await prettier.getFileInfo(file);
  const style = { ...(await prettier.resolveConfig(file)), filepath: file };
  const after = inferredParser === null ? text : await prettier.format(text, style);
  const before = await readFile(file, 'utf8').catch(() => '');
  if (after === before) console.log(`${path} is current`);
  else if (check) {
    console.error(`${path} is stale: run \`npm run docs\` and commit the result`);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, after);
    console.log(`${path} written`);
  }
}
for (const name of await readdir(join(root, MAN_FOLDER))) {
  const path = `${MAN_FOLDER}/${name}`;
  if (path in files) continue;
  if (check) {
    console.error(`${path} has no command any more: run \`npm run docs\` and commit the result`);
    process.exitCode = 1;
  } else {
    await rm(join(root, path));
    console.log(`${path} removed`);
  }
}
