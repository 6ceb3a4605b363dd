/** Tested calls as JUnit XML: a suite for the file, a test case for each call. */
import type { TestedCall } from '../../expect/judge.ts';
import { attributes, xmlText } from '../xml.ts';
import { plain } from '../paint.ts';
import { failedText, failureLines, isFailed, type Tested } from './tests.ts';

export function renderJunit(tested: Tested): string {
  const { file, calls } = tested;
  const counts = { tests: calls.length, failures: calls.filter(isFailed).length, errors: 0 };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'voipbin test', ...counts })}>`,
    `  <testsuite${attributes({ name: file.file, ...counts, skipped: 0 })}>`,
    ...calls.flatMap((one) => caseLines(one, tested)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseLines(one: TestedCall, tested: Tested): string[] {
  const { call, failures } = one;
  const open = `    <testcase${attributes({ classname: tested.file.file, name: call.name })}`;
  if (!isFailed(one)) return [`${open}/>`];
  const message = failures.flatMap(failureLines).join('; ');
  const type = failures[0]?.what ?? '';
  return [
    `${open}>`,
    `      <failure${attributes({ type, message })}>${xmlText(failedText(one, tested, plain))}</failure>`,
    '    </testcase>',
  ];
}
