/** Opens an address and follows it until it leaves the server; answers where the browser is sent. */
export async function approve(address: URL): Promise<URL> {
  const ending = await createBrowser().follow(address);
  if (typeof ending === 'string') {
    throw new Error(`The provider kept the browser: ${ending}`);
  }
  return ending;
}

/** Opens the address of a device code, and confirms the code or aborts. */
export async function enterDeviceCode(address: URL, decision: 'allow' | 'deny'): Promise<void> {
  const browser = createBrowser();
  let page = await browser.follow(address);
  for (let form = formIn(page); form !== undefined; form = formIn(page)) {
    if (decision === 'deny' && form.fields.has('confirm')) {
      form.fields.set('abort', 'yes');
      await browser.follow(new URL(form.action), form.fields);
      return;
    }
    page = await browser.follow(new URL(form.action), form.fields);
  }
}

interface Browser {
  /** Follows redirects within the server; answers the page it stays at, or the address it is sent away to. */
  follow(address: URL, fields?: URLSearchParams): Promise<URL | string>;
}

function createBrowser(): Browser {
  const cookies = new Map<string, string>();
  return {
    follow: async (address, fields) => {
      let response = await send(address, fields);
      let next = address;
      for (let steps = 0; response.headers.has('location') && steps < 10; steps += 1) {
        next = new URL(response.headers.get('location') ?? '', next);
        if (next.origin !== address.origin) {
          return next;
        }
        response = await send(next);
      }
      return response.text();
    },
  };

  async function send(address: URL, fields?: URLSearchParams): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      method: fields === undefined ? 'GET' : 'POST',
      body: fields ?? null,
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }
}

function formIn(
  page: URL | string,
): { readonly action: string; readonly fields: URLSearchParams } | undefined {
  const html = typeof page === 'string' ? page : '';
  const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return action === undefined
    ? undefined
    : { action, fields: new URLSearchParams(fields.map(([, name = '', value = '']) => [name, value])) };
}
