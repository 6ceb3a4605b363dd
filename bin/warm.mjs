// Writes the file that bin/load.js reads: runs the program as people do, then asks V8 for all that it compiled.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import v8 from 'node:v8';

// V8 takes code only where its flags are as they were when it was made. The program sets one when it connects, after
// nearly all of it has been loaded.
v8.setFlagsFromString = () => undefined;
const { load, scripts, cacheFile } = createRequire(import.meta.url)('./load.js');
const program = join(import.meta.dirname, 'voipbin.js');

const emulator = spawn(
  process.execPath,
  [program, 'emulator', '--port', '0', '--seed', 'empty', '--no-limits', '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const home = await mkdtemp(join(tmpdir(), 'voipbin-'));
try {
  const [line] = await once(createInterface(emulator.stdout), 'line');
  const { url, access_key } = JSON.parse(line);
  Object.assign(process.env, { HOME: home, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: access_key });
  process.stdout.write = process.stderr.write = (_text, ...rest) => {
    rest.at(-1)?.();
    return true;
  };
  for (const words of ['--help', 'customer get -o json', 'agents list']) {
    const exitCode = await load('start.js').start(words.split(' '));
    if (exitCode !== 0) throw new Error(`voipbin ${words} ended with ${exitCode}`);
  }
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

const index = {};
const parts = [];
let offset = 0;
for (const [name, script] of scripts) {
  const part = script.createCachedData();
  index[name] = [offset, part.length];
  offset += part.length;
  parts.push(part);
}
const head = Buffer.from(JSON.stringify(index));
const length = Buffer.alloc(4);
length.writeUInt32LE(head.length);
await writeFile(cacheFile, Buffer.concat([length, head, ...parts]));
