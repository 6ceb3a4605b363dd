/** The proxies of the environment, as every request uses them. */
type Env = Readonly<Record<string, string | undefined>>;

export interface Proxies {
  http: string | undefined;
  https: string | undefined;
  /** The value of NO_PROXY. */
  except: string | undefined;
}

export const proxiesOf = (env: Env): Proxies => ({
  http: proxyVariable(env, 'http_proxy'),
  https: proxyVariable(env, 'https_proxy'),
  except: proxyVariable(env, 'no_proxy'),
});

/** The lower-case name takes precedence. */
export const proxyVariable = (env: Env, name: string): string | undefined =>
  env[name.toLowerCase()] ?? env[name.toUpperCase()];

export const isProxyAddress = (text: string): boolean => /^https?:\/\/[^/]/i.test(text);

/** The proxy for requests to a server; undefined if they go there directly. As in undici's EnvHttpProxyAgent. */
export function proxyFor(server: URL, { http, https, except = '' }: Proxies): string | undefined {
  const proxy = server.protocol === 'https:' ? https || http : http;
  if (!proxy || except === '*') return undefined;
  const port = Number(server.port || (server.protocol === 'https:' ? 443 : 80));
  const isExcepted = except
    .split(/[,\s]/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const host = name.replace(/^\*?\./, '').toLowerCase();
      if (only !== undefined && Number(only) !== 0 && Number(only) !== port) return false;
      return server.hostname === host || server.hostname.endsWith(`.${host}`);
    });
  return isExcepted ? undefined : proxy;
}
