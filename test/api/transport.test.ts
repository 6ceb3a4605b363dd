import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport } from '../../src/api/transport.ts';
import type { WireRequest } from '../../src/core/ports.ts';

const open: { server: Server; close: () => Promise<void> }[] = [];

async function serve(listener: RequestListener, env: Record<string, string> = {}) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { transport, close } = await createTransport({ env });
  open.push({ server, close });
  return { url, transport };
}

afterEach(async () => {
  for (const { server, close } of open.splice(0)) {
    await close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const get = (url: string, extra: Partial<WireRequest> = {}): WireRequest => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 5000,
  ...extra,
});

describe('the network', () => {
  it('brings status, headers and body', async () => {
    const { url, transport } = await serve((request, response) => {
      response.setHeader('retry-after', '1').writeHead(429);
      response.end(`${request.method ?? ''} ${request.url ?? ''} zoë`);
    });

    const answer = await transport(get(`${url}/v1.0/x?y=1`));

    expect(answer).toMatchObject({ status: 429, body: 'GET /v1.0/x?y=1 zoë' });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('says that a refused connection delivered nothing', async () => {
    const { url, transport } = await serve(() => undefined);
    const closed = url.replace(/\d+$/, '1');

    await expect(transport(get(closed))).rejects.toMatchObject({ kind: 'connect', delivered: false });
    await expect(transport(get('http://name.invalid/'))).rejects.toMatchObject({
      kind: 'connect',
      delivered: false,
    });
  });

  it('says that a time-out may have been delivered', async () => {
    const { url, transport } = await serve(() => undefined);

    await expect(transport(get(url, { timeoutMs: 50 }))).rejects.toMatchObject({
      kind: 'timeout',
      delivered: true,
    });
  });

  it('tells a connection that broke before the answer from one that broke in it', async () => {
    const { url, transport } = await serve((request, response) => {
      if (request.url === '/reset') request.socket.destroy();
      else {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half', () => request.socket.destroy());
      }
    });

    await expect(transport(get(`${url}/reset`))).rejects.toMatchObject({ kind: 'reset', delivered: true });
    await expect(transport(get(`${url}/cut`))).rejects.toMatchObject({ kind: 'cut', delivered: true });
  });

  it('stops when told to', async () => {
    const { url, transport } = await serve(() => undefined);
    const stop = new AbortController();

    const asked = transport(get(url, { signal: stop.signal }));
    setTimeout(() => {
      stop.abort();
    }, 20);

    await expect(asked).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('goes through the proxy of the environment, unless NO_PROXY says otherwise', async () => {
    const target = await serve((_request, response) => response.end('from the target'));
    const asked: string[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end('from the proxy');
    });
    open.at(-1)?.server.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const through = await createTransport({ env: { HTTP_PROXY: proxy.url } });
    const around = await createTransport({ env: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } });

    await through.transport(get('http://api.test/v1.0/customer')).catch(() => undefined);
    const direct = await around.transport(get(target.url));
    await Promise.all([through.close(), around.close()]);

    expect(asked.join()).toContain('api.test');
    expect(direct.body).toBe('from the target');
  });

  it('says that it is the proxy that cannot be reached, without its password', async () => {
    const { transport, close } = await createTransport({
      env: { HTTPS_PROXY: 'http://ann:secret@127.0.0.1:9' },
    });
    const asking = transport({ method: 'GET', url: 'https://api.test/', headers: {}, timeoutMs: 5000 });
    await expect(asking).rejects.toThrow('the proxy http://127.0.0.1:9 cannot be reached');
    await expect(asking).rejects.not.toThrow('secret');
    await close();
  });

  it('refuses a proxy without a scheme and a CA file that is none', async () => {
    await expect(createTransport({ env: { HTTPS_PROXY: 'proxy.test:3128' } })).rejects.toThrow(
      /no web address/,
    );
    await expect(createTransport({ env: {}, caFile: '/nowhere.pem' })).rejects.toThrow(
      /cannot read the CA file/,
    );
  });
});
