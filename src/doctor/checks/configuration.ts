/** The configuration file, the environment, and where each setting comes from. */
import { ExitCode } from '../../core/exit-codes.ts';
import { didYouMean } from '../../core/suggest.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { failure, ok, unknown, verdictOn, warning, type Check } from '../check.ts';
import { isOpenToOthers, octal } from '../modes.ts';

export const configurationChecks: readonly Check[] = [
  {
    id: 'config-file',
    area: 'configuration',
    look({ config: { path, exists, broken, problems, profiles } }) {
      if (broken !== undefined)
        return failure(
          `${path} ${broken}`,
          'repair it, or remove it and run `voipbin login`',
          ExitCode.usage,
        );
      if (!exists) return ok(`${path} does not exist: nothing is saved`);
      if (problems.length > 0)
        return failure(`${path}: ${problems.join('; ')}`, 'repair the profile in the file', ExitCode.usage);
      return ok(`${path} (${plural(profiles.length, 'profile')})`);
    },
  },
  {
    id: 'config-modes',
    area: 'configuration',
    look({ config: { path, exists, mode, folderMode }, platform }) {
      if (platform === 'win32') return ok('Windows keeps the files of a user from others');
      if (!exists) return ok('there is no file to protect');
      if (isOpenToOthers(mode, platform))
        return warning(
          `${path} can be read by other users (${octal(mode ?? 0)})`,
          `run \`chmod 600 ${path}\``,
        );
      if (mode === undefined || folderMode === undefined) return warning(`the mode of ${path} is not known`);
      return ok(`only you can read the file (${octal(mode)}, its folder ${octal(folderMode)})`);
    },
  },
  {
    id: 'variables',
    area: 'configuration',
    look({ env, knownVariables, keyVariables }) {
      const strange = Object.keys(env)
        .filter((name) => /^(VOIPBIN|VN)_/.test(name) && !knownVariables.includes(name))
        .sort();
      if (strange.length > 0) {
        const [first = ''] = strange;
        return warning(
          `this program does not read ${sentenceList(strange)}`,
          didYouMean(first, knownVariables) ??
            'run `voipbin help environment` for the variables that are read',
        );
      }
      if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
        return warning(
          'NODE_TLS_REJECT_UNAUTHORIZED=0: anyone between you and the server can read the credential',
          'unset it, and name the authority of the server with --ca-file',
        );
      const [first, ...others] = keyVariables.filter((name) => env[name]?.trim());
      const differing = others.filter((name) => env[name]?.trim() !== env[first ?? '']?.trim());
      if (first !== undefined && differing.length > 0)
        return warning(
          `${sentenceList(differing)} differs from ${first}, which is used`,
          `unset ${sentenceList(differing)}`,
        );
      const set = knownVariables.filter((name) => /^(VOIPBIN|VN)_/.test(name) && env[name]?.trim());
      return ok(set.length === 0 ? 'none is set' : `set: ${set.join(', ')}`);
    },
  },
  {
    id: 'server',
    area: 'configuration',
    look: ({ settings, isDemo }) =>
      verdictOn(
        settings,
        ({ apiUrl, sources, isInTheClear }) =>
          isDemo
            ? ok('the example account takes its place')
            : isInTheClear
              ? warning(
                  `${apiUrl} (${sources.apiUrl}) is not https: the credential can be read in transit`,
                  'use an https address, with --ca-file for an authority of your own',
                )
              : ok(`${apiUrl} (${sources.apiUrl})`),
        unknown,
      ),
  },
  {
    id: 'profile',
    area: 'configuration',
    look: ({ settings }) =>
      verdictOn(
        settings,
        ({ profile, sources }) =>
          ok(profile === undefined ? 'none is used' : `${profile} (${sources.profile})`),
        unknown,
      ),
  },
  {
    id: 'settings',
    area: 'configuration',
    look: ({ settings }) =>
      verdictOn(settings, ({ timeoutMs, rate, output, sources }) =>
        ok(
          `timeout ${timeoutMs / 1000} s (${sources.timeout}), ${rate} requests/s (${sources.rate}), ` +
            `output ${output} (${sources.output})`,
        ),
      ),
  },
];
