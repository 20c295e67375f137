import { once } from 'node:events';
import { Agent, createServer, request as startRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Chance } from '../support/chance.ts';
import type { Ledger } from './ledger.ts';

/** What can happen to a request on its way. */
export const faults = [
  /** Closed before it has reached the service. */
  'drop',
  'delay',
  /** Answered by somebody who does not ask the service. */
  '500',
  '503',
  '429',
  /** A revocation is answered 200, and nothing is revoked. */
  'lie',
  /** The service has done it, and its answer gets lost, comes late, or in part. */
  'lose',
  'late',
  'truncate',
  '500-afterwards',
] as const;

export type Fault = (typeof faults)[number];

export interface FaultyProxy {
  readonly origin: string;
  /** How often each fault has happened. */
  readonly counts: ReadonlyMap<Fault, number>;
  /** Resolves when nothing is on its way any more, not even what nobody waits for. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Which moment of which request of a process it was. */
export type Passing = 'received' | 'answered';

/** A proxy between one wallet process and the service. */
export async function startFaultyProxy(way: {
  readonly service: string;
  readonly processNumber: number;
  readonly chance: Chance;
  readonly ledger: Ledger;
  /** How often each request meets one of these faults. */
  readonly faultiness: number;
  readonly faults: readonly Fault[];
  readonly onPassing: (passing: Passing) => void;
}): Promise<FaultyProxy> {
  const { service, chance, ledger, processNumber } = way;
  const counts = new Map<Fault, number>();
  const agent = new Agent({ keepAlive: true });
  const onTheWay = new Set<Promise<void>>();

  const server = createServer((request, response) => {
    const passing = pass(request, response)
      .catch(() => response.destroy())
      .then(() => {
        onTheWay.delete(passing);
      });
    onTheWay.add(passing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    close: async () => {
      await Promise.all(onTheWay);
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = chooseFault(request.url ?? '');
    const waitMs = 50 + chance.below(200);
    const body = await bodyOf(request);
    way.onPassing('received');
    const refreshed = connectionRefreshedBy(request, body, ledger);
    if (fault === 'delay') {
      await setTimeout(waitMs);
    }
    if (fault === 'drop') {
      response.destroy();
      return;
    }
    if (fault === '500' || fault === '503' || fault === '429' || fault === 'lie') {
      response.writeHead(fault === 'lie' ? 200 : Number(fault), { 'retry-after': '1' }).end();
      return;
    }
    const answer = await forward(request, body);
    noteNewToken(refreshed, answer);
    if (fault === 'late') {
      await setTimeout(waitMs);
    }
    const isWhole = await reply(response, answer, fault);
    if (refreshed !== undefined && answer.status === 200) {
      if (isWhole) {
        ledger.answeredTo(processNumber, refreshed);
      } else {
        ledger.answerLost(refreshed);
      }
    }
    way.onPassing('answered');
  }

  function chooseFault(path: string): Fault | undefined {
    if (!chance.is(way.faultiness)) {
      return undefined;
    }
    const fault = chance.oneOf(way.faults.filter((each) => each !== 'lie' || path.endsWith('/revocation')));
    counts.set(fault, (counts.get(fault) ?? 0) + 1);
    return fault;
  }

  async function forward(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const { method, headers } = request;
    const outgoing = startRequest(new URL(request.url ?? '', service), {
      method,
      // The service answers to its own name only.
      headers: { ...headers, host: new URL(service).host, connection: 'keep-alive' },
      agent,
    });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await bodyOf(incoming) };
  }

  function noteNewToken(connectionId: string | undefined, { body, status }: Answer): void {
    if (connectionId !== undefined && status === 200) {
      const { refresh_token: next } = JSON.parse(body.toString()) as { readonly refresh_token?: string };
      if (next !== undefined) {
        ledger.issued(connectionId, next);
      }
    }
  }
}

/** Answers with whether the whole answer has left. */
async function reply(response: ServerResponse, answer: Answer, fault: Fault | undefined): Promise<boolean> {
  if (fault === 'lose') {
    response.destroy();
    return false;
  }
  if (fault === '500-afterwards') {
    response.writeHead(500).end();
    return false;
  }
  const type = answer.headers['content-type'];
  response.writeHead(answer.status, {
    'content-length': answer.body.length,
    ...(type !== undefined && { 'content-type': type }),
  });
  if (fault === 'truncate') {
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
    // What is written must be on its way before the connection is closed.
    await setTimeout(1);
    response.destroy();
    return false;
  }
  if (response.destroyed) {
    return false;
  }
  response.end(answer.body);
  return new Promise((resolve) => {
    response.once('close', () => {
      resolve(response.writableFinished);
    });
  });
}

/** The connection whose refresh token is presented, where it is a refresh. */
function connectionRefreshedBy({ url }: IncomingMessage, body: Buffer, ledger: Ledger): string | undefined {
  const form = new URLSearchParams(url === '/token' ? body.toString() : '');
  return ledger.connectionOf(form.get('refresh_token') ?? '');
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
