import type { Flow } from '../../../contract/attempt.ts';
import { answerFromText } from '../../oauth/answer-from-text.ts';
import { type LoopbackPlace, openLoopbackRedirect } from '../../oauth/loopback-redirect.ts';
import type { AuthorizationRequest, GrantWish, TokenReply } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import type { ClientRecord } from '../../vault/records.ts';
import { pageText } from './attempt-texts.ts';
import type { AttemptUnderWay } from './attempt-under-way.ts';
import type { BrowserFarewell } from './conclude-in-browser.ts';
import type { ConnectionContext } from '../context.ts';
import type { FoundServer } from './find-server.ts';

/** All that is needed to ask a service for a grant. */
export interface GrantQuestion {
  readonly attempt: AttemptUnderWay;
  readonly found: FoundServer;
  readonly client: ClientRecord;
  readonly wish: GrantWish;
  readonly proofKey: Secret | null;
  readonly place: LoopbackPlace;
  readonly farewell: BrowserFarewell;
  /** Called when everything has been done that can be done without the person. */
  readonly nowWaiting: (waiting: Waiting) => void;
}

/** What the person can do meanwhile. */
export interface Waiting {
  /** The address that was opened, to open it again. */
  readonly address?: URL;
  /** Takes the last address of a browser on another machine. */
  readonly answer?: (text: string) => void;
}

/** A grant that was given. */
export interface ObtainedGrant {
  readonly reply: TokenReply;
  /** Tells the end where the person looks: done, or why not. */
  conclude(error?: unknown): Promise<void>;
}

/** One way to ask for a grant each. */
export const obtainGrant: Readonly<
  Record<Flow, (context: ConnectionContext, question: GrantQuestion) => Promise<ObtainedGrant>>
> = {
  browser: (context, question) => throughBrowser(context, question, 'here'),
  manual: (context, question) => throughBrowser(context, question, 'elsewhere'),
  device: throughDevice,
  'client-credentials': async (context, { attempt, found, client, wish, proofKey, nowWaiting }) => {
    nowWaiting({});
    const asked = context.oauth.clientCredentialsGrant(found.server, client, { ...wish, proofKey });
    return { reply: await attempt.until(asked), conclude: async () => undefined };
  },
};

/** Authorization code with PKCE (RFC 6749 section 4.1, RFC 8252). */
async function throughBrowser(
  context: ConnectionContext,
  question: GrantQuestion,
  where: 'here' | 'elsewhere',
): Promise<ObtainedGrant> {
  const { attempt, found, client, wish, proofKey, nowWaiting } = question;
  const redirect = await openLoopbackRedirect(question.place);
  const conclude = async (error?: unknown): Promise<void> => {
    await (error === undefined
      ? redirect.conclude('done', pageText(context.language(), 'done'))
      : question.farewell.tell(redirect, error));
  };
  try {
    const { redirectUri } = redirect;
    const request = await attempt.until(
      context.oauth.authorizationRequest(found.server, client, { ...wish, proofKey, redirectUri }),
    );
    const pasted = Promise.withResolvers<URL>();
    if (where === 'here') {
      await attempt.until(context.browser.open(request.address));
      nowWaiting({ address: request.address });
    } else {
      attempt.update({ address: request.address.href });
      nowWaiting({
        answer: (text) => {
          pasted.resolve(answerFromText(text, request));
        },
      });
    }
    attempt.update({ state: 'waiting' });
    const answer = await attempt.until(Promise.race([redirect.answer, pasted.promise]));
    attempt.update({ state: 'exchanging' });
    return { reply: await exchange(context, question, request, answer), conclude };
  } catch (error) {
    // The window hears of it first: it may take a person minutes to come back to the browser.
    attempt.fail(error);
    await conclude(error);
    throw error;
  }
}

function exchange(
  { oauth }: ConnectionContext,
  { found, client }: GrantQuestion,
  request: AuthorizationRequest,
  answer: URL,
): Promise<TokenReply> {
  return oauth.finishAuthorization(found.server, client, request, answer);
}

/** RFC 8628: the person enters a code on another device. */
async function throughDevice(context: ConnectionContext, question: GrantQuestion): Promise<ObtainedGrant> {
  const { attempt, found, client, wish, proofKey, nowWaiting } = question;
  const device = await attempt.until(context.oauth.beginDevice(found.server, client, wish));
  const { userCode, verificationUri, verificationUriComplete } = device;
  attempt.update({
    state: 'waiting',
    device: { userCode, verificationUri, verificationUriComplete },
    expiresAt: earlier(attempt.view().expiresAt, context.clock.now() + device.expiresInSeconds * 1000),
  });
  nowWaiting({ address: new URL(verificationUriComplete ?? verificationUri) });
  const { signal } = attempt;
  const reply = await context.oauth.pollDevice(found.server, client, device, { signal, proofKey });
  return { reply, conclude: async () => undefined };
}

function earlier(moment: string, otherMs: number): string {
  return new Date(Math.min(Date.parse(moment), otherMs)).toISOString();
}
