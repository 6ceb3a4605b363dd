import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

function hasOpenssl(): boolean {
  try {
    return openssl('version') !== '';
  } catch {
    return false;
  }
}

/** A self-signed certificate for an IP address, in its own folder. */
function certificate(address: string): { folder: string; key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'voipbin-tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const made = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const about = ['-subj', `/CN=${address}`, '-addext', `subjectAltName=IP:${address}`];
  openssl(...made, ...about, '-keyout', key, '-out', cert);
  return { folder, key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
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
  it('returns status, headers and body', async () => {
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

  it('says in words why there is no connection, and keeps the error code', async () => {
    const { url, transport } = await serve(() => undefined);
    const wanting = async (address: string): Promise<unknown> =>
      transport(get(address)).catch((error: unknown) => (error as Error).message);

    expect(await wanting(url.replace(/\d+$/, '1'))).toBe(
      'the connection was refused: nothing listens on that port (ECONNREFUSED)',
    );
    expect(await wanting('http://name.invalid/')).toMatch(
      /^the host name (does not exist|cannot be looked up at the moment) \((ENOTFOUND|EAI_AGAIN)\)$/,
    );
    expect(await wanting(url.replace('http:', 'https:'))).toMatch(
      /^the server does not speak TLS on this port: does its address begin with http:\/\/\? \(ERR_SSL_[A-Z_]+\)$/,
    );
  });

  it.skipIf(!hasOpenssl())('says in words what is wrong with a certificate', async () => {
    for (const [address, isTrusted, told] of [
      ['127.0.0.1', false, 'the certificate of the server is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)'],
      [
        '10.0.0.1',
        true,
        'the certificate of the server is for another host name (ERR_TLS_CERT_ALTNAME_INVALID)',
      ],
    ] as const) {
      const { folder, key, cert } = certificate(address);
      const server = createTlsServer({ key, cert });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const caFile = isTrusted ? join(folder, 'cert') : undefined;
      const { transport, close } = await createTransport({ env: {}, caFile });
      rmSync(folder, { recursive: true });
      open.push({ server, close });
      const { port } = server.address() as AddressInfo;

      const asked = transport(get(`https://127.0.0.1:${port}/`));

      await expect(asked).rejects.toMatchObject({ kind: 'connect', delivered: false, message: told });
    }
  });

  it('says that a request that timed out may have been delivered', async () => {
    const { url, transport } = await serve(() => undefined);

    await expect(transport(get(url, { timeoutMs: 50 }))).rejects.toMatchObject({
      kind: 'timeout',
      delivered: true,
    });
  });

  it('distinguishes a connection that broke before the answer from one that broke during it', async () => {
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

  it('stops when aborted', async () => {
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

  it('streams the bytes of a success unchanged, and none of a refusal', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 256));
    const { url, transport } = await serve((request, response) => {
      response.writeHead(request.url === '/no' ? 403 : 200).end(bytes);
    });
    const taken: Uint8Array[] = [];
    const onPiece = (piece: Uint8Array): Promise<void> => Promise.resolve(void taken.push(piece));
    expect(await transport(get(url, { onPiece }))).toMatchObject({ status: 200, body: '' });
    expect(taken.length).toBeGreaterThan(1);
    expect(Buffer.concat(taken).equals(bytes)).toBe(true);
    taken.length = 0;
    expect((await transport(get(`${url}/no`, { onPiece }))).status).toBe(403);
    expect(taken).toEqual([]);
  });

  it('fails if a file breaks off, and with the error that its consumer throws', async () => {
    const { url, transport } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('x'.repeat(50), () => setTimeout(() => response.destroy(), 20));
    });
    await expect(transport(get(url, { onPiece: () => Promise.resolve() }))).rejects.toMatchObject({
      kind: 'cut',
    });
    const full = new Error('the disk is full');
    await expect(transport(get(url, { onPiece: () => Promise.reject(full) }))).rejects.toBe(full);
  });

  it('waits for each chunk of a file as long as for a whole answer, and no longer', async () => {
    const { url, transport } = await serve((request, response) => {
      response.writeHead(200);
      let left = request.url === '/stuck' ? 2 : 10;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) response.write('x');
        else if (request.url !== '/stuck') response.end();
        if (left <= 0) clearInterval(timer);
      }, 60);
    });
    const taken = { count: 0 };
    const onPiece = (piece: Uint8Array): Promise<void> => Promise.resolve(void (taken.count += piece.length));
    expect((await transport(get(url, { onPiece, timeoutMs: 200 }))).status).toBe(200);
    expect(taken.count).toBe(9);
    await expect(transport(get(`${url}/stuck`, { onPiece, timeoutMs: 200 }))).rejects.toMatchObject({
      kind: 'timeout',
    });
  });

  it('refuses a proxy without a scheme, and an invalid CA file', async () => {
    await expect(createTransport({ env: { HTTPS_PROXY: 'proxy.test:3128' } })).rejects.toThrow(
      /not a web address/,
    );
    await expect(createTransport({ env: {}, caFile: '/nowhere.pem' })).rejects.toThrow(
      /cannot read the CA file/,
    );
  });
});
