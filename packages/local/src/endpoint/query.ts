/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html: STS, CloudFormation, IAM. */
import { ServiceError } from '../service.ts';
import type { Caller } from './caller.ts';
import type { Exchange } from './exchange.ts';
import { failureOf } from './failures.ts';
import { escapeXml, renderXml } from './xml.ts';

/** Names of lists keep their dots (`Filter.member.1`): an action that takes some reads them so. */
export async function serveQuery(exchange: Exchange, caller: Caller): Promise<void> {
  let action = '';
  try {
    const body = await exchange.readBody();
    const { principal, service } = caller.verify(exchange.signedRequest(body));
    const parameters = new URLSearchParams(exchange.method === 'GET' ? exchange.query : body.toString());
    action = parameters.get('Action') ?? '';
    if (!/^[A-Za-z]+$/.test(action)) throw new ServiceError('MissingAction', 'The request names no Action.', 400);
    const input = Object.fromEntries(parameters);
    const output = await caller.registry.call(service, action, input, principal);
    exchange.respond(
      200,
      'text/xml',
      `<${action}Response><${action}Result>${renderXml(output)}</${action}Result>` +
        `<ResponseMetadata><RequestId>${exchange.requestId}</RequestId></ResponseMetadata></${action}Response>`,
    );
  } catch (error) {
    caller.report(error, action);
    const { code, message, status } = failureOf(error);
    const name = code === 'AccessDeniedException' ? 'AccessDenied' : code;
    exchange.respond(
      status,
      'text/xml',
      `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escapeXml(name)}</Code>` +
        `<Message>${escapeXml(message)}</Message></Error><RequestId>${exchange.requestId}</RequestId></ErrorResponse>`,
    );
  }
}
