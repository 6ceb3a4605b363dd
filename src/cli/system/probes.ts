/** The real machine, and the real way to a server, as `doctor` looks at them. */
import { lookup } from 'node:dns/promises';
import { access, constants, readlink } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect, rootCertificates, type TLSSocket } from 'node:tls';
import type { Certificate, Machine, Probes, TlsServer } from '../../core/ports.ts';

export const systemProbes: Probes = {
  machine,
  addresses: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  certificate,
};

async function machine(): Promise<Machine> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const crontabs = await Promise.all(
    folders.map((folder) => isThere(join(folder, 'crontab'), constants.X_OK)),
  );
  return {
    node: process.execPath,
    script: process.argv[1] ?? '',
    ...userOf(),
    isRoot: process.getuid?.() === 0,
    timeZone: await systemTimeZone(),
    // As sd_booted(3) finds out.
    hasSystemd: await isThere('/run/systemd/system', constants.F_OK),
    hasCrontab: crontabs.includes(true),
  };
}

function userOf(): Pick<Machine, 'user' | 'home'> {
  try {
    const { username, homedir } = userInfo();
    return { user: username, home: homedir };
  } catch {
    // A container's user need not be in the list of users.
    return { user: undefined, home: undefined };
  }
}

async function systemTimeZone(): Promise<string | undefined> {
  try {
    return /zoneinfo\/(?:posix\/)?(.+)$/.exec(await readlink('/etc/localtime'))?.[1];
  } catch {
    return undefined;
  }
}

const isThere = async (path: string, mode: number): Promise<boolean> => {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
};

async function certificate(server: TlsServer): Promise<Certificate> {
  const signal = AbortSignal.any([server.signal, AbortSignal.timeout(server.timeoutMs)]);
  const tunnel =
    server.proxy === undefined ? undefined : await tunnelTo(server, new URL(server.proxy), signal);
  const { hostname, port, authorities } = server;
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port,
    ...(tunnel !== undefined && { socket: tunnel }),
    ...(isIP(host) === 0 && { servername: host }),
    ...(authorities !== undefined && { ca: [...rootCertificates, authorities] }),
    // Nothing is sent: the certificate is only looked at, and its fault is reported.
    rejectUnauthorized: false,
  });
  try {
    await settled(socket, 'secureConnect', signal);
    return described(socket);
  } finally {
    socket.destroy();
  }
}

function described(socket: TLSSocket): Certificate {
  const { issuer, valid_to } = socket.getPeerCertificate();
  // Node's types say Error; it is the code, as a text.
  const problem = socket.authorized ? undefined : String(socket.authorizationError);
  const name = issuer?.O ?? issuer?.CN ?? 'an authority without a name';
  return { problem, issuer: String(name), validTo: Date.parse(valid_to) };
}

/** A connection through a proxy, as CONNECT opens it. */
async function tunnelTo({ hostname, port }: TlsServer, proxy: URL, signal: AbortSignal): Promise<Socket> {
  const request = (proxy.protocol === 'https:' ? tlsRequest : plainRequest)({
    hostname: proxy.hostname,
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: `${hostname}:${port}`,
    headers: { host: `${hostname}:${port}`, ...authorizationOf(proxy) },
    signal,
  });
  return new Promise((resolve, reject) => {
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(refused(proxy, statusCode));
      }
    });
    request.once('response', ({ statusCode }) => {
      request.destroy();
      reject(refused(proxy, statusCode));
    });
    request.once('error', reject);
    request.end();
  });
}

const refused = (proxy: URL, status: number | undefined): Error =>
  Object.assign(new Error(`the proxy ${proxy.origin} refused the connection`), {
    code: `HTTP ${status ?? 'without a status'}`,
  });

function authorizationOf({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` };
}

function settled(socket: TLSSocket, event: 'secureConnect', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
