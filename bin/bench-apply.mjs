// Plans of 5, 500 and 2,000 new objects, each applied to an account of its own over a slow line: how close that comes to what
// the rate allows, and whether memory grows in step with the objects. Arguments: latency in ms (50), requests per second (16).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LATENCY_MS = Number(process.argv[2] ?? 50);
const RATE = Number(process.argv[3] ?? 16);
/** Of the largest plan, in requests / rate. */
const BOUND = 1.02;
const program = join(import.meta.dirname, 'voipbin.js');
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
const emulator = spawn(
  process.execPath,
  [program, 'emulator', '--seed', 'empty', '--latency', String(LATENCY_MS), '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

try {
  const [line] = await once(createInterface(emulator.stdout), 'line');
  const { url } = JSON.parse(line);
  console.log(`${LATENCY_MS} ms latency, ${RATE} requests per second`);
  const [few, some, many] = [await apply(url, 1), await apply(url, 100), await apply(url, 400)];
  verdict(`time <= ${BOUND} x requests / rate`, many.ratio <= BOUND, `${many.ratio.toFixed(2)} x`);
  verdict('no 429', few.limited + some.limited + many.limited === 0, '0');
  const [first, then] = [
    (some.peakMb - few.peakMb) / (some.objects - few.objects),
    (many.peakMb - some.peakMb) / (many.objects - some.objects),
  ];
  const figure = `${(first * 1000).toFixed(0)} kB an object, then ${(then * 1000).toFixed(0)}`;
  verdict('memory grows in step with the objects, or more slowly', then <= first, figure);
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

/** @param size of each of five kinds. User names and numbers are unique on the whole platform. */
async function apply(url, size) {
  const plan = planOf(size);
  const objects = Object.values(plan).reduce(
    (sum, part) => sum + (typeof part === 'object' ? Object.keys(part).length : 0),
    0,
  );
  const tenant = await (
    await fetch(`${url}/_emulator/tenants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ plan: 'unlimited', accesskey: true }),
    })
  ).json();
  const folder = await mkdtemp(join(home, 'plan-'));
  const file = join(folder, 'voipbin.yaml');
  await writeFile(file, JSON.stringify(plan));
  const env = { ...process.env, HOME: folder, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: tenant.accesskey };
  const before = (await asked(url)).length;
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [program, 'apply', '-f', file, '--yes', '--quiet', '--rate', String(RATE), '-o', 'json'],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let errors = '';
  let peakKb = 0;
  child.stderr.on('data', (chunk) => (errors += chunk));
  const timer = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (text) => (peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))),
      () => undefined,
    );
  }, 100);
  const [code] = await once(child, 'close');
  clearInterval(timer);
  const seconds = (performance.now() - from) / 1000;
  if (code !== 0) throw new Error(`apply ended with ${code}: ${errors.slice(-2000)}`);
  const all = (await asked(url)).slice(before);
  const peakMb = peakKb / 1024;
  console.log(
    `${objects} objects: ${seconds.toFixed(1)} s, ${all.length} requests, ${peakMb.toFixed(0)} MB at most`,
  );
  const limited = all.filter(({ status }) => status === 429).length;
  return { objects, ratio: seconds / (all.length / RATE), peakMb, limited };
}

function planOf(size) {
  const names = (name) => Array.from({ length: size }, (_, index) => name(index + 1));
  const map = (list, spec) => Object.fromEntries(list.map((name, index) => [name, spec(index)]));
  const tags = names((n) => `team ${n}`);
  const queues = names((n) => `queue ${n}`);
  const flows = names((n) => `line ${n}`);
  return {
    version: 1,
    tags: map(tags, () => ({})),
    flows: map(flows, (index) => ({
      actions: [{ type: 'answer' }, { type: 'queue_join', queue: queues[index] }, { type: 'hangup' }],
    })),
    queues: map(queues, (index) => ({ tags: [tags[index]] })),
    agents: map(
      names((n) => `agent-${n}@${size}.example`),
      (index) => ({ tags: [tags[index]], addresses: [`sip:agent-${index}@sip.${size}.example`] }),
    ),
    numbers: map(
      names((n) => `+8991${String(1000 * size + n).padStart(8, '0')}`),
      (index) => ({ call_flow: flows[index] }),
    ),
  };
}

async function asked(url) {
  return (await fetch(`${url}/_emulator/requests`)).json();
}

function verdict(what, held, figure) {
  console.log(`  ${held ? 'held' : 'NOT HELD'}: ${what} (${figure})`);
  if (!held) process.exitCode = 1;
}
