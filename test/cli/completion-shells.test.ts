/** The scripts of `completion` in the shells themselves, with a stand-in for the program that notes what it is asked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scripts } from '../../src/cli/completion/scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'voipbin-shells-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
for (const [shell, script] of scripts) writeFileSync(join(folder, shell), script);
writeFileSync(join(folder, 'my file.yaml'), '');
// Answers every question with the text of $ANSWER.
writeFileSync(join(folder, 'voipbin'), '#!/bin/sh\nprintf "<%s>" "$@" > asked\nprintf "$ANSWER"\n', {
  mode: 0o755,
});

interface Seen {
  /** Words that the program was asked with: `<1><agents><>`. */
  asked: string;
  /** What the shell has to offer. */
  offered: string[];
}

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

function inShell(shell: string, args: readonly string[], answer: string): Seen {
  writeFileSync(join(folder, 'asked'), '');
  const stdout = execFileSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, ANSWER: answer, HOME: folder, TERM: 'dumb' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const offered = stdout.split('\n').filter((line) => line !== '');
  return { asked: readFileSync(join(folder, 'asked'), 'utf8'), offered };
}

describe.runIf(has('bash'))('bash', () => {
  /** @param words As readline splits the line: at spaces, `=` and `:`. */
  const ask = (line: string, words: readonly string[], answer: string): Seen => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script =
      `source ./bash; COMP_LINE='${line}' COMP_POINT=${line.length}; COMP_WORDS=(${quoted}); ` +
      `COMP_CWORD=${words.length - 1}; _voipbin; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return inShell('bash', ['--norc', '-c', script], answer);
  };

  it.each<[line: string, words: string[], answer: string, seen: Seen]>([
    [
      'voipbin ',
      ['voipbin', ''],
      'words\\naudit\\treview\\nhelp\\n',
      { asked: '<__complete><0><>', offered: ['audit', 'help'] },
    ],
    [
      'voipbin  agents   li',
      ['voipbin', 'agents', 'li'],
      'words\\nlist\\tall of them\\n',
      { asked: '<__complete><1><agents><li>', offered: ['list'] },
    ],
    [
      'voipbin audit --fail-on=h',
      ['voipbin', 'audit', '--fail-on', '=', 'h'],
      'words\\n--fail-on=high\\n',
      { asked: '<__complete><1><audit><--fail-on=h>', offered: ['high'] },
    ],
    [
      'voipbin audit --fail-on=',
      ['voipbin', 'audit', '--fail-on', '='],
      'words\\n--fail-on=high\\n--fail-on=low\\n',
      { asked: '<__complete><1><audit><--fail-on=>', offered: ['high', 'low'] },
    ],
    [
      'voipbin agents password anna --password fi',
      ['voipbin', 'agents', 'password', 'anna', '--password', 'fi'],
      'parts\\nfile:\\n',
      { asked: '<__complete><4><agents><password><anna><--password><fi>', offered: ['file:'] },
    ],
    [
      'voipbin audit --policy m',
      ['voipbin', 'audit', '--policy', 'm'],
      'files\\n',
      // Without readline there is no compopt: the files are listed instead.
      { asked: '<__complete><2><audit><--policy><m>', offered: ['my file.yaml'] },
    ],
    [
      'voipbin x --type credit\\ c',
      ['voipbin', 'x', '--type', 'credit\\ c'],
      'words\\ncredit card\\n',
      { asked: '<__complete><2><x><--type><credit c>', offered: ['credit\\ card'] },
    ],
    [
      'voipbin x --type "credit c',
      ['voipbin', 'x', '--type', '"credit c'],
      'words\\ncredit card\\n',
      { asked: '<__complete><2><x><--type><credit c>', offered: ['credit card'] },
    ],
    ['voipbin x', ['voipbin', 'x'], '', { asked: '<__complete><0><x>', offered: [] }],
  ])('%s', (line, words, answer, seen) => {
    expect(ask(line, words, answer)).toEqual(seen);
  });
});

describe.runIf(has('fish'))('fish', () => {
  const ask = (line: string, answer: string): Seen =>
    inShell('fish', ['--no-config', '-c', `source ./fish; complete -C '${line}'`], answer);

  it.each<[line: string, answer: string, seen: Seen]>([
    ['voipbin ', 'words\\naudit\\treview\\n', { asked: '<__complete><0><>', offered: ['audit\treview'] }],
    ['voipbin agents li', 'words\\nlist\\n', { asked: '<__complete><1><agents><li>', offered: ['list'] }],
    [
      'voipbin audit --fail-on=h',
      'words\\n--fail-on=high\\n',
      { asked: '<__complete><1><audit><--fail-on=h>', offered: ['--fail-on=high'] },
    ],
    [
      'voipbin audit --policy m',
      'files\\n',
      { asked: '<__complete><2><audit><--policy><m>', offered: ['my file.yaml'] },
    ],
    [
      'voipbin audit --report=html=m',
      'files\\n',
      { asked: '<__complete><1><audit><--report=html=m>', offered: ['--report=html=my file.yaml'] },
    ],
    [
      'voipbin x --type credit\\ c',
      'words\\ncredit card\\n',
      { asked: '<__complete><2><x><--type><credit c>', offered: ['credit card'] },
    ],
    ['voipbin x', '', { asked: '<__complete><0><x>', offered: [] }],
  ])('%s', (line, answer, seen) => {
    expect(ask(line, answer)).toEqual(seen);
  });
});

describe.runIf(has('zsh'))('zsh', () => {
  /** Completion runs inside of the line editor only; here its functions print what they are given. */
  const ask = (words: readonly string[], answer: string): Seen => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script = `
      compdef() { }
      compset() { print -r -- "compset $*" }
      _files() { print -r -- files }
      _describe() { print -rl -- "\${(@P)4}" "\${@[5,-1]}" }
      source ./zsh
      words=(${quoted}) CURRENT=${words.length} PREFIX='${words.at(-1) ?? ''}'
      _voipbin || print -r -- nothing`;
    return inShell('zsh', ['-f', '-c', script], answer);
  };

  it.each<[words: string[], answer: string, seen: Seen]>([
    [
      ['voipbin', ''],
      'words\\naudit\\treview: all\\nhelp\\n',
      { asked: '<__complete><0><>', offered: ['audit:review: all', 'help'] },
    ],
    [
      ['voipbin', 'agents', 'li'],
      'words\\nlist\\n',
      { asked: '<__complete><1><agents><li>', offered: ['list'] },
    ],
    [
      ['voipbin', 'api', 'get', '/ag'],
      'parts\\n/agents/\\n',
      { asked: '<__complete><2><api><get></ag>', offered: ['/agents/', '-S'] },
    ],
    [
      ['voipbin', 'agents', 'password', 'anna', '--password', 'e'],
      'parts\\nenv:\\n',
      { asked: '<__complete><4><agents><password><anna><--password><e>', offered: ['env\\:', '-S'] },
    ],
    [
      ['voipbin', 'audit', '--report=html=m'],
      'files\\n',
      { asked: '<__complete><1><audit><--report=html=m>', offered: ['compset -P *=', 'files'] },
    ],
    [
      ['voipbin', 'x', '--type', 'credit\\ c'],
      'words\\ncredit card\\n',
      { asked: '<__complete><2><x><--type><credit c>', offered: ['credit card'] },
    ],
    [['voipbin', 'x'], '', { asked: '<__complete><0><x>', offered: ['nothing'] }],
  ])('%j', (words, answer, seen) => {
    expect(ask(words, answer)).toEqual(seen);
  });
});
