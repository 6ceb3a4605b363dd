/** The walls: which folder may import which, which package has its one door, and where the outside world may be touched. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';

const src = resolve(import.meta.dirname, '../src');

type Wall = Readonly<Record<string, 'all' | 'types'>>;

/** `types`: only `import type`, which leaves nothing in the running program. */
const mayImport: Readonly<Record<string, Wall>> = {
  core: {},
  hours: { core: 'all' },
  api: { core: 'all' },
  snapshot: { core: 'all', api: 'all', resources: 'all' },
  calls: { core: 'all', api: 'types', snapshot: 'types' },
  expect: { core: 'all', hours: 'all', calls: 'all', api: 'types' },
  usage: { core: 'all', snapshot: 'all', api: 'types' },
  ownership: { core: 'all', calls: 'all', api: 'types' },
  answering: { core: 'all', api: 'types' },
  audit: { core: 'all', hours: 'all', snapshot: 'all', api: 'types', calls: 'all', usage: 'all' },
  doctor: { core: 'all', api: 'all', snapshot: 'all', usage: 'all' },
  report: {
    core: 'all',
    doctor: 'types',
    audit: 'types',
    snapshot: 'types',
    resources: 'types',
    plan: 'types',
    calls: 'types',
    expect: 'types',
    usage: 'types',
    ownership: 'types',
    answering: 'types',
  },
  emulator: { core: 'all', api: 'types' },
  resources: { core: 'all', hours: 'all', api: 'all' },
  plan: { core: 'all', hours: 'all', api: 'all', snapshot: 'all', resources: 'all' },
  setup: {
    core: 'all',
    hours: 'all',
    api: 'types',
    resources: 'all',
    plan: 'all',
    snapshot: 'types',
    calls: 'all',
  },
  cli: {
    core: 'all',
    hours: 'all',
    api: 'all',
    snapshot: 'all',
    calls: 'all',
    expect: 'all',
    audit: 'all',
    resources: 'all',
    plan: 'all',
    setup: 'all',
    report: 'all',
    doctor: 'all',
    usage: 'all',
    ownership: 'all',
    answering: 'all',
    emulator: 'all',
  },
};

const doors: Readonly<Record<string, string>> = {
  undici: 'api/transport.ts',
  '@inquirer/prompts': 'cli/system/prompts.ts',
  chalk: 'cli/system/paint.ts',
  'string-width': 'report/tabular/columns.ts',
  'csv-stringify/sync': 'report/tabular/csv.ts',
  '@viz-js/viz': 'report/graphviz.ts',
  saxes: 'core/ssml.ts',
  'simple-ascii-chart': 'report/usage/chart.ts',
  'd3-scale': 'report/audit/html/charts.ts',
  'd3-shape': 'report/audit/html/charts.ts',
  uuid: 'resources/stable-id.ts',
  yaml: 'core/yaml/',
  'libphonenumber-js/min': 'core/phone.ts',
  'libphonenumber-js/min/metadata': 'core/phone.ts',
  'libphonenumber-js/mobile/examples': 'core/phone.ts',
  'date-holidays': 'hours/holidays.ts',
  '@zxcvbn-ts/core': 'core/password-guesses.ts',
  'virtual:word-ranks': 'core/password-guesses.ts',
  'fastest-levenshtein': 'core/suggest.ts',
  jmespath: 'core/query.ts',
};

/** A file, or a whole folder; what is not in the list may be used anywhere. */
const isDoor = (door: string | undefined, path: string): boolean =>
  door === undefined || (door.endsWith('/') ? path.startsWith(door) : path === door);

/** Node's own modules that do nothing to the outside world. */
const harmless = new Set(['node:zlib', 'node:util', 'node:crypto', 'node:tls', 'node:buffer', 'node:path']);
/** Places outside cli/system/ that must touch it, and why. */
const mayTouch: Readonly<Record<string, readonly string[]>> = {
  'api/memory.ts': ['node:v8'], // how much V8 takes
  'api/transport.ts': ['node:fs', 'node:v8'], // the CA file; how WebAssembly is compiled
  'emulator/server.ts': ['node:http'], // the loopback server
};

interface Import {
  from: string;
  typeOnly: boolean;
  /** A call of import(): loading stops there until it is needed. */
  isLazy: boolean;
}

interface SourceFile {
  path: string;
  folder: string;
  imports: Import[];
  globals: string[];
}

const watchedGlobals = new Set(['process', 'console', 'fetch', 'setTimeout', 'setInterval', 'globalThis']);
const watchedCalls = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID']);

function readSource(file: string): SourceFile {
  const path = relative(src, file).replaceAll('\\', '/');
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const globals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const bindings = clause?.namedBindings;
      const allTypes =
        clause !== undefined &&
        !clause.name &&
        bindings !== undefined &&
        ts.isNamedImports(bindings) &&
        bindings.elements.every((e) => e.isTypeOnly);
      imports.push({
        from: node.moduleSpecifier.text,
        typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes,
        isLazy: false,
      });
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      imports.push({ from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, isLazy: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteral(target))
        imports.push({ from: target.text, typeOnly: false, isLazy: true });
    } else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const text = `${node.expression.text}.${node.name.text}`;
      if (watchedGlobals.has(node.expression.text) || watchedCalls.has(text)) globals.push(text);
    } else if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      watchedGlobals.has(node.expression.text)
    ) {
      globals.push(node.expression.text);
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
      globals.push('new Date()');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { path, folder: path.split('/')[0] ?? '', imports, globals };
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readSource(join(src, name)));

const isSystem = (path: string): boolean => path.startsWith('cli/system/');

describe('the walls', () => {
  it('there is something to look at', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(Object.keys(mayImport).sort()).toEqual([...new Set(files.map(({ folder }) => folder))].sort());
  });

  it('every folder imports only what it may', () => {
    const broken = files.flatMap(({ path, folder, imports }) =>
      imports.flatMap(({ from, typeOnly }) => {
        if (!from.startsWith('.')) return [];
        const target = relative(src, resolve(src, dirname(path), from)).replaceAll('\\', '/');
        const targetFolder = target.split('/')[0] ?? '';
        if (targetFolder === folder || target.startsWith('..')) return [];
        const allowed = mayImport[folder]?.[targetFolder];
        return allowed === 'all' || (allowed === 'types' && typeOnly) ? [] : [`${path} imports ${target}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('the table of src/README.md says the same', () => {
    expect(tableOf(readFileSync(join(src, 'README.md'), 'utf8'))).toEqual(mayImport);
  });

  it('no files import each other in a circle, not even types', () => {
    expect(circles()).toEqual([]);
  });

  it('the emulator shares nothing with the client but wire types', () => {
    const shared = files
      .filter(({ folder }) => folder === 'emulator')
      .flatMap(({ path, imports }) =>
        imports.filter(({ from }) => from.includes('/api/')).map(({ from }) => `${path} ${from}`),
      );
    expect(shared.filter((line) => !line.endsWith('/api/wire.ts'))).toEqual([]);
  });

  it('every package has one door', () => {
    const broken = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ from, typeOnly }) => !typeOnly && !isDoor(doors[from], path))
        .map(({ from }) => `${path} imports ${from}`),
    );
    expect(broken).toEqual([]);
    const known = [...Object.keys(doors), 'commander', 'zod/mini'];
    const unknown = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:') && !known.includes(from))
        .map(({ from }) => `${path} imports ${from}`),
    );
    expect(unknown).toEqual([]);
  });

  it('commander stays in cli/', () => {
    const outside = files.filter(
      ({ folder, imports }) => folder !== 'cli' && imports.some(({ from }) => from === 'commander'),
    );
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  it('only cli/system touches the outside world', () => {
    const broken = files
      .filter(({ path }) => !isSystem(path))
      .flatMap(({ path, imports, globals }) => [
        ...globals.map((name) => `${path} uses ${name}`),
        ...imports
          .filter(
            ({ from, typeOnly }) =>
              !typeOnly && from.startsWith('node:') && !harmless.has(from) && !mayTouch[path]?.includes(from),
          )
          .map(({ from }) => `${path} imports ${from}`),
      ]);
    expect(broken).toEqual([]);
  });

  it('nobody ends the process', () => {
    const ends = files.filter(
      ({ globals }) => globals.includes('process.exit') || globals.includes('process.abort'),
    );
    expect(ends.map(({ path }) => path)).toEqual([]);
  });

  it('heavy packages are loaded only when they are needed', () => {
    const reached = reachedFrom('cli/start.ts');
    const heavy = [
      ...Object.keys(doors).filter((name) => name !== 'fastest-levenshtein'),
      'zod/mini',
      'commander',
    ];
    const loaded = [...reached].flatMap((path) =>
      (byPath.get(path)?.imports ?? [])
        .filter(({ from, typeOnly, isLazy }) => !typeOnly && !isLazy && heavy.includes(from))
        .map(({ from }) => `${path} ${from}`),
    );
    expect(loaded).toEqual([]);
  });

  it('help, and a command, load no other command', () => {
    const light =
      /^(core\/(?!yaml\/)|cli\/(program|session|system)\/|cli\/commands\/([a-z]+\/command|index)\.ts|cli\/[a-z-]+\.ts|resources\/index\.ts|setup\/keys\.ts)/;
    expect([...reachedFrom('cli/program/program.ts')].filter((path) => !light.test(path))).toEqual([]);
  });
});

/** The last column by the first: lists of folders, of which one that ends with "(types)" is for types only. */
function tableOf(markdown: string): Record<string, Wall> {
  const rows = markdown.split('\n').flatMap((line) => {
    const [folder, , allowed] = /^\| `(\w+)\/` +\|(.*)\|(.*)\|$/.exec(line)?.slice(1) ?? [];
    return folder === undefined || allowed === undefined ? [] : [{ folder, allowed: allowed.trim() }];
  });
  const wallOf = (allowed: string, folder: string): Wall => {
    if (allowed === 'nothing') return {};
    if (allowed === 'everything')
      return Object.fromEntries(rows.flatMap((row) => (row.folder === folder ? [] : [[row.folder, 'all']])));
    return Object.fromEntries(
      allowed.split('; ').flatMap((list) => {
        const kind = list.endsWith(' (types)') ? 'types' : 'all';
        const names = list.replace(/ \(types\)$/, '').split(', ');
        return names.map((name) => [name.replace(/^`(\w+)`$/, '$1'), kind]);
      }),
    );
  };
  return Object.fromEntries(rows.map(({ folder, allowed }) => [folder, wallOf(allowed, folder)]));
}

const byPath = new Map(files.map((file) => [file.path, file]));

/** Files that reach themselves by what they import: the strongly connected components of the imports (Tarjan). */
function circles(): string[] {
  const found: string[] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (path: string): number => {
    const own = order.size;
    order.set(path, own);
    lowest.set(path, own);
    open.push(path);
    for (const next of importsOf(path)) {
      const reached = order.has(next) ? (open.includes(next) ? order.get(next) : undefined) : visit(next);
      lowest.set(path, Math.min(lowest.get(path) ?? own, reached ?? own));
    }
    const low = lowest.get(path) ?? own;
    if (low === own) {
      const members = open.splice(open.indexOf(path));
      if (members.length > 1) found.push(members.sort().join(', '));
    }
    return low;
  };
  for (const { path } of files) if (!order.has(path)) visit(path);
  return found.sort();
}

/** What is loaded with it; what a function loads when it is called is no part of a circle. */
const importsOf = (path: string): string[] =>
  (byPath.get(path)?.imports ?? [])
    .filter(({ from, isLazy }) => from.startsWith('.') && !isLazy)
    .map(({ from }) => relative(src, resolve(src, dirname(path), from)).replaceAll('\\', '/'))
    .filter((target) => byPath.has(target));

function reachedFrom(start: string): Set<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { from, typeOnly, isLazy } of byPath.get(path)?.imports ?? []) {
      if (typeOnly || isLazy || !from.startsWith('.')) continue;
      visit(relative(src, resolve(src, dirname(path), from)).replaceAll('\\', '/'));
    }
  };
  visit(start);
  return seen;
}
