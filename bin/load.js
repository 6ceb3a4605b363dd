'use strict';
// Loads the bundled program, together with what V8 made of it when it was built: compiled, not only read. On another
// build of Node, or without that file, everything runs the same, a little later.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const dist = join(__dirname, '..', 'dist');
/** V8 accepts only what the very same V8 made: another one need not even read it. */
const cacheFile = join(dist, `code-${process.versions.v8}-${process.arch}.cache`);
const cached = readCache();
const modules = new Map();
/** Every script by its file's name, for bin/warm.mjs. */
const scripts = new Map();

/** The exports of a file in dist/. */
function load(name) {
  const known = modules.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  const filename = join(dist, name);
  const source = `(function (exports, require, module) {${textOf(filename)}\n})`;
  const script = new Script(source, { filename, cachedData: cached(name) });
  scripts.set(name, script);
  script.runInThisContext()(module.exports, requireFromDist, module);
  return module.exports;
}

/**
 * The text of a file in dist/. UTF-8: esbuild escapes what is not ASCII in strings, but not in tagged templates and
 * regular expressions. The build fails on a file that does not come through this unchanged.
 */
function textOf(filename) {
  return readFileSync(filename, 'utf8');
}

function requireFromDist(id) {
  return id.startsWith('./') ? load(id.slice(2)) : require(id);
}

/** The file: the length of its index (32 bits), the index (JSON: name -> [offset, length]), the parts. */
function readCache() {
  let file;
  try {
    file = readFileSync(cacheFile);
  } catch {
    return () => undefined;
  }
  const start = 4 + file.readUInt32LE(0);
  const index = JSON.parse(file.utf8Slice(4, start));
  return (name) => {
    const place = index[name];
    return place && file.subarray(start + place[0], start + place[0] + place[1]);
  };
}

module.exports = { load, textOf, scripts, cacheFile };
