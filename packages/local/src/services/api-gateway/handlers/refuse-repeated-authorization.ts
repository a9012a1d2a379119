import type { Handler } from '../call/call.ts';
import { refuse } from '../responses/refusal.ts';

/**
 * Answers requests with more than one Authorization header: an authorizer, its cache and a function could each take
 * another one. A request has one: https://www.rfc-editor.org/rfc/rfc9110#section-5.3
 */
export const refuseRepeatedAuthorization: Handler = ({ request: { rawHeaders } }) => {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'authorization') count += 1;
  return count > 1 ? refuse('DEFAULT_4XX', { message: 'More than one Authorization header' }) : undefined;
};
