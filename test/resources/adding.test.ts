/**
 * A resource that is added: in a copy of the program, its description, its lines in the index, its wire type and the
 * emulator are written, and nothing else; then everything is there. And nothing else lists all of them by hand.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import type { Bench } from '../support/program.ts';
import { manyKinds } from '../../src/resources/all.ts';
import { isSecretField } from '../../src/core/secret.ts';

const root = join(import.meta.dirname, '../..');
const src = join(root, 'src');

const description = `
import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { amount } from './codecs/amount.ts';
import { id, linked, name } from './columns.ts';
import { field, reference } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

export const gadgets: ManyKind<wire.Gadget> = {
  kind: 'gadgets',
  one: oneOf('gadgets'),
  path: 'gadgets',
  wire: wire.gadget,
  puts: [{ part: '', fields: ['name', 'detail', 'size_1', 'flow_id'] }],
  about: 'Things that are made up.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    field('size_1', amount('How large it is.', { least: 0, most: 9 })),
    field('flow', reference('What it runs', 'flows'), 'flow_id'),
  ],
  noticed: [],
  key: 'name',
  renamable: true,
  checkName,
  defaults: { detail: '', size_1: 0, flow_id: NIL_UUID },
  suspect: 'try again in a minute',
  columns: [name, { key: 'size_1', title: 'SIZE' }, linked('flow_id', 'FLOW', 'flows'), id],
  examples: { create: 'Lamp --size-1 3', update: 'Lamp --size-1 4', delete: 'Lamp' },
};
`;

/** Each file of the copy, and what is written into it after a line that is there. */
const edits: Readonly<Record<string, readonly (readonly [after: string, more: string])[]>> = {
  'resources/index.ts': [
    [
      'export const resourceIndex = [',
      "{ noun: 'gadgets', one: 'gadget', summary: 'things', isDeclared: true },",
    ],
  ],
  'resources/all.ts': [
    ["import { account } from './account.ts';", "import { gadgets } from './gadgets.ts';"],
    ['  tags,', '  gadgets,'],
  ],
  'api/wire/routing.ts': [
    [
      '/** `GET /available_numbers`. */',
      'export const gadget = z.looseObject({ id: z.string(), name: text, detail: text, size_1: integer, flow_id: ref, ...times });\nexport type Gadget = z.infer<typeof gadget>;',
    ],
  ],
  'emulator/tables/index.ts': [
    ["import * as ai from './ai.ts';", "import { int, name, ref, text } from '../columns.ts';"],
    ['const tables = {', 'gadgets: table({ name: name(), detail: text(), size_1: int(), flow_id: ref() }),'],
  ],
  'emulator/routes/index.ts': [
    ["import { tagRoutes } from './tags.ts';", "import { routesOf } from '../resource.ts';"],
    [
      'export const routes: readonly Route[] = [',
      "...routesOf({ table: 'gadgets', unknown: 'GADGET_NOT_FOUND', create: { fields: ['name', 'detail', 'size_1', 'flow_id'] }, update: { kind: 'replace', fields: ['name', 'detail', 'size_1', 'flow_id'] } }),",
    ],
  ],
};

const copy = mkdtempSync(join(root, 'node_modules/.cache/adding-'));
afterAll(() => {
  rmSync(copy, { recursive: true });
});

/** The copy with the resource, as the tests run a program. */
async function withGadgets(): Promise<{ bench: (seed: string) => Bench; planSchema: () => object }> {
  cpSync(src, join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'test/support'), join(copy, 'test/support'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  writeFileSync(join(copy, 'src/resources/gadgets.ts'), description);
  for (const [file, lines] of Object.entries(edits)) {
    const path = join(copy, 'src', file);
    let text = readFileSync(path, 'utf8');
    for (const [after, more] of lines) {
      expect(text, `${file}: ${after}`).toContain(`${after}\n`);
      text = text.replace(`${after}\n`, () => `${after}\n${more}\n`);
    }
    writeFileSync(path, text);
  }
  await build({
    entryPoints: [join(copy, 'test/support/program.ts'), join(copy, 'src/plan/file/schema.ts')],
    outbase: copy,
    outdir: join(copy, 'built'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  });
  const built = (path: string): Promise<unknown> => import(pathToFileURL(join(copy, 'built', path)).href);
  return {
    ...((await built('test/support/program.mjs')) as { bench: (seed: string) => Bench }),
    ...((await built('src/plan/file/schema.mjs')) as { planSchema: () => object }),
  };
}

const { bench, planSchema } = await withGadgets();

/** Requests that change something, with their bodies. */
function recording(made: Bench): {
  sent: [line: string, body: unknown][];
  transport: Bench['emulator']['transport'];
} {
  const sent: [string, unknown][] = [];
  return {
    sent,
    transport(request) {
      const line = `${request.method} ${new URL(request.url).pathname.replaceAll(/[0-9a-f-]{36}/g, 'ID')}`;
      if (request.method !== 'GET') sent.push([line, request.body && JSON.parse(request.body)]);
      return made.emulator.transport(request);
    },
  };
}

describe('a resource that is added', () => {
  it('has its commands, with flags and help', async () => {
    const { run } = bench('empty');
    const help = (await run('gadgets --help')).stdout;
    for (const verb of ['list', 'get <gadget>', 'create', 'update', 'delete']) expect(help).toContain(verb);
    expect((await run('--help')).stdout).toMatch(/^ +gadgets +things$/m);
    expect((await run('gadgets create --help')).stdout).toContain('--size-1 <n>');
    expect((await run('gadgets update --help')).stdout).toContain('--flow <flow>');
    const { code, stderr } = await run('gadgets create Lamp --size-1 10 --yes');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: --size-1: 10 is not between 0 and 9\nhint: nothing was requested; run the command with `--help` to see its flags\n',
    });
  });

  it('is made, listed, shown, changed, undone and deleted', async () => {
    const made = bench('departments');
    const { sent, transport } = recording(made);
    const run = (line: string) => made.run(line, { transport });
    await run('gadgets create Lamp --size-1 3 --flow "Sales Department" --yes');
    const flow_id = made.emulator.world.tables.flows
      .all()
      .find(({ name }) => name === 'Sales Department')?.id;
    expect(sent).toEqual([['POST /v1.0/gadgets', { name: 'Lamp', detail: '', size_1: 3, flow_id }]]);
    expect((await run('gadgets list')).stdout).toMatch(/^Lamp +3 +Sales Department +/m);
    expect((await run('gadgets get lamp')).stdout).toMatch(/flow +Sales Department/);
    sent.length = 0;
    await run('gadgets update Lamp --size-1 4 --yes');
    await run('undo --yes');
    await run('gadgets delete Lamp --yes');
    expect(sent).toEqual([
      ['PUT /v1.0/gadgets/ID', { name: 'Lamp', detail: '', size_1: 4, flow_id }],
      ['PUT /v1.0/gadgets/ID', { name: 'Lamp', detail: '', size_1: 3, flow_id }],
      ['DELETE /v1.0/gadgets/ID', undefined],
    ]);
  });

  it('has a section of plan files, of their schema, of locks, journals and exports', async () => {
    const made = bench('empty');
    const file = 'flows: { Main: {} }\ngadgets:\n  Lamp: { size_1: 3, flow: Main }\n';
    const wrong = await made.run('plan', {
      files: { '/voipbin.yaml': file.replace('3', 'x').replace('Main }', 'Mian }') },
    });
    expect(wrong.stderr).toContain('voipbin.yaml:3:19 size_1 must be a whole number');
    expect(wrong.stderr).toContain('there is no flow "Mian" in this file, did you mean Main?');
    const applied = await made.run('apply --yes', { files: { '/voipbin.yaml': file } });
    expect(applied.code).toBe(0);
    expect(JSON.parse(made.files.get('/voipbin.lock.json')?.text ?? '')).toMatchObject({
      objects: { gadgets: { Lamp: { made: true } } },
    });
    const journal = [...made.files].find(([path]) => path.includes('/runs/'))?.[1].text;
    expect(journal).toContain('"kind":"gadgets"');
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
    const changed = await made.run('plan', { files: { '/voipbin.yaml': file.replace('3', '5') } });
    expect(changed.stdout).toContain('~ update gadget Lamp\n    size_1: 3 -> 5\n');
    expect((await made.run('export --kinds gadgets')).stdout).toMatch(/gadgets:\n {2}Lamp:\n {4}size_1: 3\n/);
    expect(planSchema()).toMatchObject({
      properties: { gadgets: { additionalProperties: { properties: { size_1: { maximum: 9 } } } } },
    });
  });

  it('keeps what it names from being deleted', async () => {
    const made = bench('departments');
    await made.run('flows create Other --yes');
    await made.run('gadgets create Lamp --flow Other --yes');
    const { code, stderr } = await made.run('flows delete Other --yes');
    expect(code).toBe(7);
    expect(stderr).toContain('still used by gadget Lamp');
  });

  it('is lost to no fault', async () => {
    for (const kind of ['timeout-after', 'cut', 'status-503'] as const) {
      const made = bench('empty');
      made.emulator.addFault({ method: 'POST', kind });
      await made.run('gadgets create Lamp --size-1 3 --yes');
      await made.run('gadgets create Lamp --size-1 3 --yes');
      const tables = made.emulator.world.tables as unknown as Record<string, { all: () => unknown[] }>;
      expect(tables['gadgets']?.all(), kind).toHaveLength(1);
    }
  });
});

/** Of a snapshot, which reads sections and no kinds: what the audit and `trace` look at. */
const sections = /^(snapshot\/|audit\/|calls\/references|cli\/commands\/trace\/)/;

describe('all others', () => {
  it('list no kinds by hand', () => {
    const kinds = new Set<string>(manyKinds.map(({ kind }) => kind));
    const lists = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/^(resources|emulator)\//.test(path) && !sections.test(path))
      .flatMap((path) =>
        listsIn(readFileSync(join(src, path), 'utf8')).flatMap((words) => {
          const named = new Set(words.filter((word) => kinds.has(word)));
          return named.size > kinds.size / 2 ? [`${path}: ${[...named].join(', ')}`] : [];
        }),
      );
    expect(lists).toEqual([]);
  });

  it('such a list would be found', () => {
    const words = manyKinds.map(({ kind }) => kind);
    expect(listsIn(`const a = [${words.map((word) => `'${word}'`).join()}];`)).toContainEqual(words);
    expect(listsIn(`type A = ${words.map((word) => `'${word}'`).join('|')};`)).toContainEqual(words);
    expect(listsIn(`const a = {${words.map((word) => `${word}: 1`).join()}};`)).toContainEqual(words);
  });

  it('mask every secret that a description names', () => {
    const secrets = manyKinds.flatMap(({ secrets: all = [] }) => all.map(({ key }) => key));
    expect(secrets).toContain('app_secret');
    expect(secrets.filter((key) => !isSecretField(key))).toEqual([]);
  });
});

/** The words of every list, map, union and switch of a source. */
function listsIn(source: string): string[][] {
  const tree = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
  const lists: string[][] = [];
  const visit = (node: ts.Node): void => {
    const words = wordsOf(node);
    if (words.length > 0) lists.push(words);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return lists;
}

function wordsOf(node: ts.Node): string[] {
  const textOf = (one: ts.Node | undefined): string =>
    one !== undefined && (ts.isStringLiteral(one) || ts.isIdentifier(one)) ? one.text : '';
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(textOf);
  if (ts.isObjectLiteralExpression(node)) return node.properties.map(({ name }) => textOf(name));
  if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node))
    return node.members.map(({ name }) => textOf(name));
  if (ts.isUnionTypeNode(node))
    return node.types.map((type) => (ts.isLiteralTypeNode(type) ? textOf(type.literal) : ''));
  if (ts.isCaseBlock(node))
    return node.clauses.map((clause) => (ts.isCaseClause(clause) ? textOf(clause.expression) : ''));
  return [];
}
