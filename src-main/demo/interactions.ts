import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { demoAccounts, findDemoAccount } from './accounts.ts';
import type { Context, Middleware } from './middleware.ts';
import { consentPage } from './pages/consent.ts';
import { languageOf } from './pages/language.ts';
import { sendPage } from './pages/layout.ts';
import { endedPage } from './pages/message.ts';
import { signInPage } from './pages/sign-in.ts';
import { readBody } from './read-body.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Where oidc-provider sends the browser when it needs the person. */
export const interactionsPath = '/interaction/';

/**
 * The part of an authorization that needs the person: sign in (authentication), then allow or deny (authorization).
 *
 * The address of an interaction is unguessable and bound to a cookie that no other site's form carries
 * (`SameSite=Lax`), so its forms need no further token.
 */
export function serveInteractions(provider: Provider): Middleware {
  return async (context, next) => {
    if (!context.path.startsWith(interactionsPath)) {
      await next();
      return;
    }
    try {
      const interaction = await provider.interactionDetails(context.req, context.res);
      if (context.method === 'POST') {
        await decide(provider, context, interaction);
      } else {
        await ask(provider, context, interaction);
      }
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) {
        throw error;
      }
      sendPage(context, endedPage(languageOf(context)));
    }
  };
}

async function ask(provider: Provider, context: Context, interaction: Interaction): Promise<void> {
  const account = findDemoAccount(interaction.session?.accountId ?? '');
  if (
    account === undefined ||
    interaction.prompt.name !== 'consent' ||
    context.query['account'] === 'another'
  ) {
    await askToSignIn(provider, context, interaction);
    return;
  }
  sendPage(
    context,
    consentPage({
      ...(await frameOf(provider, context, interaction)),
      account,
      scopes: requestedScopes(interaction),
    }),
  );
}

async function askToSignIn(
  provider: Provider,
  context: Context,
  interaction: Interaction,
  refusedLogin?: string,
): Promise<void> {
  sendPage(
    context,
    signInPage({
      ...(await frameOf(provider, context, interaction)),
      login: refusedLogin ?? textOf(interaction.params['login_hint']),
      refused: refusedLogin !== undefined,
    }),
  );
}

async function decide(provider: Provider, context: Context, interaction: Interaction): Promise<void> {
  const form = new URLSearchParams((await readBody(context.req)) ?? '');
  switch (form.get('decision')) {
    case 'sign-in': {
      const login = form.get('login')?.trim().toLowerCase() ?? '';
      const account = demoAccounts.find((known) => known.login === login);
      if (account === undefined || account.password !== form.get('password')) {
        await askToSignIn(provider, context, interaction, login);
        return;
      }
      await endSessionOfAnother(provider, interaction, account.login);
      const result = { login: { accountId: account.login }, select_account: {} };
      await goOn(provider, context, result, { mergeWithLastSubmission: false });
      return;
    }
    case 'allow':
      await goOn(provider, context, { consent: { grantId: await grantRequested(provider, interaction) } });
      return;
    case 'deny':
      await goOn(provider, context, {
        error: 'access_denied',
        error_description: 'The person denied the access',
      });
      return;
    case null:
    default:
      await ask(provider, context, interaction);
  }
}

/**
 * Ends the session of whoever was signed in before, so that the browser goes on as somebody else.
 *
 * oidc-provider would do it too, with a page that submits itself by a script. What that person granted stays: tokens
 * here do not end with a session.
 */
async function endSessionOfAnother(
  provider: Provider,
  interaction: Interaction,
  login: string,
): Promise<void> {
  if (interaction.session?.accountId === undefined || interaction.session.accountId === login) {
    return;
  }
  const session = await provider.Session.findByUid(interaction.session.uid);
  await session?.destroy();
  interaction.session = undefined;
  await interaction.persist();
}

/** A grant of its own for each authorization, so that taking one back leaves the others of the same app alone. */
async function grantRequested(provider: Provider, interaction: Interaction): Promise<string> {
  const grant = new provider.Grant({
    accountId: interaction.session?.accountId,
    clientId: textOf(interaction.params['client_id']),
  });
  grant.addOIDCScope(requestedScopes(interaction));
  return grant.save();
}

async function goOn(
  provider: Provider,
  context: Context,
  result: Parameters<Provider['interactionResult']>[2],
  options?: Parameters<Provider['interactionResult']>[3],
): Promise<void> {
  const address = await provider.interactionResult(context.req, context.res, result, options);
  context.status = 303;
  context.redirect(address);
}

interface Frame {
  readonly language: ReturnType<typeof languageOf>;
  readonly appName: string;
  readonly action: string;
  readonly formMayLeadTo: string;
}

async function frameOf(provider: Provider, context: Context, interaction: Interaction): Promise<Frame> {
  const clientId = textOf(interaction.params['client_id']);
  const client = await provider.Client.find(clientId);
  return {
    language: languageOf(context),
    appName: client?.clientName ?? clientId,
    action: context.path,
    formMayLeadTo: policySourceOf(textOf(interaction.params['redirect_uri'])),
  };
}

/** A content policy knows no IPv6 address and no opaque origin; there the scheme must do. */
function policySourceOf(redirectUri: string): string {
  const address = URL.parse(redirectUri);
  if (address === null) {
    return '';
  }
  return address.origin === 'null' || address.hostname.startsWith('[') ? address.protocol : address.origin;
}

function requestedScopes(interaction: Interaction): string[] {
  return textOf(interaction.params['scope']).split(' ').filter(Boolean);
}

function textOf(parameter: unknown): string {
  return typeof parameter === 'string' ? parameter : '';
}
