/** The lines that a machine runs: what cron, a shell and systemd make of them is what was meant. */
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crontabLine, shellCommand, systemdUnits } from '../../src/doctor/schedule.ts';
import { usualJob } from '../support/facts-of-doctor.ts';

const { schedule } = usualJob;

describe('a line for crontab', () => {
  it('has full paths and a time', () => {
    expect(crontabLine(schedule)).toBe('17 3 * * * /usr/bin/node /usr/bin/voipbin audit --new-only --quiet');
  });

  it('sets variables, quotes what a shell would read, and escapes what cron would', () => {
    const line = crontabLine({
      ...schedule,
      env: { HOME: '/home/anna b', VOIPBIN_PROFILE: 'main' },
      words: ['audit', '--report', "html=/tmp/100% of $x's.html"],
    });
    expect(line).toBe(
      "17 3 * * * HOME='/home/anna b' VOIPBIN_PROFILE=main /usr/bin/node /usr/bin/voipbin audit --report " +
        "'html=/tmp/100\\% of $x'\\''s.html'",
    );
  });

  /** As cron(8) reads the sixth field: up to the first percent sign that is not escaped. */
  const readByCron = (line: string): string => {
    const command = line.replace(/^(\S+ ){5}/, '');
    const end = /(?<!\\)%/.exec(command)?.index ?? command.length;
    return command.slice(0, end).replaceAll('\\%', '%');
  };
  const word = fc.string({
    unit: fc.constantFrom(...'ab%$\'"\\ `;&|<>*?#!~(){}[]=-é'.split('')),
    maxLength: 12,
  });

  it('gives the program the words and the variables that were meant', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), word, (words, value) => {
        const print = 'printf "%s\\0" "$X" "$@"';
        const printing = {
          ...schedule,
          node: '/bin/sh',
          script: '-c',
          words: [print, 'sh', ...words],
          env: { X: value },
        };
        const command = readByCron(crontabLine(printing));
        expect(command).toBe(shellCommand(printing));
        const shown = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8', env: {} });
        expect(shown.split('\0')).toEqual([value, ...words, '']);
      }),
      { numRuns: 100 },
    );
  });
});

describe('units for systemd', () => {
  const odd = {
    ...schedule,
    env: { VOIPBIN_CA_FILE: '/etc/my "ca" 100%.pem' },
    words: ['audit', '--report', 'html=/tmp/100% of $x\\y.html'],
    hour: 16,
    minute: 5,
  };

  it('of a user', () => {
    const { service, timer, install } = systemdUnits(odd);
    expect(service).toEqual({
      path: '/home/anna/.config/systemd/user/voipbin-audit.service',
      text: `[Unit]
Description=voipbin audit

[Service]
Type=oneshot
Environment=HOME=/home/anna
Environment="VOIPBIN_CA_FILE=/etc/my \\"ca\\" 100%%.pem"
ExecStart=/usr/bin/node /usr/bin/voipbin audit --report "html=/tmp/100%% of $$x\\\\y.html"
`,
    });
    expect(timer.path).toBe('/home/anna/.config/systemd/user/voipbin-audit.timer');
    expect(timer.text).toContain('OnCalendar=*-*-* 16:05:00\nPersistent=true\n');
    expect(install).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable --now voipbin-audit.timer',
      'loginctl enable-linger',
    ]);
  });

  it('of the system wait for the network', () => {
    const { service, install } = systemdUnits({ ...schedule, isRoot: true });
    expect(service.path).toBe('/etc/systemd/system/voipbin-audit.service');
    expect(service.text).toContain('After=network-online.target');
    expect(install).not.toContain('loginctl enable-linger');
  });
});
