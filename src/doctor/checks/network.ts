/** From this machine to the server: proxy, authorities, name, certificate, answer, clock, latency. */
import { proxiesOf, proxyFor, proxyVariable, isProxyAddress } from '../../api/proxy.ts';
import { connectionProblems } from '../../api/connection-problems.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { maskCredentials } from '../../core/secret.ts';
import { CLOCK_SKEW, DAY, formatLocal, SECOND } from '../../core/time.ts';
import {
  failed,
  failure,
  notChecked,
  ok,
  unknown,
  UNANSWERED,
  verdictOn,
  warning,
  type Check,
  type Verdict,
} from '../check.ts';
import type { Facts } from '../facts.ts';

const CERTIFICATE_WARNING = 14 * DAY;
/** Above it, times in answers and on this machine are noticeably different. */
const CLOCK_WARNING = 10 * SECOND;
const SLOW_MS = 2000;

/** A check of the way to a server, which the example account does not have. */
const overNetwork = (id: string, look: (facts: Facts) => Verdict): Check => ({
  id,
  area: 'network',
  look: (facts) => (facts.isDemo ? ok('not needed: the example account is in memory') : look(facts)),
});

export const networkChecks: readonly Check[] = [
  overNetwork('proxy', (facts) =>
    verdictOn(facts.settings, ({ apiUrl }) => proxyVerdict(new URL(apiUrl), facts.env), unknown),
  ),
  overNetwork('ca', ({ authorities, settings, env }) =>
    verdictOn(
      authorities,
      () => {
        const further = env['NODE_EXTRA_CA_CERTS'];
        if ('known' in settings && settings.known.caFile !== undefined)
          return ok(`those of Node.js, and ${settings.known.caFile} (${settings.known.sources.caFile})`);
        return ok(further ? `those of Node.js, and ${further} (NODE_EXTRA_CA_CERTS)` : 'those of Node.js');
      },
      ({ message, hint, exitCode }) =>
        failure(
          message,
          hint ?? 'check the path: --ca-file, VOIPBIN_CA_FILE or ca_file of the profile names it',
          exitCode,
        ),
    ),
  ),
  overNetwork('dns', (facts) =>
    verdictOn(
      facts.settings,
      ({ apiUrl }) => {
        const { hostname } = new URL(apiUrl);
        const proxy = proxyFor(new URL(apiUrl), proxiesOf(facts.env));
        if (proxy !== undefined)
          return isProxyAddress(proxy)
            ? ok(`the proxy looks ${hostname} up`)
            : notChecked('the address of the proxy is not valid');
        if (isAddress(hostname)) return ok(`${hostname} is an address: there is no name to look up`);
        return verdictOn(
          facts.addresses,
          (addresses) => ok(`${hostname} has the address ${addresses.join(', ')}`),
          ({ message, exitCode }) =>
            failure(
              `${hostname}: ${message}`,
              'check the spelling of the address (--api-url), the network, and the name servers of this machine',
              exitCode,
            ),
        );
      },
      unknown,
    ),
  ),
  overNetwork('tls', ({ settings, env, addresses, certificate, now, timeZone }) => {
    const server = 'known' in settings ? new URL(settings.known.apiUrl) : undefined;
    if (server?.protocol === 'http:') return ok('not used: the address of the server is http');
    const isProxied = server !== undefined && proxyFor(server, proxiesOf(env)) !== undefined;
    if ('failed' in addresses && !isProxied) return notChecked('the name of the server cannot be looked up');
    return verdictOn(
      certificate,
      ({ problem, issuer, validTo }) => {
        if (problem !== undefined)
          return failure(
            `${connectionProblems[problem] ?? 'the certificate of the server is not trusted'} (${problem}); issued by ${issuer}`,
            certificateHint(problem),
            ExitCode.unreachable,
          );
        const until = `valid until ${formatLocal(validTo, timeZone)}, issued by ${issuer}`;
        return validTo - now < CERTIFICATE_WARNING
          ? warning(`the certificate expires soon: ${until}`, 'the operator of the server must renew it')
          : ok(until);
      },
      ({ message, exitCode }) =>
        failure(message, 'check the network, firewalls and the proxy settings', exitCode),
    );
  }),
  overNetwork('reachable', ({ ping }) => verdictOn(ping, () => ok('the server answers'))),
  overNetwork('clock', ({ ping, now }) =>
    verdictOn(
      ping,
      ({ serverTime }) => {
        if (serverTime === undefined)
          return notChecked('the server does not return its time', 'compare the clock with another one');
        const off = now - serverTime;
        // The server's header has whole seconds.
        const text = `${Math.round(Math.abs(off) / SECOND)} s ${off < 0 ? 'slow' : 'fast'} by the clock of the server`;
        const hint = 'set the clock of this machine: run `timedatectl set-ntp true`, or ask its operator';
        if (Math.abs(off) > CLOCK_SKEW) return failure(text, hint, ExitCode.usage);
        return Math.abs(off) > CLOCK_WARNING
          ? warning(text, hint)
          : ok(`less than ${CLOCK_WARNING / SECOND} s off`);
      },
      () => notChecked(UNANSWERED),
    ),
  ),
  overNetwork('latency', ({ ping, durations }) =>
    verdictOn(
      ping,
      () => {
        const sorted = durations.toSorted((a, b) => a - b);
        const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
        const text = `${Math.round(median)} ms per request (slowest ${Math.round(sorted.at(-1) ?? 0)} ms)`;
        return median > SLOW_MS
          ? warning(text, 'try another network; --timeout gives slow answers more time')
          : ok(text);
      },
      () => notChecked(UNANSWERED),
    ),
  ),
];

function certificateHint(problem: string): string {
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'check the address of the server (--api-url)';
  return problem.startsWith('CERT_')
    ? 'check the clock of this machine; if it is right, the operator of the server must renew the certificate'
    : 'if you trust this authority, name its certificate with --ca-file';
}

const isAddress = (hostname: string): boolean => /^(\[.*\]|[\d.]+)$/.test(hostname);

function proxyVerdict(server: URL, env: Facts['env']): Verdict {
  const proxies = proxiesOf(env);
  const wrong = [proxies.http, proxies.https].find((proxy) => proxy && !isProxyAddress(proxy));
  if (wrong !== undefined)
    return failed({
      message: 'HTTP_PROXY or HTTPS_PROXY is not a web address',
      hint: 'write it with a scheme: http://proxy:3128',
      exitCode: ExitCode.usage,
      reason: undefined,
      status: undefined,
    });
  const used = proxyFor(server, proxies);
  const networks = (proxies.except ?? '').split(/[,\s]/).filter((entry) => entry.includes('/'));
  if (networks.length > 0)
    return warning(
      `NO_PROXY names a network (${networks.join(', ')}), which is not supported`,
      'name hosts and domains: example.com, .example.com, example.com:8443',
    );
  if (used === undefined && proxyVariable(env, 'all_proxy'))
    return warning('ALL_PROXY is not supported, and no other proxy is set', 'set HTTPS_PROXY');
  if (used !== undefined) return ok(`${withoutUser(used)} (${nameOf(used, env)})`);
  return ok(proxies.http || proxies.https ? 'none: NO_PROXY excludes the server' : 'none is set');
}

const nameOf = (proxy: string, env: Facts['env']): string =>
  ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].find((name) => env[name] === proxy) ??
  'HTTP_PROXY';

/** User and password of a proxy are not shown. */
const withoutUser = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : maskCredentials(address);
