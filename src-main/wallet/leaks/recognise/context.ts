import type { TokenKind } from '../../services/service-schema.ts';
import type { TokenMark } from './scanned-token.ts';

/** What the text before a value says of it. */
export interface Context {
  readonly mark: Extract<TokenMark, 'authorization-header' | 'parameter' | 'named-field'>;
  /** `key`: some credential, and not that it is a token. `basic`: a name and a password (RFC 7617). */
  readonly says: 'token' | 'key' | 'basic';
  readonly kind: TokenKind | null;
  /** The name of the field, in small letters and digits. */
  readonly name: string;
}

/** Without one of these words nothing is said, and that is soon seen. */
export const HINT = /token|authorization|bearer|dpop|oauth|pat\b|key|secret|password/i;

/** `Authorization: Bearer `, and as programs write it: `"Authorization", "value": "token `. */
const HEADER =
  /\bauthorization["'`]*[ \t]*(?::|=>|=|,)(?:[ \t]*["']value["'][ \t]*:)?[ \t]*f?["'`(]*(?:(?:bearer|token|oauth|dpop)[ \t]+)?$/i;
const BASIC = /\bauthorization["'`]*[ \t]*[:=,][ \t]*["'`]*basic[ \t]+$/i;
const SCHEME = /\b(?:bearer|dpop)[ \t]+$/i;

/** `name=`, `"name": "`, `name => '`, `<name>`. */
const NAMED = /([?&#]|)\b([A-Za-z][\w.-]*)["'`\])]*[ \t]*(?:=>|:=|[:=>,])[ \t]*["'`([]*$/;
const FLAG = /(?:^|\s)--?([A-Za-z][\w-]*)[ \t]+["']?$/;

/** Tokens that give nobody rights: against forgery, of pages of a list, of devices to notify, of language models. */
const OTHER_TOKENS =
  /csrf|xsrf|forgery|authenticity|page|next|prev|sync|continu|cursor|cancel|push|device|fcm|apns|captcha|nonce|stop|eos|bos|pad/;

/** What is said about the value that follows; undefined where nothing is. Escapes in `before` are decoded already. */
export function contextOf(before: string): Context | undefined {
  if (HEADER.test(before) || SCHEME.test(before)) {
    return { mark: 'authorization-header', says: 'token', kind: 'access', name: '' };
  }
  if (BASIC.test(before)) {
    return { mark: 'authorization-header', says: 'basic', kind: null, name: '' };
  }
  const [, lead = '', name = FLAG.exec(before)?.[1] ?? ''] = NAMED.exec(before) ?? [];
  const words = name
    .replace(/[\W_]*\d*$/, '')
    .split(/[\W_]+|(?<=[a-z0-9])(?=[A-Z])/)
    .map((word) => word.toLowerCase());
  const end = words.slice(-2).join('');
  const says = sayingOf(end);
  const kind = /refreshtoken$/.test(end) ? 'refresh' : /(?:accesstoken|bearer)$/.test(end) ? 'access' : null;
  return says === undefined
    ? undefined
    : { mark: lead === '' ? 'named-field' : 'parameter', says, kind, name: words.join('') };
}

/** `end`: the last two words of the name. */
function sayingOf(end: string): 'token' | 'key' | undefined {
  if (/(?:token|bearer|oauth)$|^(?:access)?pat$/.test(end)) {
    return OTHER_TOKENS.test(end) ? undefined : 'token';
  }
  return /(?:key|secret|password)$/.test(end) ? 'key' : undefined;
}
