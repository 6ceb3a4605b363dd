/** Which proxy a request uses: the function and the transport must agree, so both are tested on the same cases. */
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proxiesOf, proxyFor } from '../../src/api/proxy.ts';
import { createTransport } from '../../src/api/transport.ts';

/** Refuses every connection, and records which host was called. */
const listen = (onCall: () => void): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      onCall();
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
const portOf = (server: Server): number => (server.address() as { port: number }).port;

const called: string[] = [];
let proxy: Server;
let target: Server;
beforeAll(async () => {
  proxy = await listen(() => called.push('proxy'));
  target = await listen(() => called.push('target'));
});
afterAll(() => {
  proxy.close();
  target.close();
});

describe('the proxy for a request', () => {
  it.each<[scheme: string, env: Record<string, string>]>([
    ['http', {}],
    ['http', { HTTP_PROXY: 'P' }],
    ['https', { HTTP_PROXY: 'P' }],
    ['http', { HTTPS_PROXY: 'P' }],
    ['https', { HTTPS_PROXY: 'P' }],
    ['https', { https_proxy: '', HTTP_PROXY: 'P' }],
    ['http', { http_proxy: '', HTTP_PROXY: 'P' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: '*' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: 'localhost' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: '.localhost' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: 'host' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: 'a.example, LOCALHOST' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: 'localhost:1' }],
    ['http', { HTTP_PROXY: 'P', NO_PROXY: 'localhost:T' }],
    ['http', { HTTP_PROXY: 'P', no_proxy: '', NO_PROXY: 'localhost' }],
  ])('%s with %o is the one that the transport takes', async (scheme, given) => {
    const env = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        value.replace('P', `http://127.0.0.1:${portOf(proxy)}`).replace(':T', `:${portOf(target)}`),
      ]),
    );
    const server = new URL(`${scheme}://localhost:${portOf(target)}`);
    const { transport, close } = await createTransport({ env });
    called.length = 0;

    await transport({ method: 'GET', url: server.href, headers: {}, timeoutMs: 5000 }).catch(() => undefined);
    await close();

    expect(called[0]).toBe(proxyFor(server, proxiesOf(env)) === undefined ? 'target' : 'proxy');
  });
});
