import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A method call on the session bus of a Linux desktop. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly arguments: readonly string[];
}

/**
 * Sends one call over D-Bus and answers with the body of the reply.
 *
 * As much of the protocol (https://dbus.freedesktop.org/doc/dbus-specification.html) as a question needs whose
 * arguments are strings: the keychain library cannot say whether the keychain is locked without asking for it to be
 * unlocked.
 */
export async function callOnSessionBus(call: BusCall, limitMs: number): Promise<Buffer> {
  const socket = connect({ path: sessionBusPath(), signal: AbortSignal.timeout(limitMs) });
  try {
    await once(socket, 'connect');
    const incoming = new Incoming(socket);
    const user = Buffer.from(String(process.getuid?.())).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    if (!(await incoming.line()).startsWith('OK ')) {
      throw new Error('The session bus did not accept this user.');
    }
    socket.write('BEGIN\r\n');
    socket.write(encodeCall(hello, 1));
    await replyOf(incoming);
    socket.write(encodeCall(call, 2));
    return await replyOf(incoming);
  } finally {
    socket.destroy();
  }
}

const hello: BusCall = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'Hello',
  arguments: [],
};

/** Where the session bus listens, found as libdbus does. Throws where there is none. */
function sessionBusPath(): string {
  const { DBUS_SESSION_BUS_ADDRESS: addresses, XDG_RUNTIME_DIR: runtimeFolder } = process.env;
  if (addresses === undefined && runtimeFolder !== undefined) {
    return `${runtimeFolder}/bus`;
  }
  const [, kind, path] = /(?:^|;)unix:(?:[^;]*,)?(path|abstract)=([^,;]+)/.exec(addresses ?? '') ?? [];
  if (path === undefined) {
    throw new Error('There is no session bus.');
  }
  return (kind === 'abstract' ? '\0' : '') + decodeURIComponent(path);
}

/** What arrives on a socket, in pieces of a wished size. */
class Incoming {
  readonly #chunks: AsyncIterator<Buffer, undefined>;
  #waiting: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  }

  async line(): Promise<string> {
    while (!this.#waiting.includes('\r\n')) {
      await this.#more();
    }
    const end = this.#waiting.indexOf('\r\n') + 2;
    return (await this.bytes(end)).toString();
  }

  async bytes(length: number): Promise<Buffer> {
    while (this.#waiting.length < length) {
      await this.#more();
    }
    const taken = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    return taken;
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done === true) {
      throw new Error('The session bus closed the connection.');
    }
    this.#waiting = Buffer.concat([this.#waiting, next.value]);
  }
}

const METHOD_CALL = 1;
const METHOD_RETURN = 2;
const ERROR = 3;

/** The next reply; there is only ever one call under way. Signals that come in between are passed over. */
async function replyOf(incoming: Incoming): Promise<Buffer> {
  for (;;) {
    const start = await incoming.bytes(16);
    if (start.toString('latin1', 0, 1) !== 'l') {
      throw new Error('The reply is in big-endian byte order.');
    }
    await incoming.bytes(aligned(start.readUInt32LE(12), 8));
    const body = await incoming.bytes(start.readUInt32LE(4));
    if (start[1] === METHOD_RETURN) {
      return body;
    }
    if (start[1] === ERROR) {
      throw new Error('The call over the session bus was answered with an error.');
    }
  }
}

function encodeCall(call: BusCall, serial: number): Buffer {
  const fields = [
    headerField(1, 'o', string(call.path)),
    headerField(2, 's', string(call.interface)),
    headerField(3, 's', string(call.member)),
    headerField(6, 's', string(call.destination)),
    headerField(8, 'g', signature('s'.repeat(call.arguments.length))),
  ];
  const header = join(fields, 8);
  const body = join(call.arguments.map(string), 4);
  const start = Buffer.concat([
    Buffer.from(['l'.charCodeAt(0), METHOD_CALL, 0, 1]),
    number(body.length),
    number(serial),
    number(header.length),
  ]);
  return Buffer.concat([join([start, header], 8), padding(header.length, 8), body]);
}

function headerField(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(code), signature(type), value]);
}

function string(text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`);
  return Buffer.concat([number(bytes.length - 1), bytes]);
}

function signature(types: string): Buffer {
  return Buffer.concat([Buffer.of(types.length), Buffer.from(`${types}\0`)]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The parts one after another, each beginning at a multiple of `alignment`. */
function join(parts: readonly Buffer[], alignment: number): Buffer {
  return parts.reduce(
    (joined, part) => Buffer.concat([joined, padding(joined.length, alignment), part]),
    Buffer.alloc(0),
  );
}

function padding(length: number, alignment: number): Buffer {
  return Buffer.alloc(aligned(length, alignment) - length);
}

function aligned(length: number, alignment: number): number {
  return Math.ceil(length / alignment) * alignment;
}
