// Writes what is generated in README and pages: blocks, the outputs of their commands, pictures; and the generated files.
// With --check it only says what is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as prettier from 'prettier';
import { wordRanks } from './password-words.mjs';
import { bundle } from './bundle.mjs';
import { dependencyTables } from './dependencies.mjs';
import { apiPaths, TABLE } from './api-paths.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { docBlocks, docFiles, MAN_FOLDER, ...tools } = await bundled(
  './src/cli/docs.ts',
  './test/docs/formats.ts',
  './test/docs/pages.ts',
  './test/docs/pictures.ts',
);
const { formatRows, pagePaths, shippedFiles, refreshed, pictures, PICTURE_FOLDER } = tools;
const check = process.argv.includes('--check');

const generated = await docFiles();
// npm puts manual pages in their place only where each is named.
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
manifest.man = Object.keys(generated).filter((path) => path.startsWith(MAN_FOLDER));
const files = {
  ...(await pages()),
  ...(await pictures(shippedFiles(root))),
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
  else if (check) stale(`${path} is stale`);
  else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, after);
    console.log(`${path} written`);
  }
}
for (const folder of [MAN_FOLDER, PICTURE_FOLDER]) {
  for (const name of await readdir(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (path in files) continue;
    if (check) stale(`nothing makes ${path} any more`);
    else {
      await rm(join(root, path));
      console.log(`${path} removed`);
    }
  }
}

/** The exports of these files of the project, as one module. */
async function bundled(...sources) {
  const contents = sources.map((source) => `export * from '${source}';`).join('\n');
  const outfile = join(root, 'node_modules/.cache/voipbin-docs.mjs');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    packages: 'external',
    plugins: [wordRanks({ apart: false })],
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

/** README and pages: their blocks filled, their commands run. */
async function pages() {
  // esbuild works meanwhile.
  const [metafile, rows] = await Promise.all([bundle(root, { write: false }), formatRows()]);
  const tables = await dependencyTables(root, metafile, Object.keys(manifest.devDependencies));
  const formats = [['format', 'command', 'what it is', 'fields'], ...rows];
  const blocks = new Map(Object.entries(await docBlocks()));
  for (const [name, rows] of Object.entries({ ...tables, formats })) blocks.set(name, table(rows));
  const shipped = shippedFiles(root);
  const written = {};
  for (const path of pagePaths(root)) {
    const page = withBlocks(await readFile(join(root, path), 'utf8'), blocks);
    const { text, problems } = await refreshed(page, shipped);
    for (const problem of problems) console.error(`${path}, ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    written[path] = text;
  }
  if (blocks.size > 0) throw new Error(`no page has a block ${[...blocks.keys()].join(', ')}`);
  return written;
}

function table([head, ...rows]) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A page with what is generated between its markers; takes the blocks that it has used. */
function withBlocks(page, blocks) {
  let filled = page;
  for (const [name, text] of blocks) {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const from = filled.indexOf(begin);
    const to = filled.indexOf(end);
    if (from < 0 || to < from) continue;
    filled = `${filled.slice(0, from + begin.length)}\n\n${text}\n\n${filled.slice(to)}`;
    blocks.delete(name);
  }
  return filled;
}

function stale(what) {
  console.error(`${what}: run \`npm run docs\` and commit the result`);
  process.exitCode = 1;
}
