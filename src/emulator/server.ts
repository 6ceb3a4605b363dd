/** The emulator on a loopback port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { control } from './control.ts';
import type { Emulator } from './emulator.ts';
import { bytesOf, type EmulatorReply, type EmulatorRequest } from './http.ts';

export interface EmulatorServer {
  /** `http://127.0.0.1:41234` */
  url: string;
  close: () => Promise<void>;
}

export interface ServeOptions {
  sleep: (ms: number) => Promise<void>;
  /** Called after every request that may have changed the state. */
  onWritten?: () => void;
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const HOST = '127.0.0.1';
/** Most connections of a client with one request at a time: a pool may open the next before it closes the last. */
const FEW_CLIENTS = 2;

/** Serves on 127.0.0.1 only; port 0 selects a free port. */
export async function serve(
  emulator: Emulator,
  options: ServeOptions & { port: number },
): Promise<EmulatorServer> {
  let clients = 0;
  const server = createServer((request, response) => {
    void exchange(emulator, request, response, { ...options, clients: () => clients }).catch(() => {
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    clients += 1;
    socket.once('close', () => (clients -= 1));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${HOST}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function exchange(
  emulator: Emulator,
  incoming: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions & { clients: () => number },
): Promise<void> {
  // A page of another site that resolves to this address must not get in.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(incoming.headers.host ?? '')) {
    response.writeHead(403).end();
    return;
  }
  const body = await readBody(incoming);
  if (body === undefined) {
    response.writeHead(413).end();
    return;
  }
  const request: EmulatorRequest = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers as Record<string, string | undefined>,
    body,
  };
  if (options.clients() <= FEW_CLIENTS) emulator.oneAtATime();
  const controlled = control(emulator, request);
  if (controlled !== undefined) {
    send(response, controlled);
    return;
  }
  const { reply, broken, delayMs, fault } = emulator.answer(request);
  if (request.method !== 'GET') options.onWritten?.();
  if (delayMs > 0) await options.sleep(delayMs);
  if (fault === 'timeout-before' || fault === 'timeout-after') return;
  if (broken?.kind === 'cut' && reply !== undefined) {
    const bytes = bytesOf(reply);
    response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  if (broken !== undefined || reply === undefined) response.destroy();
  else send(response, reply);
}

function send(response: ServerResponse, reply: EmulatorReply): void {
  const bytes = bytesOf(reply);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
  response.end(bytes);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
