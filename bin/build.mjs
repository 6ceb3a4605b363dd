// Bundles src/ into dist/: a small start, and pieces that are loaded when a command needs them.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform } from 'esbuild';
import { wordRanks } from './password-words.mjs';

const { textOf } = createRequire(import.meta.url)('./load.js');

/** What is to be said of packages that bring no licence text. */
const WITHOUT_TEXT = {
  '@viz-js/viz':
    'Copyright (c) Michael Daines\n\n' +
    'It contains Graphviz, unchanged, under the Eclipse Public License 1.0 ' +
    '(https://www.eclipse.org/legal/epl-v10.html; source code: https://gitlab.com/graphviz/graphviz),\n' +
    'and Expat, under the MIT licence (https://github.com/libexpat/libexpat).',
};

/** What is large is needed by few commands, which can wait for it to be unpacked. */
const LARGE = 300_000;

/** Packages of which only data is bundled, under a name of its own. */
const AS_DATA = ['@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, 'dist');

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { start: 'src/cli/start.ts' },
  outdir,
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  metafile: true,
  legalComments: 'none',
  plugins: [lightUndici(), lightCommander(), lightMoment(), finishedTable(await completionTable()), wordRanks()],
  logLevel: 'warning',
});
await toCommonJs();
await compressLarge();
if (process.argv.includes('--metafile'))
  await writeFile(join(outdir, '..', 'metafile.json'), JSON.stringify(metafile));
await writeFile(join(outdir, 'LICENSES.txt'), await licences(Object.keys(metafile.inputs)));
await writeBuildId();

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
  const files = (await readdir(outdir)).filter((file) => file.endsWith('.js'));
  for (const file of files) {
    const path = join(outdir, file);
    const text = await readFile(path);
    if (text.length < LARGE) continue;
    await writeFile(
      `${path}.br`,
      brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }),
    );
    await rm(path);
    if (textOf(path) !== text.toString('utf8'))
      throw new Error(`bin/load.js does not read ${path}.br as it is`);
  }
}

/** Of what all files hold: what is kept of one build is of no use for another. */
async function writeBuildId() {
  const hash = createHash('sha256');
  for (const file of (await readdir(outdir)).sort())
    hash.update(file).update(await readFile(join(outdir, file)));
  await writeFile(join(outdir, 'build-id'), `${hash.digest('hex').slice(0, 16)}\n`);
}

/**
 * Holidays by the equinox ask which day it is somewhere, of years near this one: the zones as they were in 1902 are not
 * needed for that.
 */
function lightMoment() {
  return {
    name: 'light-moment',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^moment-timezone$/ }, ({ resolveDir, kind }) =>
        resolve('moment-timezone/builds/moment-timezone-with-data-10-year-range.js', { resolveDir, kind }),
      );
    },
  };
}

/**
 * Of undici only the connection pools and the proxy: its index also loads fetch, caches, mocks and HTTP/2,
 * which doubles the time to the first request.
 */
function lightUndici() {
  const entry = `
    const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
    Object.assign(Dispatcher.prototype, require('undici/lib/api/index.js'));
    module.exports = {
      Agent: require('undici/lib/dispatcher/agent.js'),
      EnvHttpProxyAgent: require('undici/lib/dispatcher/env-http-proxy-agent.js'),
      errors: require('undici/lib/core/errors.js'),
    };`;
  return {
    name: 'light-undici',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'light' }));
      onLoad({ filter: /.*/, namespace: 'light' }, () => ({ contents: entry, resolveDir: root }));
      // Only ever called with allowH2, which we do not set.
      onLoad({ filter: /undici\/lib\/dispatcher\/client-h2\.js$/ }, () => ({
        contents: "module.exports = () => { throw new Error('HTTP/2 is not part of this program'); };",
      }));
      // Only ever called for a body that is a form; ours are texts.
      onLoad({ filter: /undici\/lib\/web\/fetch\/body\.js$/ }, () => ({
        contents: "exports.extractBody = () => { throw new Error('forms are not part of this program'); };",
      }));
      // The same parser twice: answers of this size gain nothing by the vector instructions.
      onLoad({ filter: /undici\/lib\/llhttp\/llhttp_simd-wasm\.js$/ }, ({ path }) => ({
        contents: "module.exports = require('./llhttp-wasm.js');",
        resolveDir: dirname(path),
      }));
    },
  };
}

/** What completion knows of the commands: on a TAB there is no time to load them all. */
async function completionTable() {
  const outfile = join(root, 'node_modules', '.cache', 'voipbin-completion.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/completion/table.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [wordRanks()],
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const made = await import(pathToFileURL(outfile).href);
  return made.completionTable();
}

function finishedTable(table) {
  const text = JSON.stringify(JSON.stringify(table));
  return {
    name: 'finished-table',
    setup({ onLoad }) {
      onLoad({ filter: /cli\/completion\/table\.ts$/ }, () => ({
        contents: `export const completionTable = () => Promise.resolve(JSON.parse(${text}));`,
      }));
    },
  };
}

/** commander can run other programs as its subcommands; what that takes of Node costs every start its time. */
function lightCommander() {
  return {
    name: 'light-commander',
    setup({ onLoad }) {
      onLoad({ filter: /commander\/lib\/command\.js$/ }, async ({ path }) => {
        const [before, after, ...more] = (await readFile(path, 'utf8')).split(
          "require('node:child_process')",
        );
        if (after === undefined || more.length > 0) throw new Error('commander has changed: look here again');
        return { contents: `${before}{}${after}` };
      });
    },
  };
}

/** The licence of every package that ended up in the bundle. */
async function licences(inputs) {
  const packages = new Set([
    ...AS_DATA,
    ...inputs.map((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean),
  ]);
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const text = await firstOf(folder, ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'LICENCE']);
    const notice = await firstOf(folder, ['NOTICE', 'NOTICE.txt']);
    const parts = [`${name} ${version} (${license})`, text ?? WITHOUT_TEXT[name], notice];
    texts.push(
      parts
        .filter((part) => part !== undefined)
        .join('\n\n')
        .trim(),
    );
  }
  return `This program contains:\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

async function firstOf(folder, names) {
  for (const name of names) {
    try {
      return await readFile(join(folder, name), 'utf8');
    } catch {
      // Packages name the file differently, and some bring none.
    }
  }
  return undefined;
}
