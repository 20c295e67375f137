/**
 * Tries every way in which a page can make a browser send something to a host, and waits for the end of each.
 *
 * Runs in the page: it may use nothing from outside itself.
 */
export async function sendEverywhere(host: string): Promise<void> {
  const to = (path: string): string => `http://${host}/${path}`;

  /** Adds an element and waits until it has loaded, or failed to. */
  function add(tag: string, properties: object): Promise<unknown> {
    const element = Object.assign(document.createElement(tag), properties);
    document.body.append(element);
    return endOf(element);
  }

  function endOf(source: EventTarget, ...names: string[]): Promise<unknown> {
    return new Promise((resolve) => {
      ['load', 'error', ...names].forEach((name) => {
        source.addEventListener(name, resolve);
      });
    });
  }

  async function connectPeers(): Promise<void> {
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:${host}` },
        { urls: `turn:${host}?transport=tcp`, username: 'name', credential: 'word' },
      ],
    });
    peer.createDataChannel('out');
    await peer.setLocalDescription(await peer.createOffer());
    while (peer.iceGatheringState !== 'complete') {
      await new Promise((resolve) => {
        peer.addEventListener('icegatheringstatechange', resolve, { once: true });
      });
    }
    peer.close();
  }

  const ways: Record<string, () => unknown> = {
    fetch: () => fetch(to('fetch'), { mode: 'no-cors' }),
    post: () => fetch(to('post'), { method: 'POST', body: 'x', mode: 'no-cors', keepalive: true }),
    request: () => {
      const request = new XMLHttpRequest();
      request.open('GET', to('request'));
      request.send();
      return endOf(request);
    },
    socket: () => endOf(new WebSocket(`ws://${host}/socket`), 'open', 'close'),
    events: () => endOf(new EventSource(to('events')), 'open'),
    transport: () => new WebTransport(`https://${host}/transport`).ready,
    peers: connectPeers,
    beacon: () => navigator.sendBeacon(to('beacon'), 'x'),
    img: () => add('img', { src: to('img') }),
    'img of several': () => add('img', { srcset: `${to('srcset')} 2x` }),
    'input image': () => add('input', { type: 'image', src: to('input') }),
    script: () => add('script', { src: to('script') }),
    module: () => import(to('module')),
    style: () => add('link', { rel: 'stylesheet', href: to('style') }),
    icon: () => {
      document.head.append(Object.assign(document.createElement('link'), { rel: 'icon', href: to('icon') }));
    },
    video: () => add('video', { src: to('video') }),
    frame: () => add('iframe', { src: to('frame') }),
    object: () => add('object', { data: to('object') }),
    embed: () => add('embed', { src: to('embed') }),
    background: () => {
      document.body.style.setProperty('background-image', `url(${to('background')})`);
    },
    font: () => new FontFace('Theirs', `url(${to('font')})`).load(),
    worker: () => new Worker(to('worker')),
    hints: () => {
      for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'prerender']) {
        document.head.append(
          Object.assign(document.createElement('link'), { rel, as: 'image', href: to(rel) }),
        );
      }
    },
  };
  await Promise.allSettled(Object.values(ways).map(async (way) => way()));
}
