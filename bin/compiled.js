'use strict';
// What V8 compiled of the program, kept in the user's cache folder for the next run: a third of the time of a start.
const fs = require('node:fs');
const { homedir } = require('node:os');
const { dirname, isAbsolute, join } = require('node:path');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');

/** Larger ones are rarely needed, and take long to write. */
const LARGEST = 700_000;
const PRIVATE = 0o700;
const NOBODY_ELSE = 0o077;

// V8 optimizes what has run for a while, and most runs of this program end before that was worth its time. With a wait of
// four times as long, an audit of an example account or of 2,000 flows takes a sixth to a quarter less processor time. Only
// Node.js 20 has this flag; in newer ones a compiler between the two makes up for it.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=270000');

/** What V8 accepts: it is made of its version, its flags and the processor. */
const tag = cachedDataVersionTag();

const buildOf = (dist) => fs.readFileSync(join(dist, 'build-id'), 'utf8').trim();

/** The build that runs: another one may be installed before it ends. */
let running;

/** One file for each build of the program and of V8. */
function placeOf(build) {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const base =
    process.platform === 'win32'
      ? local
      : xdg !== undefined && isAbsolute(xdg)
        ? xdg
        : homedir() && join(homedir(), '.cache');
  if (!base) return undefined;
  return join(base, 'voipbin', `code-${build}-${tag}`);
}

/** What earlier runs compiled, by the name of its file. Each part is read when it is asked for: together it is megabytes. */
class Compiled {
  #file;
  /** Name -> [offset, length]. */
  #index;

  /** @param file A descriptor, which stays open: another run may replace the file. */
  constructor(file, index) {
    this.#file = file;
    this.#index = new Map(Object.entries(index));
  }

  has(name) {
    return this.#index.has(name);
  }

  /** Undefined also for what is known to be too large: it is compiled by every run, but not for the next one. */
  get(name) {
    try {
      const [offset, length] = this.#index.get(name) ?? [0, 0];
      return length === 0 ? undefined : bytesAt(this.#file, offset, length);
    } catch {
      return undefined;
    }
  }

  *[Symbol.iterator]() {
    for (const name of this.#index.keys()) yield [name, this.get(name)];
  }
}

/** Undefined where the file has fewer. */
function bytesAt(file, offset, length) {
  const bytes = Buffer.allocUnsafeSlow(length);
  return fs.readSync(file, bytes, 0, length, offset) === length ? bytes : undefined;
}

/**
 * Empty where there is nothing, or nothing that can be trusted: whoever can write these files can make the program do
 * anything.
 */
function readCompiled(dist) {
  let file;
  try {
    running = buildOf(dist);
    const place = placeOf(running);
    if (place !== undefined && isOurs(fs.statSync(dirname(place)))) {
      file = fs.openSync(place, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0));
      const stats = fs.fstatSync(file);
      if (isOurs(stats)) return new Compiled(file, indexOf(file, stats.size));
    }
  } catch {
    // It is only a saving of time.
  }
  if (file !== undefined) fs.closeSync(file);
  return new Compiled(undefined, {});
}

/** The file: the parts, the index (JSON: name -> [offset, length]), the offset of the index (32 bits). */
function indexOf(file, size) {
  const end = size - 4;
  const start = bytesAt(file, end, 4).readUInt32LE();
  return JSON.parse(bytesAt(file, start, end - start).utf8Slice());
}

/** Windows has no such modes; there the folder of the user is private. */
function isOurs({ uid, mode }) {
  return process.platform === 'win32' || (uid === process.getuid() && (mode & NOBODY_ELSE) === 0);
}

/** Keeps what this run compiled and no earlier one did. */
function keepCompiled(dist, scripts, compiled) {
  if ([...scripts.keys()].every((name) => compiled.has(name))) return;
  try {
    const place = placeOf(running);
    // What was compiled of this build is nothing to the one that was installed meanwhile: V8 compares no more than lengths.
    if (place === undefined || buildOf(dist) !== running) return;
    if (cachedDataVersionTag() !== tag) restoreFlags();
    // With other flags it would never be accepted.
    if (cachedDataVersionTag() !== tag) return;
    const folder = dirname(place);
    makeFolder(folder);
    if (!isOurs(fs.statSync(folder))) return;
    const temporary = `${place}.${process.pid}`;
    writeParts(temporary, partsOf(scripts, compiled));
    fs.renameSync(temporary, place);
    for (const name of fs.readdirSync(folder)) {
      // Those of earlier builds, and of writers that were killed.
      if (name.startsWith('code-') && join(folder, name) !== place)
        fs.rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A read-only home, a full disk: the next start takes as long as this one.
  }
}

/**
 * With those above it, as `makeFolder` of the program does: Node's own `recursive` tries for ever where a folder takes no
 * other, as in /proc.
 */
function makeFolder(path) {
  if (fs.existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  fs.mkdirSync(path, { mode: PRIVATE });
}

/** The flags that are set for connections and long readings, and what follows from them. */
function restoreFlags() {
  for (const flag of [
    '--no-liftoff-only',
    '--wasm-tier-up',
    '--wasm-dynamic-tiering',
    '--no-optimize-for-size',
    // That implies another one.
    '--max-semi-space-size=0',
    '--heap-growing-percent=0',
    '--semi-space-growth-factor=2',
  ]) {
    setFlagsFromString(flag);
  }
}

/** What earlier runs compiled, and what this one did, one after another: together it is megabytes. */
function* partsOf(scripts, compiled) {
  yield* compiled;
  for (const [name, script] of scripts) {
    if (compiled.has(name)) continue;
    const part = script.createCachedData();
    yield [name, part.length <= LARGEST ? part : undefined];
  }
}

function writeParts(path, parts) {
  const file = fs.openSync(path, 'wx', 0o600);
  try {
    const index = {};
    let offset = 0;
    for (const [name, part] of parts) {
      index[name] = [offset, part?.length ?? 0];
      // Unlike `writeSync`, it writes all of it or fails.
      if (part !== undefined) fs.writeFileSync(file, part);
      offset += part?.length ?? 0;
    }
    const end = Buffer.alloc(4);
    end.writeUInt32LE(offset);
    fs.writeFileSync(file, Buffer.concat([Buffer.from(JSON.stringify(index)), end]));
  } finally {
    fs.closeSync(file);
  }
}

module.exports = { readCompiled, keepCompiled, restoreFlags };
