// A plan of 500 new objects, applied over a slow line: how close it comes to what the rate allows. Arguments: latency in
// ms (50), requests per second (16).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LATENCY_MS = Number(process.argv[2] ?? 50);
const RATE = Number(process.argv[3] ?? 16);
const BOUND = 1.3;
const program = join(import.meta.dirname, 'voipbin.js');
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
const emulator = spawn(
  process.execPath,
  [program, 'emulator', '--seed', 'empty', '--latency', String(LATENCY_MS), '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

const names = (count, name) => Array.from({ length: count }, (_, index) => name(index + 1));
const map = (list, spec) => Object.fromEntries(list.map((name, index) => [name, spec(index)]));
const tags = names(90, (n) => `team ${n}`);
const waits = names(60, (n) => `wait ${n}`);
const queues = names(90, (n) => `queue ${n}`);
const flows = names(90, (n) => `line ${n}`);
const plan = {
  version: 1,
  tags: map(tags, () => ({})),
  flows: {
    ...map(waits, () => ({
      actions: [
        { type: 'talk', text: 'Please wait.' },
        { type: 'sleep', duration: '10s' },
      ],
    })),
    ...map(flows, (index) => ({
      actions: [{ type: 'answer' }, { type: 'queue_join', queue: queues[index] }],
    })),
  },
  queues: map(queues, (index) => ({ tags: [tags[index]], wait_flow: waits[index % waits.length] })),
  agents: map(
    names(90, (n) => `agent-${n}@acme.example`),
    (index) => ({ tags: [tags[index]], addresses: [`sip:agent-${index}@sip.acme.example`] }),
  ),
  numbers: map(
    names(80, (n) => `+8991${String(n).padStart(8, '0')}`),
    (index) => ({ call_flow: flows[index] }),
  ),
};
const objects = Object.values(plan).reduce(
  (sum, part) => sum + (typeof part === 'object' ? Object.keys(part).length : 0),
  0,
);

try {
  const [line] = await once(createInterface(emulator.stdout), 'line');
  const { url } = JSON.parse(line);
  const tenant = await (
    await fetch(`${url}/_emulator/tenants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ plan: 'unlimited', accesskey: true }),
    })
  ).json();
  const file = join(home, 'voipbin.yaml');
  await writeFile(file, JSON.stringify(plan));
  const env = { ...process.env, HOME: home, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: tenant.accesskey };
  const before = (await asked(url)).length;
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [program, 'apply', '-f', file, '--yes', '--quiet', '--rate', String(RATE), '-o', 'json'],
    {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - from) / 1000;
  if (code !== 0) throw new Error(`apply ended with ${code}: ${errors.slice(-2000)}`);
  const all = (await asked(url)).slice(before);
  const ratio = seconds / (all.length / RATE);
  console.log(`${objects} objects, ${LATENCY_MS} ms latency, ${RATE} requests per second`);
  console.log(`voipbin apply: ${seconds.toFixed(1)} s, ${all.length} requests`);
  verdict(`time <= ${BOUND} x requests / rate`, ratio <= BOUND, `${ratio.toFixed(2)} x`);
  verdict(
    'no 429',
    all.every(({ status }) => status !== 429),
    '0',
  );
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

async function asked(url) {
  return (await fetch(`${url}/_emulator/requests`)).json();
}

function verdict(what, held, figure) {
  console.log(`  ${held ? 'held' : 'NOT HELD'}: ${what} (${figure})`);
  if (!held) process.exitCode = 1;
}
