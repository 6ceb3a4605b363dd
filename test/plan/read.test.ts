/** What a plan file may contain, and the problems of one that is wrong: all of them, each at its place. */
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentYaml } from '../../src/core/yaml/comment.ts';
import { mergeYaml } from '../../src/core/yaml/merge.ts';
import { parseYaml } from '../../src/core/yaml/parse.ts';
import { toYaml, toYamlFile } from '../../src/core/yaml/write.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import { policySchema } from '../../src/audit/policy/schema.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { callsSchema } from '../../src/expect/schema.ts';
import { planSchema } from '../../src/plan/file/schema.ts';
import { rewritePlan, toPlain, writePlan } from '../../src/plan/file/write.ts';
import { compileActions } from '../../src/resources/actions/compile.ts';
import { problemsOf } from '../support/planning.ts';
import { planArbitrary } from '../support/plans.ts';
import { runs } from '../support/runs.ts';

const validate = new Ajv({ strict: false, allErrors: true }).compile(planSchema());

describe('a plan file that is wrong', () => {
  it.each<[string, string, RegExp[]]>([
    ['an unknown kind', 'agent: {}', [/^plan\.yaml:1:1 unknown key "agent", did you mean agents\?$/]],
    ['another version', 'version: 2', [/^plan\.yaml:1:10 this version of voipbin reads version 1/]],
    [
      'an unknown field',
      'tags:\n  sales: { detial: x }',
      [/^plan\.yaml:2:12 unknown field of a tag "detial", did you mean detail\?$/],
    ],
    ['a key twice', 'tags:\n  sales: {}\n  sales: {}', [/^plan\.yaml:3:3 the key "sales" appears twice$/]],
    ['a list for a map', 'tags: [sales]', [/^plan\.yaml:1:7 tags must be a map/]],
    [
      'a number for text',
      'tags: { sales: { detail: 5 } }',
      [/detail must be text, not 5: put it in quotes$/],
    ],
    [
      'a text that is too long',
      `tags: { sales: { name: ${'x'.repeat(256)} } }`,
      [/is longer than 255 characters$/],
    ],
    ['a detail of any length is not', `tags: { sales: { detail: ${'x'.repeat(1000)} } }`, []],
    ['nor are 255 emoji', `tags: { sales: { name: ${'\u{1f468}'.repeat(255)} } }`, []],
    [
      'a name of an agent with too many bytes',
      `agents: { 'anna@acme.example': { name: ${'é'.repeat(128)} } }`,
      [/is longer than 255 bytes$/],
    ],
    [
      'a name of an object that does not exist',
      'queues: { Sales: { tags: [nope] } }',
      [/there is no tag "nope" in this file, declare it under tags/],
    ],
    [
      'a name with a typing error',
      'tags: { sales: {} }\nqueues: { Sales: { tags: [sails] } }',
      [/^plan\.yaml:2:27 there is no tag "sails" in this file, did you mean sales\?$/],
    ],
    ['a broken id', 'queues: { Sales: { wait_flow: "id:1234" } }', [/"id:1234" is not an id/]],
    [
      'an address twice, for the server',
      'agents: { a@b.example: { addresses: ["sip:a@b.example", "sip:a@B.example"] } }',
      [/"sip:a@B\.example" appears twice$/],
    ],
    ['a tag twice', 'tags: { a: {} }\nqueues: { Sales: { tags: [a, a] } }', [/"a" appears twice$/]],
    [
      'no duration',
      'queues: { Sales: { wait_timeout: soon } }',
      [/"soon" is not a duration, such as 30s or 5m$/],
    ],
    ['a negative duration', 'queues: { Sales: { wait_timeout: -1 } }', [/"-1" is not a duration, such/]],
    [
      'durations without a unit',
      'queues: { Sales: { wait_timeout: 5, service_timeout: "300" } }',
      [
        /^plan\.yaml:1:34 5 has no unit, write 5s for seconds, or 5ms for milliseconds$/,
        /^plan\.yaml:1:54 300 has no unit, write 300s for seconds, or 300ms for milliseconds$/,
      ],
    ],
    [
      'a duration in seconds without a unit',
      'flows: { A: { actions: [{ type: recording_start, duration: 90 }] } }',
      [/90 has no unit, write 90s$/],
    ],
    [
      'permissions as numbers',
      'agents: { a@b.example: { permission: 16 }, b@b.example: { permission: [16, 96] }, c@b.example: { permission: 33 } }',
      [
        /^plan\.yaml:1:38 a permission is a name, not 16, 16 is agent$/,
        /^plan\.yaml:1:72 a permission is a name, not 16, 16 is agent$/,
        /^plan\.yaml:1:76 a permission is a name, not 96, 96 is admin\+manager$/,
        /a permission is a name, not 33, choose one of: agent, manager, admin$/,
      ],
    ],
    [
      'an action with two letters in the wrong order',
      'flows: { A: { actions: [{ type: tlak, text: Hello }] } }',
      [/there is no action "tlak", did you mean talk\?$/],
    ],
    [
      'another routing',
      'queues: { Sales: { routing_method: linear } }',
      [/routing_method must be random, not "linear"$/],
    ],
    [
      'a platform permission',
      'agents: { a@b.example: { permission: superadmin } }',
      [/"superadmin" is not a permission that an account can give/],
    ],
    [
      'a permission as a number',
      'agents: { a@b.example: { permission: 1 } }',
      [/a permission is a name, not 1, choose one of: agent, manager, admin/],
    ],
    [
      'no user name',
      'agents: { anna: {} }',
      [/^plan\.yaml:1:11 "anna" is not an e-mail address: agents are named by theirs$/],
    ],
    [
      'a user name with the full stop of a sentence',
      'agents: { "anna@acme.example.": {} }',
      [/"anna@acme\.example\." is not an e-mail address/],
    ],
    [
      'a password in plain text',
      'agents: { a@b.example: { password: hunter2 } }',
      [/^plan\.yaml:1:36 a password is never written here: say env:NAME, file:path or generate$/],
    ],
    [
      'an address of an agent',
      'agents: { a@b.example: { addresses: ["fax:1"] } }',
      [/"fax:1" is not an address of an agent/],
    ],
    [
      'a phone number that is not valid',
      'agents: { a@b.example: { addresses: ["tel:555"] } }',
      [/"555" is not E\.164/],
    ],
    [
      'an extension that does not exist',
      'agents: { a@b.example: { addresses: ["extension:1001"] } }',
      [/there is no extension "1001" in this file/],
    ],
    ['a country', 'outbound: { destination_whitelist: [xx] }', [/"xx" is not a country, such as us or de$/]],
    ['a codec', 'outbound: { codecs: "PCMU,MP3" }', [/"MP3" is not a codec: choose from PCMU/]],
    ['a web address', 'account: { webhook_uri: hooks.example }', [/is not a web address such as https/]],
    ['an e-mail that is cleared', 'account: { email: null }', [/email cannot be cleared: leave it out/]],
    ['a phone number', 'numbers: { "4155550100": {} }', [/is not E\.164: a plus sign/]],
    [
      'a reserved virtual number',
      'numbers: { "+899000123456": {} }',
      [/is not a virtual number: \+899 and nine digits/],
    ],
    [
      'a number and any number',
      'numbers: { "+899123456789": { virtual: any } }',
      [/is a number already: leave `virtual: any` out/],
    ],
    ['an action without a type', 'flows: { A: { actions: [{ text: x }] } }', [/an action needs a type$/]],
    [
      'an unknown action',
      'flows: { A: { actions: [{ type: talkk }] } }',
      [/there is no action "talkk", did you mean talk\?$/],
    ],
    [
      'an unknown option',
      'flows: { A: { actions: [{ type: talk, txt: x }] } }',
      [/talk has no option "txt", did you mean text\?$/],
    ],
    [
      'an id where a name belongs',
      'flows: { A: { actions: [{ type: queue_join, queue_id: x }] } }',
      [/here it is queue, with a name instead of an id$/],
    ],
    [
      'a jump to a label that does not exist',
      'flows: { A: { actions: [{ type: goto, target: menu, loop_count: 1 }] } }',
      [/no action of this flow has the label "menu"$/],
    ],
    [
      'a jump with a typing error',
      'flows: { A: { actions: [{ type: talk, label: menu }, { type: goto, target: manu }] } }',
      [/did you mean menu\?$/],
    ],
    [
      'a label twice',
      'flows: { A: { actions: [{ type: talk, label: a }, { type: beep, label: a }] } }',
      [/the label "a" appears twice$/],
    ],
    [
      'a reserved label',
      'flows: { A: { actions: [{ type: talk, label: finish }] } }',
      [/"finish" cannot be a label/],
    ],
    [
      'half seconds for seconds',
      'flows: { A: { actions: [{ type: recording_start, duration: 1500ms }] } }',
      [/must be whole seconds$/],
    ],
    [
      'a permission that only JavaScript knows',
      'agents: { a@b.example: { permission: constructor } }',
      [/"constructor" is not a permission that an account can give/],
    ],
    [
      'no permission at all',
      'agents: { a@b.example: { permission: [] } }',
      [/an agent needs a permission, choose one of: agent, manager, admin$/],
    ],
    [
      'an empty sum of permissions',
      'agents: { a@b.example: { permission: "+" } }',
      [/an agent needs a permission, choose one of: agent, manager, admin$/],
    ],
    ...(['constructor', 'toString', '__proto__', 'hasOwnProperty'] as const).flatMap(
      (word): [string, string, RegExp[]][] => [
        [
          `an action ${word}`,
          `flows: { A: { actions: [{ type: ${word} }] } }`,
          [new RegExp(`there is no action "${word}"`)],
        ],
        [
          `an option ${word}`,
          `flows: { A: { actions: [{ type: talk, ${word}: x }] } }`,
          [new RegExp(`talk has no option "${word}"`)],
        ],
        [
          `a jump to ${word}`,
          `flows: { A: { actions: [{ type: goto, target: ${word} }] } }`,
          [new RegExp(`no action of this flow has the label "${word}"`)],
        ],
        [
          `a tag ${word} that is not there`,
          `queues: { A: { tags: [${word}] } }`,
          [new RegExp(`there is no tag "${word}" in this file`)],
        ],
        [`a field ${word}`, `tags: { a: { ${word}: x } }`, [new RegExp(`unknown field of a tag "${word}"`)]],
      ],
    ),
    ...(['tags', 'flows', 'queues', 'extensions'] as const).map((kind): [string, string, RegExp[]] => [
      `a long name under ${kind}`,
      `${kind}:\n  ? ${'ü'.repeat(256)}\n  : {}`,
      [/^plan\.yaml:2:5 the name "ü{60}…" is longer than 255 characters$/],
    ]),
    [
      'a long user name',
      `agents:\n  ${'ü'.repeat(124)}@b.example: {}`,
      [/^plan\.yaml:2:3 the user name ".*…" is longer than 255 bytes$/],
    ],
    [
      'a duration that no server can keep',
      'queues: { Sales: { wait_timeout: 600h } }',
      [/a duration must not be longer than 2147483647 milliseconds/],
    ],
    [
      'the same in milliseconds',
      'queues: { Sales: { wait_timeout: 2147483648ms } }',
      [/a duration must not be longer than 2147483647 milliseconds/],
    ],
    [
      'the same in seconds',
      'flows: { A: { actions: [{ type: ai_talk, duration: 99999999999h }] } }',
      [/a duration must not be longer than 2147483647 seconds/],
    ],
    [
      'a number that is not finite',
      'flows: { A: { actions: [{ type: condition_variable, value_number: .inf, extra: { a: [.nan] } }] } }',
      [/^plan\.yaml:1:67 a number must be finite$/, /a number must be finite$/],
    ],
    ['no YAML', 'tags: [', [/^plan\.yaml:1:8 /]],
    ['an alias', 'tags: { a: &x {}, b: *x }', [/an alias \(\*x\) is not allowed/]],
  ])('%s', (_name, text, expected) => {
    const found = problemsOf(text);
    expect(found).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
  });

  it.each([
    ['a value', 'hours: { A: { time_zone: Mars, open: mon-fri 9-17 } }', false],
    ['a name', 'numbers: { "+49": {} }', false],
    ['a value and a mistyped key', 'tgs: { a: { detail: 5 } }\naccount: { name: 5 }', false],
    ['an unknown key', 'foo: 1', true],
    ['the wrong kind of section', 'tags: [a]', true],
    ['no YAML', 'tags: {a: {}', true],
    ['a value and an unknown key', 'foo: 1\naccount: { name: 5 }', true],
  ])('what a whole file looks like is hinted at where that helps: %s', (_name, text, isHinted) => {
    const hint = '`voipbin export` writes a plan file of the account as it is';
    expect(() => readPlan(text, 'plan.yaml')).toThrow(
      expect.objectContaining({ hint: isHinted ? hint : undefined }) as Error,
    );
  });

  it('only the first hundred of many problems get a hint', () => {
    const many = Array.from({ length: 150 }, (_, index) => index);
    const queues = many.map((index) => `  q${index}: { tags: [tig nome] }`).join('\n');
    const found = problemsOf(`tags: { tag name: {} }\nqueues:\n${queues}`);
    expect(found).toHaveLength(150);
    expect(found.filter((line) => line.endsWith('did you mean tag name?'))).toHaveLength(100);
  });

  it('only a few of many labels are named', () => {
    const labels = Array.from({ length: 3000 }, (_, index) => `{ type: beep, label: l${index} }`);
    const [found] = problemsOf(
      `flows: { A: { actions: [{ type: goto, target: no such }, ${labels.join(', ')}] } }`,
    );
    expect(found).toMatch(/has the label "no such", choose one of: l0, l1, .*, l9, \.\.\.$/);
  });

  it('all problems are reported together, in the order of the file', () => {
    const found = problemsOf(`
tags: { sales: { detial: x } }
queues:
  Sales: { tags: [sails], wait_timeout: soon }
agents:
  anna: { password: hunter2 }
`);
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'plan.yaml:2:18',
      'plan.yaml:4:19',
      'plan.yaml:4:41',
      'plan.yaml:6:3',
      'plan.yaml:6:21',
    ]);
    expect(found.join('\n')).not.toContain('hunter2');
  });

  it('any text gives problems or a document, and never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => text),
        ),
        (text) => {
          expect(Array.isArray(problemsOf(text))).toBe(true);
        },
      ),
      runs(500),
    );
    const kinds = ['account', 'outbound', 'tags', 'flows', 'queues', 'agents', 'extensions', 'numbers'];
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.jsonValue(), (kind, value) => {
        expect(Array.isArray(problemsOf(toYaml({ [kind]: value })))).toBe(true);
      }),
      runs(500),
    );
  });
});

describe('a plan file that is right', () => {
  it('an empty file is an empty plan', () => {
    expect(readPlan('', 'plan.yaml').document).toEqual({ version: 1 });
  });

  it('names, units and words become the values of the API', () => {
    const { document } = readPlan(
      `
tags: { sales: , night: { detail: null } }
queues: { Sales: { tags: [sales], wait_timeout: 1m30s, service_timeout: 250ms } }
agents: { a@b.example: { permission: agent + admin, password: "env:ANNA" } }
flows:
  A: { actions: [{ type: recording_start, duration: 2m }, { type: sleep, duration: 2s, next: finish }] }
numbers: { hotline: { virtual: any } }
`,
      'plan.yaml',
    );
    expect(document).toMatchObject({
      tags: { sales: {}, night: { detail: null } },
      queues: { Sales: { tags: ['sales'], wait_timeout: 90_000, service_timeout: 250 } },
      agents: { 'a@b.example': { permission: 48, password: { from: 'env', name: 'ANNA' } } },
      flows: {
        A: {
          actions: [
            { type: 'recording_start', option: { duration: 120 } },
            { type: 'sleep', option: { duration: 2000 }, next: 'finish' },
          ],
        },
      },
      numbers: { hotline: { virtual: 'any' } },
    });
  });

  it('a phone number needs no quotes: as a value, a key, an item of a list', () => {
    const { document } = readPlan(
      `
account: { phone_number: +14155550101 }
extensions: { 0100: { password: generate } }
agents:
  a@b.example:
    addresses: [+14155550102, { type: tel, target: +14155550103 }, { type: extension, target: 0100 }]
flows:
  A:
    actions:
      - { type: connect, source: +14155550104, destinations: [ +14155550105, { type: tel, target: +14155550106 } ] }
numbers:
  +14155550107: { call_flow: A }
`,
      'plan.yaml',
    );
    const tel = (target: string): object => ({ type: 'tel', target });
    expect(document).toMatchObject({
      account: { phone_number: '+14155550101' },
      agents: {
        'a@b.example': {
          addresses: [tel('+14155550102'), tel('+14155550103'), { type: 'extension', target: '0100' }],
        },
      },
      flows: {
        A: {
          actions: [
            {
              option: {
                source: tel('+14155550104'),
                destinations: [tel('+14155550105'), tel('+14155550106')],
              },
            },
          ],
        },
      },
      numbers: { '+14155550107': { call_flow: 'A' } },
    });
  });

  it.each([
    ['0x1F', '"0x1F" is not E.164'],
    ['0014155550101', '"0014155550101" is not E.164'],
    ['+1_415_555_0101', '"+1_415_555_0101" is not E.164'],
    ['1.4e10', '"1.4e10" is not E.164'],
    ['+141555501010000000000', '"+141555501010000000000" is not E.164'],
  ])('%s is not a phone number, and is named as it is spelled', (spelled, message) => {
    expect(problemsOf(`account: { phone_number: ${spelled} }`).join()).toContain(message);
  });

  it('a number in place of a text is named as it is spelled', () => {
    expect(problemsOf('tags: { a: { detail: 0x1F } }').join()).toContain(
      'detail must be text, not 0x1F: put it in quotes',
    );
  });

  it('agents and extensions in actions are given by name, in nested lists, too', () => {
    const { document } = readPlan(
      `
agents: { a@b.example: {} }
extensions: { "1001": {} }
flows:
  A:
    actions:
      - type: call
        destinations: [agent:a@b.example, 'agent:\${who}', agent:5E4A0680-804e-11ec-8477-2fea5968d85b]
        actions: [{ type: connect, destinations: [{ type: extension, target: 1001 }] }]
`,
      'plan.yaml',
    );
    const [call] = document.flows?.['A']?.actions ?? [];
    const ids = { idOf: ({ kind, name }: { kind: string; name: string }) => `${kind}<${name}>` };
    const wire = compileActions(call === undefined ? [] : [call], ids, 'flows/A');
    const targets = JSON.stringify(wire).match(/"target":"[^"]*"/g);
    expect(targets).toEqual([
      '"target":"agents<a@b.example>"',
      '"target":"${who}"',
      '"target":"agents<id:5e4a0680-804e-11ec-8477-2fea5968d85b>"',
      '"target":"extensions<1001>"',
    ]);
  });

  it('what is unknown in hours and settings is told without an article', () => {
    expect(problemsOf('hours: { A: { holiday: DE } }\noutbound: { foo: 1 }')).toEqual([
      'plan.yaml:1:15 unknown field of hours "holiday", did you mean holidays?',
      'plan.yaml:2:13 unknown field of outbound settings "foo"',
    ]);
  });

  it('agents and extensions that do not exist are reported', () => {
    const found = problemsOf(
      'agents: { a@b.example: {} }\nflows: { A: { actions: [{ type: connect, destinations: [agent:a@b.exampel, extension:1] }] } }',
    );
    expect(found).toEqual([
      'plan.yaml:2:57 there is no agent "a@b.exampel" in this file, did you mean a@b.example?',
      'plan.yaml:2:76 there is no extension "1" in this file, declare it under extensions, or write id: and its id for one that is not managed here',
    ]);
  });

  it('a name is a name, whatever JavaScript takes it for', () => {
    const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const list = odd.join(', ');
    const { document } = readPlan(
      `
tags: { ${odd.map((name) => `${name}: {}`).join(', ')} }
queues: { __proto__: { tags: [${list}] } }
flows:
  __proto__:
    actions:
      - { type: queue_join, label: constructor, queue: __proto__ }
      - { type: branch, targets: { __proto__: constructor, toString: constructor } }
      - { type: goto, target: constructor, loop_count: 1, extra: { __proto__: { a: 1 } } }
`,
      'plan.yaml',
    );
    expect(Object.keys(document.tags ?? {})).toEqual(odd);
    expect(document.queues?.['__proto__']).toEqual({ tags: odd });
    const written = writePlan(document, 'file:///x.json');
    expect(written.match(/__proto__/g)).toHaveLength(7);
    expect(readPlan(written, 'plan.yaml').document).toEqual(document);
    expect(readPlan(rewritePlan('tags: { a: {} }', document), 'plan.yaml').document).toEqual(document);
  });

  it('accepts names of 255 characters, and the longest duration', () => {
    const name = 'ü'.repeat(255);
    const text = `queues:\n  ${name}: { wait_timeout: 2147483647ms, service_timeout: -0 }`;
    const { document } = readPlan(text, 'plan.yaml');
    expect(document.queues).toEqual({ [name]: { wait_timeout: 2_147_483_647, service_timeout: 0 } });
  });

  it.each<[string, object]>([
    [
      'blanks within a duration',
      { queues: { a: { wait_timeout: ' 1 m 30 s ', service_timeout: '1 0 m s' } } },
    ],
    ['blanks around permissions', { agents: { 'a@b.example': { permission: ' agent +admin+ ' } } }],
    ['a list of permissions', { agents: { 'a@b.example': { permission: [' agent ', 'admin'] } } }],
    ['blanks around a source of passwords', { agents: { 'a@b.example': { password: ' env:ANNA ' } } }],
    ['blanks around a file', { agents: { 'a@b.example': { password: '\tfile:a b.txt\n' } } }],
    ['blanks around an id', { tags: { a: { id: ' 5e4a0680-804e-11ec-8477-2fea5968d85b ' } } }],
    ['blanks around an address', { agents: { 'a@b.example': { addresses: [' tel:+14155550100 '] } } }],
    [
      'blanks within an address',
      { flows: { a: { actions: [{ type: 'connect', destinations: [' sip:\n a@b.example '] }] } } },
    ],
    ['countries in any spelling', { outbound: { destination_whitelist: [' US ', 'de', 'DE'] } }],
    ['an empty webhook method', { account: { webhook_method: '' } }],
    ['a cleared webhook method', { account: { webhook_method: null } }],
  ])('the schema takes what the reader takes: %s', (_name, plain) => {
    expect(problemsOf(toYaml(plain))).toEqual([]);
    expect(validate(plain), JSON.stringify(validate.errors?.[0])).toBe(true);
  });

  it('is accepted by the schema for editors, and is written as it was read', () => {
    fc.assert(
      fc.property(planArbitrary, (plain) => {
        expect(validate(plain), JSON.stringify(validate.errors?.[0])).toBe(true);
        const { document } = readPlan(toYaml(plain), 'plan.yaml');
        const again = readPlan(writePlan(document, 'file:///x.json'), 'plan.yaml').document;
        expect(again).toEqual(document);
        expect(validate(toPlain(document)), JSON.stringify(validate.errors?.[0])).toBe(true);
      }),
      runs(200),
    );
  });

  it('the schema names each branch: editors show the title of the file for those without', () => {
    const untitled = (node: unknown, path: string): string[] => {
      if (typeof node !== 'object' || node === null) return [];
      return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
        const branches = ['anyOf', 'oneOf'].includes(key)
          ? (value as object[])
          : key === 'then'
            ? [value]
            : [];
        const bare = branches.filter((branch) => typeof branch === 'object' && !('title' in (branch ?? {})));
        return [...bare.map(() => `${path}/${key}`), ...untitled(value, `${path}/${key}`)];
      });
    };

    expect(
      [planSchema(), policySchema(rules), callsSchema()].flatMap((schema) => untitled(schema, '')),
    ).toEqual([]);
  });

  it('the schema refuses what the reader refuses', () => {
    for (const wrong of [
      { agent: {} },
      { tags: { a: { detial: 'x' } } },
      { queues: { a: { wait_timeout: 'soon' } } },
      { flows: { a: { actions: [{ type: 'tlak' }] } } },
      { flows: { a: { actions: [{ type: 'talk', txt: 'x' }] } } },
      { agents: { 'a@b.example': { permission: 'root', password: 'hunter2' } } },
      { agents: { 'a@b.example': { permission: [] } } },
      { agents: { 'a@b.example': { permission: '+' } } },
      { agents: { 'a@b.example': { permission: 'agent admin' } } },
      { account: { webhook_method: 'PATCH' } },
      { queues: { a: { wait_timeout: 2_147_483_648 } } },
      { queues: { a: { wait_timeout: '1 5' } } },
      { flows: { a: { actions: [{ type: ' talk ' }] } } },
      { outbound: { destination_whitelist: ['uk'] } },
      { agents: { anna: {} } },
      { agents: { 'a@b.example': { addresses: ['tel:0171234567'] } } },
      { agents: { 'a@b.example': { addresses: ['sip:anna'] } } },
      { account: { email: 'anna@example' } },
      { account: { phone_number: '0171 234567' } },
      { account: { webhook_uri: 'hooks.example.com' } },
    ]) {
      expect(validate(wrong)).toBe(false);
      expect(problemsOf(toYaml(wrong))).not.toEqual([]);
    }
  });
});

describe('a large plan file', () => {
  it('takes time in proportion', () => {
    const names = Array.from({ length: 6000 }, (_, index) => `Flow ${index}`);
    const text = names
      .map((name, index) => `  ${name}: { on_complete_flow: ${names[index - 1] ?? name} }`)
      .join('\n');
    const started = performance.now();
    expect(Object.keys(readPlan(`flows:\n${text}`, 'plan.yaml').document.flows ?? {})).toHaveLength(6000);
    expect(performance.now() - started).toBeLessThan(7000);
  }, 30_000);
});

describe('an invisible character', () => {
  const odd = ['\u202e', '\u200b', '\ufeff', '\u00ad', '\u0085', '\u2028', '\u001b', '\ud800', '\r'];

  it.each(odd.map((char) => [JSON.stringify(char), char]))('%s is escaped in a file', (_name, char) => {
    const value = { [`a${char}b`]: [`x${char}\ny`, { [char]: char }] };
    for (const text of [toYaml(value), toYamlFile(value), mergeYaml('other: 1 # gone', value)]) {
      expect(text).not.toContain(char);
      expect(parseYaml(text)).toMatchObject({ value, problems: [] });
    }
    const kept = commentYaml(toYaml(value), [{ path: [`a${char}b`], comment: 'why' }], 'end');
    expect(kept).not.toContain(char);
    expect(parseYaml(kept).value).toEqual(value);
  });

  it('line breaks, tabs and any alphabet stay as they are', () => {
    const value = { 営業: 'Zürich 😀\n\ttwo\n' };
    expect(toYaml(value)).toBe('営業: |\n  Zürich 😀\n  \ttwo\n');
  });

  it('any text is read as it was written', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text))), (value) => {
        const plain = Object.fromEntries(Object.entries(value));
        expect(parseYaml(toYamlFile(plain)).value).toEqual(plain);
      }),
    );
  });
});

describe('a plan file that is written again', () => {
  const text = `# The telephone account of Acme
version: 1

tags:
  sales: { detail: "First" } # who sells
  # nobody knows
  old: {}

queues:
  Sales:
    tags: [sales]   # by tag
    wait_timeout: 300s
`;

  it('keeps its comments, its order and its spelling', () => {
    const { document } = readPlan(text, 'plan.yaml');
    const changed = { ...document, tags: { ...document.tags, sales: { detail: 'Second' }, night: {} } };
    const written = rewritePlan(text, changed);
    for (const comment of ['# The telephone account of Acme', '# who sells', '# nobody knows', '# by tag']) {
      expect(written).toContain(comment);
    }
    expect(written).toContain('Second');
    expect(written).toContain('night: {}');
    expect(readPlan(written, 'plan.yaml').document).toEqual(changed);
  });

  it('keeps every byte of what means the same', () => {
    const odd = `account: { phone_number: +14155550101 }   # unquoted
queues:
    Sales:
        wait_timeout:   60s
        service_timeout: 90000ms
agents: {a@b.example: {permission: [ agent,admin ], addresses: [+14155550102]}}
flows:
  Main:
    actions:
      # greets
      - {type: talk,text: Welcome}   # short
      - type: sleep
        duration: 1000ms # a second
        # then
      # asks
      - type: talk
        text: Press 1
      - { type: connect, label: out, destinations: [ "tel:+14155550103" ] } # rings
`;
    const { document } = readPlan(odd, 'plan.yaml');
    expect(rewritePlan(odd, document)).toBe(odd);
    const [greets, sleep, asks, rings] = document.flows?.['Main']?.actions ?? [];
    if (greets === undefined || sleep === undefined || asks === undefined || rings === undefined) {
      throw new Error('four actions');
    }
    const more = { ...asks, option: { text: 'Press 1 or 2' } };
    const ring = { ...rings, option: { destinations: [{ type: 'tel', target: '+14155550104' }] } };
    const changed = { ...document, flows: { Main: { actions: [ring, sleep, more] } } };
    const written = rewritePlan(odd, changed);
    expect(written).toBe(
      odd
        .replace(
          / {6}# greets\n.*\n/,
          '      - { type: connect, label: out, destinations: [ tel:+14155550104 ] } # rings\n',
        )
        .replace('text: Press 1', 'text: Press 1 or 2')
        .replace(/ {6}- \{ type: connect, label: out, destinations: \[ "tel.*\n/, ''),
    );
    expect(readPlan(written, 'plan.yaml').document).toEqual(changed);
  });

  it('a changed action is matched with the most similar one, and keeps its comment', () => {
    const odd = `flows:
  Main:
    actions:
      # greets
      - { type: talk, text: Welcome to Acme., language: null }
      # asks
      - { type: talk, text: Press 1 for sales., language: null }
`;
    const { document } = readPlan(odd, 'plan.yaml');
    const text = 'Press 1 for sales, 2 for support.';
    const flows = { Main: { actions: [{ type: 'talk', option: { text } }] } };
    expect(rewritePlan(odd, { ...document, flows })).toBe(
      `flows:\n  Main:\n    actions:\n      # asks\n      - { type: talk, text: "${text}", language: null }\n`,
    );
  });

  it('a list with duplicate items is written again', () => {
    const odd = 'outbound: { destination_whitelist: [US, us, de] } # where to';
    const { document } = readPlan(odd, 'plan.yaml');
    const outbound = { destination_whitelist: ['de'] };
    expect(rewritePlan(odd, { ...document, outbound })).toBe(
      'outbound: { destination_whitelist: [de] } # where to',
    );
  });

  it('has the new content, whatever it was before', () => {
    fc.assert(
      fc.property(planArbitrary, planArbitrary, (before, after) => {
        const merged = mergeYaml(toYaml(before), after);
        expect(parseYaml(merged).value).toEqual(JSON.parse(JSON.stringify(after)));
      }),
      runs(200),
    );
  });
});
