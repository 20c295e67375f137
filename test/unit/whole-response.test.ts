import { describe, expect, it } from 'vitest';
import { headerOf, WholeResponse } from '../../src-main/wallet/network/whole-response.ts';

/* It has to be what a Response of the platform is to whoever reads it. */

const received = {
  'content-type': 'application/json',
  'set-cookie': ['a=1', 'b=2'],
  'x-twice': ['one', 'two'],
  'x-name': 'Zoë',
  'x-word': '\u0441\u043b\u043e\u0432\u043e',
};

function make(text = '{"active":false}', status = 200): WholeResponse {
  return new WholeResponse(Buffer.from(text), { status, headers: received });
}

describe('an answer that is here already', () => {
  it('is a Response', () => {
    expect(make()).toBeInstanceOf(Response);
    expect(make()).toMatchObject({ status: 200, ok: true, bodyUsed: false, redirected: false });
    expect(make('', 404)).toMatchObject({ status: 404, ok: false });
  });

  it('is read in every way that a Response is', async () => {
    expect(await make().text()).toBe('{"active":false}');
    expect(await make().json()).toEqual({ active: false });
    expect(Buffer.from(await make().arrayBuffer()).toString()).toBe('{"active":false}');
    expect(Buffer.from(await make().bytes()).toString()).toBe('{"active":false}');
    expect(await (await make().blob()).text()).toBe('{"active":false}');
    const chunks: Uint8Array[] = [];
    for await (const chunk of make().body as unknown as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
    }
    expect(Buffer.concat(chunks).toString()).toBe('{"active":false}');
  });

  it('is read once', async () => {
    const answer = make();
    await answer.text();
    expect(answer.bodyUsed).toBe(true);
    await expect(answer.json()).rejects.toThrow(TypeError);
    expect(() => answer.clone()).toThrow(TypeError);
    expect(answer.body).toBeNull();
  });

  it('is read once, also where it is read as a stream', async () => {
    const answer = make();
    await answer.body?.cancel();
    expect(answer.bodyUsed).toBe(true);
    await expect(answer.text()).rejects.toThrow(TypeError);
  });

  it('can be looked at before it is read, and not after', async () => {
    const answer = make();
    expect(answer.peek()).toBe('{"active":false}');
    expect(await answer.json()).toEqual({ active: false });
    expect(() => answer.peek()).toThrow(TypeError);
  });

  it('is read by its clone without being read itself', async () => {
    const answer = make();
    const clone = answer.clone();
    expect(await clone.json()).toEqual({ active: false });
    expect(clone.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ active: false });
  });

  it('tells its headers as the platform does, one by one too', () => {
    const answer = make();
    const names = ['content-type', 'x-twice', 'x-missing'];
    expect(names.map((name) => headerOf(answer, name))).toEqual(['application/json', 'one, two', null]);
    expect(names.map((name) => answer.headers.get(name))).toEqual(['application/json', 'one, two', null]);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new Headers(answer.headers).get('x-twice')).toBe('one, two');
    expect(headerOf(new Response(null, { headers: { 'x-one': '1' } }), 'x-one')).toBe('1');
  });

  it('tells headers that are no Latin text as the bytes that they are', () => {
    const { headers } = make();
    expect(headers.get('x-name')).toBe('Zoë');
    expect(Buffer.from(headers.get('x-word') ?? '', 'latin1').toString()).toBe(received['x-word']);
  });

  it('may have no body where its status allows none', async () => {
    const answer = make('', 204);
    expect(answer.body).toBeNull();
    expect(await answer.text()).toBe('');
  });

  it('has no status that a Response cannot have', () => {
    expect(() => make('', 999)).toThrow(RangeError);
    expect(() => make('', 101)).toThrow(RangeError);
  });
});
