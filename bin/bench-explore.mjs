// Every way of the calls of large accounts, made at random: processor time, memory, and states per action. Each account
// is explored in a process of its own, from 100 numbers, for both kinds of server. Argument: seed (1).
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const NOW = Date.parse('2026-11-28T17:00:00Z');
const ACTIONS = 50;
const NUMBERS = 100;
const [seed = '1', bundle, flows] = process.argv.slice(2);
if (bundle === undefined) await measureAll();
else await measure(bundle, Number(flows));

async function measureAll() {
  const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
  try {
    const bundled = join(home, 'calls.mjs');
    await build({
      stdin: {
        contents:
          "export { accountOf } from './src/calls/account.ts'; export { explore } from './src/calls/explore/explore.ts';",
        resolveDir: join(import.meta.dirname, '..'),
      },
      outfile: bundled,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    for (const size of [500, 2000]) {
      const args = [import.meta.filename, seed, bundled, String(size)];
      const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
      if (status !== 0) process.exitCode = 1;
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(path, size) {
  const { accountOf, explore } = await import(pathToFileURL(path).href);
  const { rows, numbers } = accountAtRandom(size);
  const account = accountOf(rows);
  const before = process.resourceUsage().maxRSS;
  for (const timeouts of [false, true]) {
    const from = process.cpuUsage();
    const found = explore({ flows: numbers, from: NOW, inCall: true, timeouts }, account);
    const { user, system } = process.cpuUsage(from);
    const reached = [...found.reached.values()].reduce((sum, indexes) => sum + indexes.size, 0);
    const figures = [
      `${((user + system) / 1e6).toFixed(2)} s of processor time`,
      `${((process.resourceUsage().maxRSS - before) / 1024).toFixed(0)} MB more`,
      `${(found.states / reached).toFixed(2)} states per action that is reached`,
      `${reached} of ${size * ACTIONS} actions`,
      `${found.ends.length} ends, ${found.loops.length} loops, ${found.tooLong.length} too long`,
    ];
    console.log(`${size} flows, timeouts ${timeouts ? 'fire' : 'do not'}: ${figures.join(', ')}`);
    if (found.cut) {
      console.log('  CUT');
      process.exitCode = 1;
    }
  }
}

/** Flows as people build them: hours, menus, numbers to type in, queues, and other flows that they lead to. */
function accountAtRandom(size) {
  const random = randomFrom(Number(seed));
  const pick = (list) => list[Math.floor(random() * list.length)];
  const id = (kind, n) => `${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const flowId = (n) => id('ffffffff', n);
  const queues = Array.from({ length: size / 10 }, (_, n) => ({
    id: id('eeeeeeee', n),
    name: `Queue ${n}`,
    wait_flow_id: flowId(size + (n % 20)),
  }));
  const waiting = Array.from({ length: 20 }, (_, n) => ({
    id: flowId(size + n),
    name: `Wait ${n}`,
    actions: [
      { id: id('dddddddd', 2 * n), type: 'talk', option: { text: 'Hold on' } },
      { id: id('dddddddd', 2 * n + 1), type: 'sleep', option: { duration: 10_000 } },
    ],
  }));
  const flows = Array.from({ length: size }, (_, n) => ({
    id: flowId(n),
    name: `Flow ${n}`,
    actions: actionsAtRandom(n),
  }));
  const numbers = Array.from({ length: NUMBERS }, (_, n) => flowId(Math.floor((n * size) / NUMBERS)));
  return { rows: { flows: [...flows, ...waiting], queues }, numbers };

  /** Blocks of actions that lead to each other's beginnings. */
  function actionsAtRandom(n) {
    const at = (index) => id('aaaaaaaa', n * 100 + index);
    const starts = [];
    const actions = [];
    const somewhere = () => () => at(pick(starts));
    const add = (type, option) => actions.push({ id: at(actions.length), type, option });
    const say = (digits_handle) => add('talk', { text: 'Something to say', digits_handle });
    const compare = (variable, condition, option) =>
      add('condition_variable', { condition, variable, ...option, false_target_id: somewhere() });
    const fetch = () => {
      // Mostly flows of the same department; at times the menu of the number.
      const department = Math.floor(n / 10) * 10;
      const other = random() < 0.1 ? Math.floor(random() * size) : department + Math.floor(random() * 10);
      add('fetch_flow', { flow_id: flowId(other) });
    };
    const blocks = {
      hours() {
        const [hour, condition] = [pick([8, 9, 12, 17, 18]), pick(['>', '<='])];
        add('condition_datetime', { condition, hour, minute: -1, false_target_id: somewhere() });
      },
      holiday() {
        const [month, day] = [pick([1, 5, 10, 12]), pick([1, 3, 24, 25, 26])];
        const option = { condition: '==', month, day, hour: -1, minute: -1 };
        add('condition_datetime', { ...option, false_target_id: somewhere() });
      },
      menu() {
        say('next');
        const keys = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, key) => String(key + 1));
        const target_ids = Object.fromEntries(keys.map((key) => [key, somewhere()]));
        add('branch', { target_ids, default_target_id: somewhere() });
      },
      number() {
        say();
        add('variable_set', { key: 'voipbin.call.digits', value: '' });
        add('digits_receive', { length: 4, key: '#', duration: 5000 });
        const value_string = pick(['1234', '0815', '4711']);
        compare('${voipbin.call.digits}', '==', { value_type: 'string', value_string });
      },
      key() {
        add('digits_receive', { length: 1, duration: 5000 });
        add('branch', { target_ids: { 1: somewhere(), 2: somewhere() }, default_target_id: somewhere() });
      },
      language() {
        if (n % 10 === 0) add('variable_set', { key: `language ${n}`, value: pick(['en', 'de', 'fr']) });
        if (n % 10 === 0) fetch();
        else compare(`\${language ${n - (n % 10)}}`, '==', { value_type: 'string', value_string: 'en' });
      },
      rounds() {
        // Three of them, counted in a variable.
        const round = `round ${n}`;
        add('variable_set', { key: round, value: '' });
        const again = at(actions.length);
        say('next');
        add('variable_set', { key: round, value: `\${${round}}x` });
        compare(`\${${round}}`, '<', { value_type: 'length', value_length: 3 });
        add('goto', { target_id: again, loop_count: 1 });
      },
      flow: fetch,
      queue() {
        add('queue_join', { queue_id: pick(queues).id });
        say();
      },
      end() {
        say();
        add('hangup');
      },
      goto() {
        add('goto', { target_id: somewhere(), loop_count: pick([0, 2]) });
      },
    };
    while (actions.length < ACTIONS) {
      starts.push(actions.length);
      if (random() < 0.4) say();
      else blocks[pick(Object.keys(blocks))]();
    }
    return JSON.parse(
      JSON.stringify(actions.slice(0, ACTIONS), (_, value) =>
        typeof value === 'function' ? value() : value,
      ),
    );
  }
}

/** Numbers from 0 to below 1, the same ones for the same seed. */
function randomFrom(state) {
  let a = state;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
