import type { App } from 'electron';

/**
 * Leaves Chromium no network. The wallet needs none there: its own requests are made by Node.
 *
 * The content policy and the request firewall do not see everything: WebRTC sends packets to wherever a script says, and
 * a hint such as `dns-prefetch` asks a name server for a name that a script made up. Must happen before the app is
 * ready.
 */
export function cutOffNetwork(app: Pick<App, 'commandLine' | 'on'>): void {
  // No host has an address, not even one that is written as an address.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('web-contents-created', (_event, contents) => {
    // There is no proxy, so this forbids UDP; TCP is left to the rule above.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}
