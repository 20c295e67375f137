import { WalletError } from '../wallet-error.ts';

/**
 * The address of a proxy, as people write it: without a protocol it is http. Throws `proxy-unreachable` for a kind of
 * proxy that the wallet does not speak to, because going without it would show the person's own address to the service.
 */
export function proxyFrom(written: string, target: URL): URL {
  const proxy = URL.parse(written.includes('://') ? written : `http://${written}`);
  if (proxy !== null && /^https?:$/.test(proxy.protocol)) {
    return proxy;
  }
  const kind = /^socks/.test(proxy?.protocol ?? '') ? 'it speaks SOCKS' : 'that is no address of a proxy';
  // What was written is not repeated where it is no address: it may hold a password.
  throw new WalletError('proxy-unreachable', { host: target.host, proxy: proxy?.host ?? '?', problem: kind });
}
