'use strict';
// Loads the bundled program, together with what V8 made of it in earlier runs: compiled, not only read. Without that,
// everything runs the same, a little later.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { readCompiled, keepCompiled } = require('./compiled.js');

const dist = join(__dirname, '..', 'dist');
const compiled = readCompiled(dist);
const modules = new Map();
/** Every script by its file's name. */
const scripts = new Map();

/** The exports of a file in dist/. */
function load(name) {
  const known = modules.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  const filename = join(dist, name);
  const source = `(function (exports, require, module) {${textOf(filename)}\n})`;
  const script = new Script(source, { filename, cachedData: compiled.get(name) });
  scripts.set(name, script);
  script.runInThisContext()(module.exports, requireFromDist, module);
  return module.exports;
}

/**
 * The text of a file in dist/. UTF-8: esbuild escapes what is not ASCII in strings, but not in tagged templates and
 * regular expressions. The build fails on a file that does not come through this unchanged.
 */
const textOf = (filename) => bytesOf(filename).toString('utf8');

/** What is large, and rarely needed, is compressed. */
function bytesOf(filename) {
  try {
    return readFileSync(filename);
  } catch (error) {
    const compressed = `${filename}.br`;
    if (error.code !== 'ENOENT' || !existsSync(compressed)) throw error;
    return require('node:zlib').brotliDecompressSync(readFileSync(compressed));
  }
}

function requireFromDist(id) {
  if (!id.startsWith('./')) return require(id);
  const name = id.slice(2);
  return name.endsWith('.js') ? load(name) : { __esModule: true, default: bytesOf(join(dist, name)) };
}

/** For the next run; called when everything is done. */
const keep = () => keepCompiled(dist, scripts, compiled);

module.exports = { load, textOf, bytesOf, keep };
