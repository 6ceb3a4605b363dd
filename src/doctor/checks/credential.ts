/** Who signs in, whether the server accepts it, until when, and what that allows. */
import { ExitCode } from '../../core/exit-codes.ts';
import { permissionNames, permissionText } from '../../core/permissions.ts';
import { DAY, formatLocal } from '../../core/time.ts';
import { plural, sentenceList } from '../../core/text.ts';
import {
  failure,
  notChecked,
  ok,
  unknown,
  UNREADABLE,
  verdictOn,
  warning,
  type Check,
  type Verdict,
} from '../check.ts';
import type { Facts, KnownCredential } from '../facts.ts';

const KEY_WARNING = 14 * DAY;
const TOKEN_WARNING = DAY;

export const credentialChecks: readonly Check[] = [
  {
    id: 'credential',
    area: 'credential',
    look: ({ credential }) =>
      verdictOn(credential, ({ source, warnings: [first] }) =>
        first === undefined
          ? ok(source)
          : warning(`${source}: ${first}`, 'run the command that the warning names'),
      ),
  },
  {
    id: 'accepted',
    area: 'credential',
    look: (facts) =>
      verdictOn(
        facts.customer,
        () => ok('the server accepts the credential'),
        (failed) => {
          if (failed.status === 403)
            return ok('the server accepts the credential, but not for this account or permission');
          return failed.status === 401
            ? failure(failed.message, failed.hint, failed.exitCode)
            : notChecked(failed.message);
        },
      ),
  },
  {
    id: 'expiry',
    area: 'credential',
    look: ({ expires, credential, now, timeZone }) =>
      verdictOn(
        expires,
        (end) => {
          if (end === undefined) return ok('it never ends');
          const isKey = !('known' in credential) || credential.known.kind === 'accesskey';
          const when = formatLocal(end, timeZone);
          const hint = isKey
            ? 'run `voipbin accesskeys rotate`'
            : 'run `voipbin login`, and let it make an access key';
          if (end <= now) return failure(`it ended on ${when}`, 'run `voipbin login`', ExitCode.denied);
          const left = end - now;
          return left < (isKey ? KEY_WARNING : TOKEN_WARNING)
            ? warning(`it ends on ${when}`, hint)
            : ok(`it ends on ${when} (in ${plural(Math.floor(left / DAY), 'day')})`);
        },
        unknown,
      ),
  },
  { id: 'may-read', area: 'credential', look: mayRead },
  { id: 'may-change', area: 'credential', look: mayChange },
  {
    id: 'rate-limit',
    area: 'credential',
    look({ requests: { sent, refused } }) {
      if (sent === 0) return notChecked('no request was sent');
      if (refused === 0) return ok(`none of ${plural(sent, 'request')} was limited`);
      return warning(
        `${refused} of ${plural(sent, 'request')} were refused for now (429): the limit of the account is shared`,
        'wait a minute, stop other programs of this account, or lower --rate',
      );
    },
  },
];

const ASK_ADMIN = 'sign in as an admin (`voipbin login`), or ask one for an access key';

function mayRead({ customer, credential }: Facts): Verdict {
  if (!('known' in credential)) return notChecked('there is no credential');
  return verdictOn(
    customer,
    () => ok('the credential may read the account'),
    ({ status, reason }) => {
      if (status !== 403 || reason === 'ACCOUNT_FROZEN') return notChecked(UNREADABLE);
      return failure(
        'the credential may not read the account: that needs the permission admin or manager',
        `${ASK_ADMIN}; an id of another account is refused the same way`,
        ExitCode.denied,
      );
    },
  );
}

function mayChange({ customer, agent, credential }: Facts): Verdict {
  if (!('known' in credential)) return notChecked('there is no credential');
  const { known } = credential;
  return verdictOn(
    customer,
    () =>
      verdictOn(
        agent,
        (live) => {
          const names = namesOf(known, live?.permission);
          const text = names.length === 0 ? 'no permission' : permissionText(sentenceList(names));
          return names.includes('admin') || names.includes('platform')
            ? ok(`${text}: may change the account`)
            : warning(`${text}: only an admin may change the account, agents and access keys`, ASK_ADMIN);
        },
        unknown,
      ),
    () => notChecked(UNREADABLE),
  );
}

/** What a token carries is what counts until it ends; a key has the permission of an admin. */
function namesOf({ kind, claims }: KnownCredential, live: number | null | undefined): string[] {
  if (kind === 'accesskey' || claims?.type === 'delegate') return ['admin'];
  return permissionNames(claims?.permission ?? live);
}
