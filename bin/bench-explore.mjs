// Every way of the calls of large accounts, made at random, and all rules of the audit over them: wall time, processor time,
// and peak memory over that of a process that has loaded the account and does nothing. Each in a process of its own, for both
// kinds of server. "menus": plain ones, and a call may begin with every flow. "ring": each menu leads to the next, and all ask
// for the time. "hard": 100 numbers lead to flows of everything that people build. Argument: seed (1).
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const NOW = Date.parse('2026-11-28T17:00:00Z');
const ACTIONS = 50;
const NUMBERS = 100;
/** What all of it may take: seconds of wall time, and MB. */
const BOUNDS = { 'menus 500': { seconds: 1 }, 'menus 2000': { seconds: 2, megabytes: 150 } };
const CASES = ['menus 500', 'menus 2000', 'ring 2000', 'hard 500', 'hard 2000'];
const pickerFrom = (random) => (list) => list[Math.floor(random() * list.length)];
const id = (kind, n) => `${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const flowId = (n) => id('ffffffff', n);
const actionId = (flow, index) => id('aaaaaaaa', flow * 100 + index);
const [seed = '1', bundle, name, task] = process.argv.slice(2);

async function measureAll() {
  const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
  try {
    const bundled = join(home, 'calls.mjs');
    const files = [
      'calls/explore/explore',
      'calls/server',
      'audit/engine',
      'audit/rule',
      'audit/rules/index',
    ];
    await build({
      stdin: {
        contents: files.map((file) => `export * from './src/${file}.ts';`).join('\n'),
        resolveDir: join(import.meta.dirname, '..'),
      },
      outfile: bundled,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    for (const one of CASES) report(one, run(bundled, one, 'all'), run(bundled, one, 'nothing').megabytes);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function run(bundled, one, what) {
  // With V8 set as in the program.
  const settings = ['--require', join(import.meta.dirname, 'compiled.js')];
  const args = [...settings, import.meta.filename, seed, bundled, one, what];
  const { stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(stdout);
}

function report(one, { seconds, processor, megabytes, explored, rules, failed }, bare) {
  const all = { seconds, megabytes: megabytes - bare };
  console.log(
    `${one} flows: ${seconds.toFixed(2)} s (${processor.toFixed(2)} s of processor time), ${all.megabytes.toFixed(0)} MB more; ${rules} rules, ${failed} found something`,
  );
  for (const { kind, states, actions, of, ends, loops, tooLong, cut } of explored) {
    console.log(
      `  ${kind}: ${states} states, ${actions} of ${of} actions, ${ends} ends, ${loops} loops, ${tooLong} too long${cut ? ', CUT' : ''}`,
    );
    if (cut) process.exitCode = 1;
  }
  for (const [unit, most] of Object.entries(BOUNDS[one] ?? {})) {
    const held = all[unit] <= most;
    console.log(`  ${held ? 'held' : 'NOT HELD'}: ${all[unit].toFixed(2)} of ${most} ${unit}`);
    if (!held) process.exitCode = 1;
  }
}

async function measure(path, one, what) {
  const { callsOf, runRules, rules, sectionsOf } = await import(pathToFileURL(path).href);
  const [kind, flows] = one.split(' ');
  const size = Number(flows);
  const { rows, entrances } = { hard: accountAtRandom, menus: menusAtRandom, ring: ringOfMenus }[kind](size);
  const snapshot = snapshotOf(rows, entrances, rules.flatMap(sectionsOf));
  const [start, begin] = [process.cpuUsage(), performance.now()];
  const figures = what === 'all' ? figuresOf(callsOf(snapshot), { runRules, rules, snapshot, size }) : {};
  const { user, system } = process.cpuUsage(start);
  const seconds = (performance.now() - begin) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ...figures, seconds, processor: (user + system) / 1e6, megabytes }));
}

function figuresOf(calls, { runRules, rules, snapshot, size }) {
  const explored = calls.explored
    .filter(({ origin }) => origin === 'number')
    .map(({ server, found: { reached, ends, loops, tooLong, states, cut } }) => ({
      kind: server.timeouts ? 'as documented' : 'as published',
      ...{ states, cut, of: size * ACTIONS, ends: ends.length, loops: loops.length, tooLong: tooLong.length },
      actions: reached.flows.reduce((sum, flow) => sum + reached.in(flow).length, 0),
    }));
  const outcomes = runRules(rules, snapshot, {}, calls).map(({ outcome }) => outcome.state);
  const failed = outcomes.filter((state) => state === 'failed').length;
  return { explored, rules: outcomes.filter((state) => state !== 'skipped').length, failed };
}

/** With a number for each flow that calls begin with, and nothing else. */
function snapshotOf({ flows, queues = [] }, entrances, sectionNames) {
  const numbers = entrances.map((flow, n) => ({
    ...{ id: id('99999999', n), number: `+1415555${String(n).padStart(4, '0')}` },
    ...{ name: `Number ${n}`, status: 'active', call_flow_id: flow },
  }));
  const loaded = { flows, queues, numbers, agents: [], tags: [] };
  const names = new Set(sectionNames);
  const sections = Object.fromEntries(
    [...names, ...Object.keys(loaded)].map((section) => [
      section,
      section in loaded
        ? { state: 'loaded', value: loaded[section] }
        : { state: 'unavailable', reason: 'not in this benchmark', code: 3 },
    ]),
  );
  return { takenAt: NOW, since: NOW - 30 * 86_400_000, sections, readings: {} };
}

/** Menus, hours, announcements and other flows, in blocks that lead to each other's beginnings. */
function menusAtRandom(size) {
  const random = randomFrom(Number(seed));
  const pick = pickerFrom(random);
  const flows = Array.from({ length: size }, (_, n) => {
    const starts = [];
    const actions = [];
    const at = (index) => actionId(n, index);
    const somewhere = () => () => at(pick(starts));
    const add = (type, option) => actions.push({ id: at(actions.length), type, option });
    const menu = () => {
      const keys = Array.from({ length: 2 + Math.floor(random() * 3) }, (__, key) => key + 1);
      const target_ids = Object.fromEntries(keys.map((key) => [key, somewhere()]));
      add('branch', { target_ids, default_target_id: somewhere() });
    };
    const say = (digits_handle) => add('talk', { text: 'Something to say', digits_handle });
    const blocks = {
      menu() {
        say('next');
        menu();
      },
      number() {
        say();
        add('digits_receive', { length: 1, duration: 5000 });
        menu();
      },
      hours() {
        const [hour, condition] = [pick([8, 9, 12, 17, 18]), pick(['>', '<='])];
        add('condition_datetime', { condition, hour, minute: -1, false_target_id: somewhere() });
      },
      flow() {
        add('fetch_flow', { flow_id: flowId(Math.floor(random() * size)) });
      },
      pause() {
        add('sleep', { duration: 1000 });
      },
      end() {
        say();
        add('hangup');
      },
    };
    const kinds = ['menu', 'menu', 'menu', 'hours', 'flow', 'flow', 'end', 'number', 'pause'];
    while (actions.length < ACTIONS) {
      starts.push(actions.length);
      if (random() < 0.3) say();
      else blocks[pick(kinds)]();
    }
    return { id: flowId(n), name: `Flow ${n}`, actions: settled(actions.slice(0, ACTIONS)) };
  });
  return { rows: { flows }, entrances: flows.map((flow) => flow.id) };
}

/** With targets that were not known yet when they were named. */
function settled(actions) {
  const settle = (_, value) => (typeof value === 'function' ? value() : value);
  return JSON.parse(JSON.stringify(actions, settle));
}

/** Whether it is time for them decides where they lead. */
function ringOfMenus(size) {
  const pick = pickerFrom(randomFrom(Number(seed)));
  const flows = Array.from({ length: size }, (_, n) => {
    const at = (index) => actionId(n, index);
    const lead = (index, to) => ({
      ...{ id: at(index), type: 'fetch_flow', next_id: at(49) },
      option: { flow_id: flowId((n + to) % size) },
    });
    const talks = Array.from({ length: 40 }, (__, index) => ({
      ...{ id: at(index + 6), type: 'talk', option: { text: 'Something to say' } },
    }));
    const option = { condition: pick(['>', '<=']), hour: pick([6, 7, 8, 9, 12, 17, 18, 20]), minute: -1 };
    const actions = [
      { id: at(0), type: 'talk', option: { text: 'Welcome', digits_handle: 'next' } },
      { id: at(1), type: 'branch', option: { target_ids: { 1: at(2), 2: at(4) }, default_target_id: at(6) } },
      { id: at(2), type: 'condition_datetime', option: { ...option, false_target_id: at(5) } },
      lead(3, 1),
      lead(4, 2),
      lead(5, 3),
      ...talks,
      { id: at(49), type: 'hangup' },
    ];
    return { id: flowId(n), name: `Flow ${n}`, actions };
  });
  return { rows: { flows }, entrances: flows.map((flow) => flow.id) };
}

/** Flows as people build them: hours, menus, numbers to type in, queues, and other flows that they lead to. */
function accountAtRandom(size) {
  const random = randomFrom(Number(seed));
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
    actions: new ActionsAtRandom(n, { size, queues, random }).all(),
  }));
  const entrances = Array.from({ length: NUMBERS }, (_, n) => flowId(Math.floor((n * size) / NUMBERS)));
  return { rows: { flows: [...flows, ...waiting], queues }, entrances };
}

/** The actions of one flow: blocks that lead to each other's beginnings. */
class ActionsAtRandom {
  static #blocks = 'hours holiday menu number key language rounds flow queue end goto'.split(' ');
  #n;
  #account;
  #random;
  #pick;
  #starts = [];
  #actions = [];

  constructor(n, account) {
    this.#n = n;
    this.#account = account;
    this.#random = account.random;
    this.#pick = pickerFrom(account.random);
  }

  all() {
    while (this.#actions.length < ACTIONS) {
      this.#starts.push(this.#actions.length);
      if (this.#random() < 0.4) this.#say();
      else this[this.#pick(ActionsAtRandom.#blocks)]();
    }
    return settled(this.#actions.slice(0, ACTIONS));
  }

  hours() {
    const [hour, condition] = [this.#pick([8, 9, 12, 17, 18]), this.#pick(['>', '<='])];
    this.#add('condition_datetime', { condition, hour, minute: -1, false_target_id: this.#somewhere() });
  }

  holiday() {
    const [month, day] = [this.#pick([1, 5, 10, 12]), this.#pick([1, 3, 24, 25, 26])];
    const option = { condition: '==', month, day, hour: -1, minute: -1 };
    this.#add('condition_datetime', { ...option, false_target_id: this.#somewhere() });
  }

  menu() {
    this.#say('next');
    const keys = Array.from({ length: 2 + Math.floor(this.#random() * 4) }, (_, key) => String(key + 1));
    const target_ids = Object.fromEntries(keys.map((key) => [key, this.#somewhere()]));
    this.#add('branch', { target_ids, default_target_id: this.#somewhere() });
  }

  number() {
    this.#say();
    this.#add('variable_set', { key: 'voipbin.call.digits', value: '' });
    this.#add('digits_receive', { length: 4, key: '#', duration: 5000 });
    const value_string = this.#pick(['1234', '0815', '4711']);
    this.#compare('${voipbin.call.digits}', '==', { value_type: 'string', value_string });
  }

  key() {
    this.#add('digits_receive', { length: 1, duration: 5000 });
    const target_ids = { 1: this.#somewhere(), 2: this.#somewhere() };
    this.#add('branch', { target_ids, default_target_id: this.#somewhere() });
  }

  language() {
    const n = this.#n;
    const first = n - (n % 10);
    if (n === first) {
      this.#add('variable_set', { key: `language ${n}`, value: this.#pick(['en', 'de', 'fr']) });
      this.flow();
    } else this.#compare(`\${language ${first}}`, '==', { value_type: 'string', value_string: 'en' });
  }

  /** Three of them, counted in a variable. */
  rounds() {
    const round = `round ${this.#n}`;
    this.#add('variable_set', { key: round, value: '' });
    const again = this.#at(this.#actions.length);
    this.#say('next');
    this.#add('variable_set', { key: round, value: `\${${round}}x` });
    this.#compare(`\${${round}}`, '<', { value_type: 'length', value_length: 3 });
    this.#add('goto', { target_id: again, loop_count: 1 });
  }

  /** Mostly flows of the same department; at times the menu of the number. */
  flow() {
    const department = Math.floor(this.#n / 10) * 10;
    const isFar = this.#random() < 0.1;
    const other = isFar ? this.#random() * this.#account.size : department + this.#random() * 10;
    this.#add('fetch_flow', { flow_id: flowId(Math.floor(other)) });
  }

  queue() {
    this.#add('queue_join', { queue_id: this.#pick(this.#account.queues).id });
    this.#say();
  }

  end() {
    this.#say();
    this.#add('hangup');
  }

  goto() {
    this.#add('goto', { target_id: this.#somewhere(), loop_count: this.#pick([0, 2]) });
  }

  #at(index) {
    return actionId(this.#n, index);
  }

  #somewhere() {
    return () => this.#at(this.#pick(this.#starts));
  }

  #add(type, option) {
    this.#actions.push({ id: this.#at(this.#actions.length), type, option });
  }

  #say(digits_handle) {
    this.#add('talk', { text: 'Something to say', digits_handle });
  }

  #compare(variable, condition, option) {
    const false_target_id = this.#somewhere();
    this.#add('condition_variable', { condition, variable, ...option, false_target_id });
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

if (bundle === undefined) await measureAll();
else await measure(bundle, name, task);
