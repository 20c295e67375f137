/** An app with a secret, registered at a service as a person would by hand. */
export interface ConfidentialApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function registerConfidentialApp(issuer: string): Promise<ConfidentialApp> {
  const response = await fetch(`${issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Photo Club',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
    }),
  });
  const registered = (await response.json()) as { client_id: string; client_secret: string };
  return { clientId: registered.client_id, clientSecret: registered.client_secret };
}
