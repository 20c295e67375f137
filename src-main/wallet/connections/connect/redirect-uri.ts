/** What a person registers as redirect address at a service; the port is free (RFC 8252 section 7.3). */
export const REDIRECT_URI = 'http://127.0.0.1/callback';
