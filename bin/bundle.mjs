// src/ as one bundle: a small start, and pieces that are loaded when a command needs them.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { apartFromWasm, withOneLayout } from './light-graphviz.mjs';
import { lightDateHolidays } from './light-holidays.mjs';
import { wordRanks } from './password-words.mjs';

/** Bundles, into `outdir` or only to know what is in it; answers with what esbuild knows of inputs and outputs. */
export async function bundle(root, { outdir = join(root, 'dist'), write = true } = {}) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { start: 'src/cli/start.ts' },
    outdir,
    write,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node20.18',
    format: 'esm',
    metafile: true,
    legalComments: 'none',
    plugins: [
      lightUndici(root),
      lightGraphviz(root),
      lightCommander(),
      lightScales(),
      lightDateHolidays(root),
      finishedTable(await completionTable(root)),
      wordRanks({ apart: true }),
    ],
    logLevel: 'warning',
  });
  return metafile;
}

/**
 * Of undici only the connection pools and the proxy: its index also loads fetch, caches, mocks and HTTP/2,
 * which doubles the time to the first request.
 */
function lightUndici(root) {
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
      // As bytes it is smaller, and there sooner, than as text.
      onLoad({ filter: /undici\/lib\/llhttp\/llhttp-wasm\.js$/ }, ({ path }) => ({
        contents: "module.exports = require('./llhttp.wasm').default;",
        resolveDir: dirname(path),
      }));
      onResolve({ filter: /^\.\/llhttp\.wasm$/ }, ({ resolveDir }) => ({
        path: relative(root, join(resolveDir, 'llhttp.wasm')),
        namespace: WASM,
      }));
      onLoad({ filter: /llhttp\.wasm$/, namespace: WASM }, ({ path }) => ({
        contents: createRequire(join(root, path))('./llhttp-wasm.js'),
        loader: 'copy',
      }));
    },
  };
}

/** WebAssembly that is a file of its own in dist/; `bin/load.js` gives its bytes. */
const WASM = 'wasm';

/** Graphviz as bytes, and with the layout that is used. */
function lightGraphviz(root) {
  return {
    name: 'light-graphviz',
    setup({ onResolve, onLoad }) {
      let wasm;
      onLoad({ filter: /@viz-js\/viz\/dist\/viz\.js$/ }, async ({ path }) => {
        const apart = apartFromWasm(await readFile(path, 'utf8'), 'graphviz');
        wasm = withOneLayout(apart.wasm);
        return {
          contents: `import graphviz from './graphviz.wasm';\n${apart.text}`,
          resolveDir: dirname(path),
        };
      });
      onResolve({ filter: /^\.\/graphviz\.wasm$/ }, ({ resolveDir }) => ({
        path: relative(root, join(resolveDir, 'graphviz.wasm')),
        namespace: WASM,
      }));
      onLoad({ filter: /graphviz\.wasm$/, namespace: WASM }, () => ({ contents: wasm, loader: 'copy' }));
    },
  };
}

/** What completion knows of the commands: on a TAB there is no time to load them all. */
async function completionTable(root) {
  const outfile = join(root, 'node_modules', '.cache', 'voipbin-completion.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/completion/table.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [wordRanks({ apart: false })],
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

/** d3-scale can also take values between two colors; ours are between numbers, so these are never called. */
function lightScales() {
  const names = ['color', 'cubehelix', 'hcl', 'hsl', 'lab', 'rgb'];
  return {
    name: 'light-scales',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^d3-color$/ }, () => ({ path: 'no-colors', namespace: 'light-scales' }));
      onLoad({ filter: /.*/, namespace: 'light-scales' }, () => ({
        contents: `const none = () => { throw new Error('colors are not part of this program'); };
          export { ${names.map((name) => `none as ${name}`).join(', ')} };`,
      }));
    },
  };
}
