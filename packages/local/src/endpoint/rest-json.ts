/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html: of Lambda, Invoke and what reads event source mappings; of EventBridge Scheduler, what reads. */

import { ServiceError } from '../service.ts';
import { uriDecode } from '../services/iam/canonical-request.ts';
import type { Caller } from './caller.ts';
import type { Exchange } from './exchange.ts';
import { failureOf } from './failures.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
const schedules = /^\/schedules(?:\/([^/]+))?$/;
/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
const mappings = /^\/2015-03-31\/event-source-mappings\/?([^/]+)?$/;
const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

export async function serveRestJson(exchange: Exchange, service: string, caller: Caller): Promise<void> {
  const where = `${service} ${exchange.method} ${exchange.path}`;
  try {
    const body = await exchange.readBody();
    const { principal } = caller.verify(exchange.signedRequest(body));
    const reading = service === 'scheduler' && exchange.method === 'GET' ? schedules.exec(exchange.path) : undefined;
    if (reading) {
      const name = reading[1];
      const GroupName = new URLSearchParams(exchange.query).get(name === undefined ? 'ScheduleGroup' : 'groupName');
      const input = { ...(name !== undefined && { Name: uriDecode(name) }), GroupName: GroupName ?? undefined };
      const action = name === undefined ? 'ListSchedules' : 'GetSchedule';
      const schedule = await caller.registry.call('scheduler', action, input, principal);
      return exchange.respond(200, 'application/json', JSON.stringify(schedule));
    }
    const mapping = service === 'lambda' && exchange.method === 'GET' ? mappings.exec(exchange.path) : undefined;
    if (mapping) {
      const UUID = mapping[1];
      const query = new URLSearchParams(exchange.query);
      const filter = { EventSourceArn: query.get('EventSourceArn'), FunctionName: query.get('FunctionName') };
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
      const action = UUID === undefined ? 'ListEventSourceMappings' : 'GetEventSourceMapping';
      const input = UUID === undefined ? given : { UUID: uriDecode(UUID) };
      const found = await caller.registry.call('lambda', action, input, principal);
      return exchange.respond(200, 'application/json', JSON.stringify(found));
    }
    const functionName = invocation.exec(exchange.path)?.[1];
    if (service !== 'lambda' || exchange.method !== 'POST' || functionName === undefined) {
      throw new ServiceError(
        'UnknownOperationException',
        `${where} is not supported by the local runtime (see SUPPORT.md)`,
        404,
      );
    }
    const output = await caller.registry.call(
      'lambda',
      'Invoke',
      {
        FunctionName: uriDecode(functionName),
        Payload: body.length > 0 ? body.toString() : undefined,
        InvocationType: exchange.headers['x-amz-invocation-type'] ?? 'RequestResponse',
        Qualifier: new URLSearchParams(exchange.query).get('Qualifier') ?? undefined,
      },
      principal,
    );
    respondToInvoke(exchange, readInvokeOutput(output));
  } catch (error) {
    caller.report(error, where);
    const { code, message, status } = failureOf(error);
    exchange.respond(
      status,
      'application/json',
      JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message }),
      { 'x-amzn-errortype': code },
    );
  }
}

interface InvokeOutput {
  readonly StatusCode: number;
  readonly Payload: string | Buffer;
  readonly FunctionError: string | undefined;
  readonly ExecutedVersion: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_ResponseSyntax */
function respondToInvoke(exchange: Exchange, { StatusCode, Payload, FunctionError, ExecutedVersion }: InvokeOutput) {
  exchange.respond(StatusCode, 'application/json', Payload, {
    'x-amz-executed-version': ExecutedVersion,
    ...(FunctionError !== undefined && { 'x-amz-function-error': FunctionError }),
  });
}

function readInvokeOutput(output: unknown): InvokeOutput {
  const members: Readonly<Record<string, unknown>> = typeof output === 'object' && output !== null ? { ...output } : {};
  const { StatusCode, Payload, FunctionError, ExecutedVersion } = members;
  return {
    StatusCode: typeof StatusCode === 'number' ? StatusCode : 200,
    Payload: typeof Payload === 'string' || Buffer.isBuffer(Payload) ? Payload : '',
    FunctionError: typeof FunctionError === 'string' ? FunctionError : undefined,
    ExecutedVersion: typeof ExecutedVersion === 'string' ? ExecutedVersion : '$LATEST',
  };
}
