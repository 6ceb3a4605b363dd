/** The words of a job, as a shell would split them. */
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/cli/commands/doctor/job.ts';

describe('a job', () => {
  it.each<[text: string, words: string[]]>([
    ['', []],
    ['  audit   --quiet ', ['audit', '--quiet']],
    ["audit --policy 'my policy.yaml'", ['audit', '--policy', 'my policy.yaml']],
    ['audit --report "html=/tmp/a b.html"', ['audit', '--report', 'html=/tmp/a b.html']],
    ['audit --report html="/tmp/a b.html"', ['audit', '--report', 'html=/tmp/a b.html']],
    ['a\\ b "c\\"d" \'e"f\'', ['a b', 'c"d', 'e"f']],
    ['"$x" \'\'', ['$x', '']],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each(["audit 'x", 'audit "x', 'audit \\'])('%j has a quote too many', (text) => {
    expect(() => wordsOf(text)).toThrow('has no partner');
  });
});
