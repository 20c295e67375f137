import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src-main/wallet/network/create-fetch.ts';
import { selfSignedCertificate } from '../support/self-signed.ts';

/* How many connections a service sees. */

const certificate = selfSignedCertificate('localhost');
let server: Server;
let connections: Socket[];

async function serve(listener: RequestListener, tls = false): Promise<string> {
  connections = [];
  server = tls ? createTlsServer(certificate, listener) : createServer(listener);
  server.on('connection', (socket) => connections.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return tls ? `https://localhost:${port}/` : `http://127.0.0.1:${port}/`;
}

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe('a connection', () => {
  it('serves the requests that follow each other', async () => {
    const address = await serve((_request, response) => response.end('hello'));
    const fetch = createFetch({ proxyFor: async () => null, extraCertificates: () => [] });

    const answers: string[] = [];
    while (answers.length < 5) {
      answers.push(await (await fetch(address, { method: 'POST', body: 'a=b' })).text());
    }

    expect([answers.at(-1), connections.length]).toEqual(['hello', 1]);
  });

  it('is not used once the service has closed it', async () => {
    const address = await serve((_request, response) => {
      response.setHeader('Connection', 'close').end('hello');
    });
    const fetch = createFetch({ proxyFor: async () => null, extraCertificates: () => [] });

    await (await fetch(address)).text();
    expect(await (await fetch(address)).text()).toBe('hello');

    expect(connections).toHaveLength(2);
  });

  it('that a person trusts is not lent to requests that do not trust it', async () => {
    const address = await serve((_request, response) => response.end('hello'), true);
    let trusted = [certificate.cert];
    const fetch = createFetch({ proxyFor: async () => null, extraCertificates: () => trusted });
    expect(await (await fetch(address)).text()).toBe('hello');

    trusted = [];

    await expect(fetch(address)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('outlives the time limit of the request that opened it', async () => {
    const address = await serve((_request, response) => response.end('hello'));
    const fetch = createFetch({ proxyFor: async () => null, extraCertificates: () => [] });
    const limit = new AbortController();
    await (await fetch(address, { signal: limit.signal })).text();

    limit.abort();

    expect(await (await fetch(address)).text()).toBe('hello');
    expect(connections).toHaveLength(1);
  });
});
