// Bundles src/ into dist/: a small start, and pieces that are loaded when a command needs them.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { transform } from 'esbuild';
import { bundle } from './bundle.mjs';
import { billOfMaterials, licenseTexts, packagesIn } from './licenses.mjs';

const { textOf, bytesOf } = createRequire(import.meta.url)('./load.js');

/** What is large is needed by few commands, which can wait for it to be unpacked. */
const LARGE = 300_000;
/** So can those who are asked questions or sign in, those who read files of rows, and those who write HTML. */
const PATIENT = /^(setup|prompts|page|login|import)-\w+\.js$/;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, 'dist');

await rm(outdir, { recursive: true, force: true });
const metafile = await bundle(root, { outdir });
await shortenNames();
await toCommonJs();
await compressLarge();
if (process.argv.includes('--metafile'))
  await writeFile(join(outdir, '..', 'metafile.json'), JSON.stringify(metafile));
const packages = await packagesIn(root, metafile);
await writeFile(join(outdir, 'LICENSES.txt'), await licenseTexts(packages));
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
await writeFile(join(outdir, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(version, packages))}\n`);
await writeBuildId();

/**
 * Half of a hash is enough: another version, which may be installed while the program runs, has other names for what it
 * changed. Together the pieces name each other five thousand times, and hashes cannot be compressed: 10 kB.
 */
async function shortenNames() {
  const files = (await readdir(outdir)).filter((file) => file.endsWith('.js'));
  const shorter = (text) => text.replace(/(-[A-Z0-9]{4})[A-Z0-9]{4}\.js\b/g, '$1.js');
  if (new Set(files.map(shorter)).size < files.length) throw new Error('two pieces have the same short name');
  for (const file of files) {
    const text = await readFile(join(outdir, file), 'utf8');
    await rm(join(outdir, file));
    await writeFile(join(outdir, shorter(file)), shorter(text));
  }
}

/** Node loads a dozen CommonJS files in the time of one module; only modules can be split, so this comes after. */
async function toCommonJs() {
  const files = (await readdir(outdir)).filter((file) => file.endsWith('.js'));
  for (const file of files) {
    const path = join(outdir, file);
    const { code } = await transform(await unchanged(path), {
      format: 'cjs',
      platform: 'node',
      target: 'node20.18',
      minify: true,
      supported: { 'dynamic-import': false },
    });
    await writeFile(path, code);
    await unchanged(path);
  }
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
}

/** The text of a file as the loader reads it; fails where that is not, byte for byte, what the file holds. */
async function unchanged(path) {
  const text = textOf(path);
  if (Buffer.from(text).equals(await readFile(path))) return text;
  throw new Error(`bin/load.js does not read ${path} as it is: the program would print other characters`);
}

async function compressLarge() {
  const files = (await readdir(outdir)).filter((file) => /\.(js|wasm|txt)$/.test(file));
  for (const file of files) {
    const path = join(outdir, file);
    const bytes = await readFile(path);
    if (bytes.length < LARGE && !PATIENT.test(file)) continue;
    await writeFile(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }),
    );
    await rm(path);
    if (!bytesOf(path).equals(bytes)) throw new Error(`bin/load.js does not read ${path}.br as it is`);
  }
}

/** Of what all files hold: what is kept of one build is of no use for another. */
async function writeBuildId() {
  const hash = createHash('sha256');
  for (const file of (await readdir(outdir)).sort())
    hash.update(file).update(await readFile(join(outdir, file)));
  await writeFile(join(outdir, 'build-id'), `${hash.digest('hex').slice(0, 16)}\n`);
}
