/** Node.js, the program, the home and the folder of what runs remember. */
import { utcDay } from '../../core/time.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { failure, ok, warning, type Check } from '../check.ts';
import { isOpenToOthers, octal } from '../modes.ts';

/** The last day of security fixes, by major version (github.com/nodejs/release). */
const supportEnds: Readonly<Record<string, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
};

export const machineChecks: readonly Check[] = [
  {
    id: 'node',
    area: 'machine',
    look({ nodeVersion, machine, now }) {
      const what = `Node.js ${nodeVersion} (${machine.node})`;
      const end = supportEnds[nodeVersion.split('.')[0] ?? ''];
      if (end === undefined || now < Date.parse(`${end}T23:59:59Z`)) return ok(what);
      const newer = Object.keys(supportEnds).find((major) => (supportEnds[major] ?? '') > utcDay(now));
      return warning(
        `${what} has had no security fixes since ${end}`,
        `install Node.js ${newer ?? 'of a newer version'}${newer === undefined ? '' : ' or newer'}`,
      );
    },
  },
  {
    id: 'version',
    area: 'machine',
    look: ({ version, machine }) => ok(`voipbin ${version} (${machine.script})`),
  },
  {
    id: 'home',
    area: 'machine',
    look({ env, homedir, platform }) {
      const name = platform === 'win32' ? 'USERPROFILE' : 'HOME';
      const isSet = (env[name] ?? '') !== '';
      if (isSet) return ok(`${homedir} (${name})`);
      if (env['VOIPBIN_CONFIG_DIR']) return ok(`${name} is not set; VOIPBIN_CONFIG_DIR takes its place`);
      if (homedir === '/nonexistent')
        return failure(
          `${name} is not set, and the system has no home folder for this user`,
          `set ${name} or VOIPBIN_CONFIG_DIR`,
          ExitCode.usage,
        );
      return warning(`${name} is not set: ${homedir} is used`, `set ${name}, or VOIPBIN_CONFIG_DIR`);
    },
  },
  {
    id: 'state-folder',
    area: 'machine',
    look({ state: { path, mode, problem }, platform }) {
      if (problem !== undefined)
        return failure(
          problem,
          'set XDG_STATE_HOME or VOIPBIN_CONFIG_DIR to a folder that you can write to',
          ExitCode.usage,
        );
      if (mode === undefined) return ok(`${path} is created when a run first has something to keep`);
      return isOpenToOthers(mode, platform)
        ? warning(`${path} can be read by other users (${octal(mode)})`, `run \`chmod 700 ${path}\``)
        : ok(path);
    },
  },
];
