/** What is found before any change: for each account and file, exactly these obstacles and notes. */
import { describe, expect, it } from 'vitest';
import { agentOf, idOf, lockOf, planOf, type Account } from '../support/planning.ts';

const one = 'agent-1@acme.example';
const two = 'agent-2@acme.example';
const [X, Y] = ['tel:+14155550101', 'tel:+14155550102'];
const GONE = idOf(999);
const flow = (n: number, name = `Flow ${n}`): { id: string; name: string } => ({ id: idOf(n), name });

const obstaclesOf = (...args: Parameters<typeof planOf>): string[] =>
  planOf(...args).plan.obstacles.map(({ code, message }) => `${code} ${message}`);
const notesOf = (...args: Parameters<typeof planOf>): string[] =>
  planOf(...args)
    .plan.changes.filter(({ verb }) => verb === 'note')
    .map(({ address, because = '' }) => `${address}: ${because}`);

describe('addresses', () => {
  const sip = (target: string): object => ({ agents: { [two]: { addresses: [`sip:${target}`] } } });
  it.each<[string, object, Account, string[]]>([
    [
      'of an agent that keeps it',
      { agents: { [two]: { addresses: [X] } } },
      { agents: [agentOf(1, X), agentOf(2)] },
      [`TAKEN the address ${X} of ${two} belongs to ${one}`],
    ],
    [
      'of an agent that changes, and keeps it',
      { agents: { [two]: { addresses: [X] }, [one]: { addresses: [Y, X] } } },
      { agents: [agentOf(1, X), agentOf(2)] },
      [`TAKEN the address ${X} of ${two} belongs to ${one}`],
    ],
    [
      'of an agent that is declared without addresses',
      { agents: { [one]: {}, [two]: { addresses: [X] } } },
      { agents: [agentOf(1, X), agentOf(2)] },
      [`TAKEN the address ${X} of ${two} belongs to ${one}`],
    ],
    [
      'that differs only in spelling',
      sip('anna@ACME.example'),
      { agents: [agentOf(1, 'sip:anna@acme.example'), agentOf(2)] },
      [`TAKEN the address sip:anna@ACME.example of ${two} belongs to ${one}`],
    ],
    [
      'that is spelled differently in the account',
      { agents: { [two]: { addresses: ['tel:+14155550101'] } } },
      {
        agents: [{ ...agentOf(1), addresses: [{ type: 'tel', target: '+1 415 555-0101' }] }, agentOf(2)],
      },
      [`TAKEN the address ${X} of ${two} belongs to ${one}`],
    ],
    [
      'of another user of one SIP host',
      sip('Anna@acme.example'),
      { agents: [agentOf(1, 'sip:anna@acme.example'), agentOf(2)] },
      [],
    ],
    [
      'that two new agents declare',
      { agents: { [one]: { addresses: [X] }, [two]: { addresses: [X] } } },
      {},
      [`TAKEN the address ${X} of ${two} belongs to ${one}`],
    ],
    [
      'a new extension that two agents declare',
      {
        extensions: { 1001: { password: 'generate' } },
        agents: { [one]: { addresses: ['extension:1001'] }, [two]: { addresses: ['extension:1001'] } },
      },
      {},
      [`TAKEN the address extension:1001 of ${two} belongs to ${one}`],
    ],
    [
      'an extension by its id and by its number',
      {
        extensions: { 1001: {} },
        agents: { [two]: { addresses: ['extension:1001', `extension:id:${idOf(7)}`] } },
      },
      { extensions: [{ id: idOf(7), extension: '1001' }], agents: [agentOf(2)] },
      [`TAKEN the address extension:id:${idOf(7)} of ${two} appears twice`],
    ],
    [
      'an extension that another agent has',
      { extensions: { 1001: {} }, agents: { [two]: { addresses: ['extension:1001'] } } },
      {
        extensions: [{ id: idOf(7), extension: '1001' }],
        agents: [agentOf(1, `extension:${idOf(7)}`), agentOf(2)],
      },
      [`TAKEN the address extension:1001 of ${two} belongs to ${one}`],
    ],
    [
      'that are swapped',
      { agents: { [one]: { addresses: [Y] }, [two]: { addresses: [X] } } },
      { agents: [agentOf(1, X), agentOf(2, Y)] },
      [`TAKEN ${one}, ${two}: each of them waits for something that another one must give up first`],
    ],
    [
      'that are passed on',
      { agents: { [one]: { addresses: [Y] }, [two]: { addresses: [] } } },
      { agents: [agentOf(1, X), agentOf(2, Y)] },
      [],
    ],
    [
      'that two agents of an odd account have, and keep',
      { agents: { [one]: { addresses: [X] }, [two]: { addresses: [X], name: 'Two' } } },
      { agents: [agentOf(1, X), agentOf(2, X)] },
      [],
    ],
  ])('%s', (_name, plain, account, expected) => {
    expect(obstaclesOf(plain, account)).toEqual(expected);
  });

  it('of an agent that is deleted: the deletion comes last, and the hint says what to do', () => {
    const { plan } = planOf(
      { agents: { [two]: { addresses: [X] } } },
      { agents: [agentOf(1, X), agentOf(2)] },
      { prune: true, lock: lockOf({ agents: { [one]: idOf(1) } }) },
    );
    expect(plan.obstacles).toEqual([
      {
        code: 'TAKEN',
        exit_code: 7,
        message: `the address ${X} of ${two} belongs to ${one} until that agent is deleted, which comes last`,
        hint: 'apply in two steps: first take the address away, then give it to the other agent',
      },
    ]);
  });
});

describe('administrators', () => {
  const [ADMIN, SUPER] = [32, 1];
  const only = `LAST_ADMIN ${one} is the only administrator: the server lets it be admin and nothing else`;
  const none = 'LAST_ADMIN no administrator would be left';
  it.each<[string, object, Account['agents'], string[]]>([
    ['the only one', { [one]: { permission: 'agent' } }, [agentOf(1, '', ADMIN)], [only]],
    [
      'the only one, given more permissions',
      { [one]: { permission: 'admin+manager' } },
      [agentOf(1, '', ADMIN)],
      [only],
    ],
    ['the only one, given fewer permissions', { [one]: { permission: 'admin' } }, [agentOf(1, '', 96)], []],
    [
      'the only one besides platform staff',
      { [one]: { permission: 'agent' } },
      [agentOf(1, '', ADMIN), agentOf(2, '', SUPER)],
      [],
    ],
    ['platform staff, the only one', { [one]: { permission: 'agent' } }, [agentOf(1, '', SUPER)], [only]],
    [
      'the only one, another promoted',
      { [one]: { permission: 'agent' }, [two]: { permission: 'admin' } },
      [agentOf(1, '', ADMIN), agentOf(2)],
      [],
    ],
    [
      'the only one, another created',
      { [one]: { permission: 'agent' }, [two]: { permission: 'admin', addresses: [X] } },
      [agentOf(1, '', ADMIN)],
      [],
    ],
    [
      'both of two',
      { [one]: { permission: 'agent' }, [two]: { permission: 'manager' } },
      [agentOf(1, '', ADMIN), agentOf(2, '', ADMIN)],
      [none],
    ],
    ['none at the start', { [one]: { permission: 'manager' } }, [agentOf(1)], []],
    [
      'of whom one takes an address that another gives up as it steps down',
      { [one]: { permission: 'agent', addresses: [] }, [two]: { permission: 'admin', addresses: [X] } },
      [agentOf(1, X, ADMIN), agentOf(2)],
      [`TAKEN ${one}, ${two}: each of them waits for something that another one must give up first`],
    ],
  ])('%s', (_name, agents, live, expected) => {
    expect(obstaclesOf({ agents }, { agents: live ?? [] })).toEqual(expected);
  });

  it.each([
    ['is deleted', {}, [none]],
    ['is deleted, and another is created', { [two]: { permission: 'admin', addresses: [Y] } }, []],
  ])('the only one %s', (_name, agents, expected) => {
    const lock = lockOf({ agents: { [one]: idOf(1) } });
    expect(obstaclesOf({ agents }, { agents: [agentOf(1, X, ADMIN)] }, { prune: true, lock })).toEqual(
      expected,
    );
  });
});

describe('an object that is named by id and does not exist', () => {
  const missing = (address: string, key: string, what: string): string =>
    `MISSING ${address}: ${key} names ${what} that is not there (${GONE})`;
  const id = `id:${GONE}`;
  it.each<[string, object, string[]]>([
    ['a wait flow', { queues: { Q: { wait_flow: id } } }, [missing('queues/Q', 'wait_flow', 'a flow')]],
    [
      'the next flow of a flow',
      { flows: { F: { on_complete_flow: id } } },
      [missing('flows/F', 'on_complete_flow', 'a flow')],
    ],
    [
      'the flow of a number',
      { numbers: { '+899123456789': { call_flow: id } } },
      [missing('numbers/+899123456789', 'call_flow', 'a flow')],
    ],
    [
      'an extension',
      { agents: { [one]: { addresses: [`extension:${id}`] } } },
      [missing(`agents/${one}`, 'addresses', 'an extension')],
    ],
  ])('%s is an obstacle', (_name, plain, expected) => {
    expect(obstaclesOf(plain)).toEqual(expected);
  });

  it.each<[string, object, string]>([
    ['the tag of a queue', { queues: { T: { tags: [id], wait_flow: null } } }, 'queues/T: tags names a tag'],
    [
      'the tag of an agent',
      { agents: { [one]: { tags: [id], addresses: [X] } } },
      `agents/${one}: tags names a tag`,
    ],
    [
      'a queue in an action',
      { flows: { F: { actions: [{ type: 'queue_join', queue: id }] } } },
      'flows/F: actions names a queue',
    ],
    [
      'a flow in an action',
      {
        flows: {
          F: {
            actions: [
              { type: 'fetch_flow', flow: id },
              { type: 'fetch_flow', flow: id },
            ],
          },
        },
      },
      'flows/F: actions names a flow',
    ],
  ])('%s is a note', (_name, plain, expected) => {
    expect(obstaclesOf(plain)).toEqual([]);
    expect(notesOf(plain).filter((note) => note.includes(GONE))).toEqual([
      `${expected} that is not there (${GONE})`,
    ]);
  });

  it('is no obstacle if the reference stays as it is', () => {
    const queue = { id: idOf(1), name: 'Q', tag_ids: [GONE], wait_flow_id: GONE };
    const plain = { queues: { Q: { detail: 'new', wait_flow: id, tags: [id] } } };
    expect([obstaclesOf(plain, { queues: [queue] }), notesOf(plain, { queues: [queue] })]).toEqual([[], []]);
  });
});

describe('obstacles and notes', () => {
  it('a new extension without a password', () => {
    expect(obstaclesOf({ extensions: { 1001: {} } })).toEqual([
      'MISSING extensions/1001: a new extension needs a password: generate, env:NAME or file:path',
    ]);
    expect(
      obstaclesOf({ extensions: { 1001: {} } }, { extensions: [{ id: idOf(1), extension: '1001' }] }),
    ).toEqual([]);
  });

  it('are reported even if there is nothing to do', () => {
    const { plan } = planOf({ outbound: { codecs: 'PCMU' } });
    expect(plan.changes).toEqual([]);
    expect(plan.obstacles).toMatchObject([{ code: 'MISSING' }]);
  });

  it.each([{}, { addresses: [] }])('a new agent without an address: %j', (given) => {
    const plain = { agents: { 'new@acme.example': { ...given, password: 'generate' } } };

    expect(obstaclesOf(plain)).toEqual([
      expect.stringContaining(
        'a new agent needs an address: --address tel:+14155550101, or addresses in a plan file',
      ),
    ]);
  });

  it.each([
    [{ name: 'Acme Inc.' }, 2],
    [{ rtp_debug: true }, 2],
    [{ name: 'Acme Inc.', rtp_debug: true }, 3],
  ])('the requests that a change of the account takes: %j', (account, requests) => {
    expect(planOf({ account }).plan.requests).toBe(requests);
  });

  it('a country that is listed and still refused', () => {
    const outbound = { id: idOf(7), destination_whitelist: ['us', 'jm'], name: '', detail: '', codecs: '' };
    const notes = (destination_whitelist: string[]) =>
      notesOf({ outbound: { destination_whitelist } }, { outbound });

    expect(notes(['jm', 'cw'])).toEqual([
      'outbound: jm does not allow calls to mobile numbers in Jamaica: the platform takes them for vi (U.S. Virgin Islands); list vi as well',
      'outbound: cw does not allow calls to mobile numbers in Curaçao: the platform does not know them, and refuses them whatever is listed',
    ]);
    expect(notes(['jm', 'vi', 'us'])).toEqual([]);
    expect(notes(['us', 'jm'])).toEqual([]);
    expect(notes(['us', 'jp', 'be'])).toEqual([
      'outbound: calls to land lines in Japan and Belgium are refused whatever is listed: the platform does not know numbers of that length',
    ]);
  });

  it.each<[string, object, boolean]>([
    ['a queue', { queues: { Q: { wait_flow: null } } }, true],
    ['a bought number', { numbers: { '+14155550170': {} } }, true],
    ['a virtual number', { numbers: { line: { virtual: 'any' } } }, true],
    ['a tag and a flow', { tags: { t: {} }, flows: { F: {} } }, false],
  ])('the money that could not be seen: %s', (_name, plain, told) => {
    const note =
      'account: the billing account could not be read: the limits of its plan and the credit are not checked';
    expect(notesOf(plain, { billing: null }).includes(note)).toBe(told);
    expect(notesOf(plain).includes(note)).toBe(false);
  });

  it('a number that is bought first and set up afterwards costs once', () => {
    const plain = { numbers: { '+14155550170': { rtp_debug: true } } };
    expect(obstaclesOf(plain, { billing: { plan_type: 'free', balance_credit: 0 } })).toEqual([
      'CREDIT 1 number costs $5.00 now, and the credit is $0.00',
    ]);
    expect(planOf(plain).plan.cost).toEqual({ now: 5_000_000, monthly: 5_000_000 });
  });

  it.each<[number, number, boolean]>([
    [3, 10, false],
    [4, 10, true],
    [1, 3, false],
    [1, 1, false],
    [2, 3, true],
    [2, 2, true],
  ])('%i of %i deleted is too many: %s', (count, all, many) => {
    const tags = Array.from({ length: all }, (_, n) => ({ id: idOf(n), name: `t${n}` }));
    const lock = lockOf({ tags: Object.fromEntries(tags.slice(0, count).map(({ id, name }) => [name, id])) });
    const found = obstaclesOf({ tags: {} }, { tags }, { prune: true, allowLargeDelete: false, lock });
    expect(found).toEqual(many ? [`LARGE_DELETE ${count} of ${all} tags would be deleted`] : []);
  });
});

describe('a credential that was hidden', () => {
  const hook = (uri: string): object => ({
    flows: { Hook: { actions: [{ type: 'webhook_send', uri, method: 'POST' }] } },
  });

  it.each<[object, string[]]>([
    [
      { account: { webhook_uri: 'https://x.example/?token=***' } },
      ['USAGE the account: webhook_uri has *** in place of a credential'],
    ],
    [hook('https://user:***@x.example/'), ['USAGE flow Hook: actions has *** in place of a credential']],
    [hook('https://x.example/***?page=***s'), []],
    [hook('https://x.example/?token=abcdef'), []],
    [{ flows: { Quiz: { actions: [{ type: 'talk', text: 'Is it what?b=***' }] } } }, []],
  ])('is not written back: %j', (document, expected) => {
    expect(obstaclesOf(document, {})).toEqual(expected);
  });

  it('may stay in a flow that is not changed', () => {
    const row = {
      ...flow(1, 'Hook'),
      actions: [{ type: 'webhook_send', option: { uri: 'https://x.example/?key=***' } }],
    };
    expect(obstaclesOf({ flows: { Hook: {} } }, { flows: [row] })).toEqual([]);
  });
});

describe('money and limits, up to the last one', () => {
  const bought = { numbers: { '+14155550170': {} } };
  const free = (credit: number): Account => ({ billing: { plan_type: 'free', balance_credit: credit } });
  const queues = (...names: string[]): object => ({
    queues: Object.fromEntries(names.map((name) => [name, {}])),
  });
  const virtual = (count: number): object => ({
    numbers: Object.fromEntries(Array.from({ length: count }, (_, n) => [`+89912345678${n}`, {}])),
  });
  const flows = (count: number): Account => ({ flows: Array.from({ length: count }, (_, n) => flow(n)) });
  const identity = (status: string): string =>
    `IDENTITY 1 number cannot be bought: the identity of the account is not verified (${status})`;
  const unproven = (status: 'pending' | 'none'): Account => ({
    customer: { identity_verification_status: status },
  });
  it.each<[string, object, Account, string[]]>([
    ['exactly enough credit', bought, free(5_000_000), []],
    ['a cent less', bought, free(4_990_000), ['CREDIT 1 number costs $5.00 now, and the credit is $4.99']],
    ['no credit for what costs nothing', { ...virtual(1), tags: { a: {} } }, free(0), []],
    ['no identity', bought, unproven('none'), [identity('none')]],
    ['an identity that is being verified', bought, unproven('pending'), [identity('pending')]],
    ['no identity for what needs none', { ...virtual(1), tags: { a: {} } }, unproven('none'), []],
    ['as many queues as the plan allows', queues('A', 'B'), free(0), []],
    [
      'one queue more',
      queues('A', 'B', 'C'),
      free(0),
      ['PLAN_LIMIT the plan free allows 2 queues, and there would be 3'],
    ],
    ['as many virtual numbers as the plan allows', virtual(5), free(0), []],
    [
      'one virtual number too many',
      virtual(6),
      free(0),
      ['PLAN_LIMIT the plan free allows 5 virtual numbers, and there would be 6'],
    ],
    [
      'bought numbers, which are not virtual',
      { numbers: { ...(virtual(5) as { numbers: object }).numbers, ...bought.numbers } },
      free(5_000_000),
      [],
    ],
    ['the last flow', { flows: { last: {} } }, flows(9_999), []],
    [
      'one flow more',
      { flows: { last: {} } },
      flows(10_000),
      ['PLAN_LIMIT an account has at most 10000 flows, and there would be 10001'],
    ],
  ])('%s', (_name, plain, account, expected) => {
    expect(obstaclesOf(plain, account)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    [idOf(1), []],
    [GONE, ['MISSING flows/Flow 2: its on_complete_flow leads to a flow that no longer exists']],
  ])('a link that a change carries along: to %s', (id, expected) => {
    const account = { flows: [flow(1), { ...flow(2), on_complete_flow_id: id }] };
    expect(obstaclesOf({ flows: { 'Flow 2': { detail: 'x' } } }, account)).toEqual(expected);
  });
});

describe('a queue without a wait flow', () => {
  const dropped = ['queues/Q: has no wait flow: a caller who has to wait is cut off'];
  const account = (wait_flow_id: string): Account => ({
    flows: [flow(5)],
    queues: [{ id: idOf(1), name: 'Q', wait_flow_id }],
  });
  it.each<[string, object, Account, string[]]>([
    ['that is made', { wait_flow: null }, {}, dropped],
    ['that loses it', { wait_flow: null }, account(idOf(5)), dropped],
    ['that had none before', { wait_flow: null }, account(''), []],
    ['that keeps it', {}, account(idOf(5)), []],
  ])('%s', (_name, queue, before, expected) => {
    expect(notesOf({ queues: { Q: queue } }, before)).toEqual(expected);
  });
});

describe('a virtual number that already exists', () => {
  const spare = { id: idOf(1), number: '+899123456789', type: 'virtual', name: 'hotline' };
  const linked = { ...spare, call_flow_id: idOf(5) };
  const plain = { numbers: { line: { virtual: 'any', name: 'hotline' } } };
  const named = `numbers/line: is a new number: the account already has a virtual number of the same name, +899123456789; \`id: ${idOf(1)}\` uses that one`;
  it.each<[string, object, Account['numbers'], string[]]>([
    ['of the same name', plain, [linked], [named]],
    [
      'named as in the file',
      { numbers: { hotline: { virtual: 'any' } } },
      [linked],
      [named.replace('line:', 'hotline:')],
    ],
    [
      'that leads nowhere',
      { numbers: { a: { virtual: 'any' }, b: { virtual: 'any' } } },
      [spare],
      [named.replace('line:', 'a:').replace('of the same name', 'that leads nowhere')],
    ],
    ['of another name, and in use', { numbers: { a: { virtual: 'any' } } }, [linked], []],
    ['without a name', { numbers: { a: { virtual: 'any', name: '' } } }, [{ ...linked, name: '' }], []],
    [
      'and is taken',
      { numbers: { ...plain.numbers, other: { virtual: 'any', id: idOf(1), name: 'hotline' } } },
      [spare],
      [],
    ],
    ['that was bought', plain, [{ ...spare, number: '+14155550170' }], []],
    [
      'that has the name of one to be bought',
      { numbers: { '+14155550171': { name: 'hotline' } } },
      [linked],
      ['numbers/+14155550171: is a new number: the account already has one of the same name, +899123456789'],
    ],
    ['and one without a name is bought', { numbers: { '+14155550171': {} } }, [{ ...linked, name: '' }], []],
  ])('%s', (_name, file, numbers, expected) => {
    expect(notesOf(file, { numbers: numbers ?? [] })).toEqual(expected);
  });
});

describe('pruning keeps what is still needed', () => {
  const stays = (address: string, user: string): string =>
    `${address}: no longer in the file, and is kept: still used by ${user}`;
  const lock = lockOf({
    flows: { A: idOf(1), B: idOf(2) },
    tags: { t: idOf(3) },
    numbers: { '+899123456789': idOf(4) },
  });
  const account: Account = {
    flows: [{ ...flow(1, 'A'), on_complete_flow_id: idOf(2) }, flow(2, 'B'), flow(9, 'Other')],
    tags: [{ id: idOf(3), name: 't' }],
  };
  const queue = { id: idOf(8), name: 'Q', wait_flow_id: idOf(1) };
  const deleted = (plain: object, live: Account): string[] =>
    planOf(plain, live, { lock, prune: true }).plan.changes.flatMap(({ verb, address }) =>
      verb === 'delete' ? [address] : [],
    );

  it.each<[string, object, Account, string[], string[]]>([
    ['by nothing', { flows: {} }, account, ['flows/A', 'flows/B'], []],
    [
      'by an object outside of the file, and what that one needs in turn',
      { flows: {} },
      { ...account, queues: [queue] },
      [],
      [stays('flows/A', 'queue Q'), stays('flows/B', 'flow A')],
    ],
    [
      'only before a change of this plan',
      { flows: { Other: {} }, queues: { Q: { wait_flow: 'Other' } } },
      { ...account, queues: [queue] },
      ['flows/A', 'flows/B'],
      [],
    ],
    [
      'by a new object',
      { flows: {}, queues: { New: { wait_flow: `id:${idOf(2)}` } } },
      account,
      ['flows/A'],
      [stays('flows/B', 'queue New')],
    ],
    [
      'only by an object that is deleted, too',
      { flows: {}, numbers: {} },
      { ...account, numbers: [{ id: idOf(4), number: '+899123456789', call_flow_id: idOf(1) }] },
      ['numbers/+899123456789', 'flows/A', 'flows/B'],
      [],
    ],
    [
      'in an action, by an id in capitals',
      { flows: {} },
      {
        ...account,
        flows: [
          flow(2, 'B'),
          { ...flow(9), actions: [{ type: 'fetch_flow', option: { flow_id: idOf(2).toUpperCase() } }] },
        ],
      },
      [],
      [stays('flows/B', 'flow Flow 9')],
    ],
  ])('%s', (_name, plain, live, gone, kept) => {
    expect(deleted(plain, live)).toEqual(gone);
    expect(notesOf(plain, live, { lock, prune: true })).toEqual(kept);
  });

  it('an object is distinguished from another that has its name by now', () => {
    const { steps } = planOf(
      { flows: { A: { id: idOf(9), name: 'A', detail: 'x' } } },
      { flows: [flow(1, 'A'), flow(9, 'A')] },
      { lock: lockOf({ flows: { A: idOf(1) } }), prune: true },
    );
    expect(steps.map(({ change: { verb, address, title } }) => [verb, address, title])).toEqual([
      ['update', 'flows/A', 'flow A'],
      ['delete', `flows/A (${idOf(1)})`, `flow A (${idOf(1)})`],
    ]);
  });
});
