/**
 * What a client presents itself with in the header of a request: both parts are form-urlencoded before they are joined
 * (RFC 6749 section 2.3.1), no secret being the empty one.
 *
 * openid-client writes `-`, `_` and `.` as `%2D` and so on. That is the same to a server that decodes them, and another
 * client to the many that do not (panva/oauth4webapi issues 148 and 199), while plain ones are right for both.
 */
export function basicCredentials(clientId: string, secret: string): string {
  const joined = [clientId, secret].map(formEncoded).join(':');
  return `Basic ${Buffer.from(joined).toString('base64')}`;
}

/** As the value of a form is written (RFC 6749 appendix B), which leaves those characters alone. */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
