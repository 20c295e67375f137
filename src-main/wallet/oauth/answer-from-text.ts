import { WalletError } from '../wallet-error.ts';
import { isAnswerTo } from './authorization-answer.ts';
import type { AuthorizationRequest } from './oauth.ts';

/**
 * The answer in what a person copied from the address bar of a browser on another machine, where the redirect address
 * leads nowhere: the whole address, with or without its scheme and the blanks around it, or only its query.
 *
 * Throws `answer-not-understood`, and `state-mismatch` for the answer to another request. Both leave the
 * request as it was, so the person can try again. What they pasted may hold a code, and is in no message.
 */
export function answerFromText(text: string, request: AuthorizationRequest): URL {
  const answer = addressIn(text.replace(/\s+/g, ''), request);
  if (!['code', 'error'].some((name) => answer.searchParams.has(name))) {
    throw notUnderstood(request, 'it holds neither a code nor an error');
  }
  if (!isAnswerTo(request, answer)) {
    throw new WalletError('state-mismatch');
  }
  return answer;
}

function addressIn(text: string, request: AuthorizationRequest): URL {
  const expected = new URL(request.redirectUri);
  if (/^\??[\w.-]+=/.test(text)) {
    expected.search = text.replace(/#.*$/, '');
    return expected;
  }
  const answer = URL.parse(text.startsWith(expected.protocol) ? text : `${expected.protocol}//${text}`);
  if (answer === null || answer.host !== expected.host || answer.pathname !== expected.pathname) {
    throw notUnderstood(request, `it does not begin with ${request.redirectUri}`);
  }
  return answer;
}

function notUnderstood({ redirectUri }: AuthorizationRequest, problem: string): WalletError {
  return new WalletError('answer-not-understood', { problem, redirectUri });
}
