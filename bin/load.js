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
 * The text of a file in dist/; what is large, and rarely needed, is compressed. UTF-8: esbuild escapes what is not ASCII
 * in strings, but not in tagged templates and regular expressions. The build fails on a file that does not come through
 * this unchanged.
 */
function textOf(filename) {
  try {
    return readFileSync(filename, 'utf8');
  } catch (error) {
    const compressed = `${filename}.br`;
    if (error.code !== 'ENOENT' || !existsSync(compressed)) throw error;
    return require('node:zlib').brotliDecompressSync(readFileSync(compressed)).toString('utf8');
  }
}

function requireFromDist(id) {
  return id.startsWith('./') ? load(id.slice(2)) : require(id);
}

/** For the next run; called when everything is done. */
const keep = () => keepCompiled(dist, scripts, compiled);

module.exports = { load, textOf, keep };
