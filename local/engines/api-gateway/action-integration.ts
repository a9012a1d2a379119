import { ServiceError } from '../../service.ts';
import type { Call, Outcome } from './call.ts';
import type { Integrate, IntegrationParts } from './integration.ts';
import { gatewayItself } from './lambda-invocation.ts';

/**
 * A service's action, straight from the mapping template: `arn:aws:apigateway:REGION:kinesis:action/PutRecords`.
 * What the service refuses is mapped like what it answers, by its status.
 */
export function actionIntegration(uri: string, { where, runtime, roleArn, mapRequest, responses }: IntegrationParts): Integrate {
  const [, service, action] = /^arn:[^:]+:apigateway:[^:]*:([a-z0-9-]+):action\/([A-Za-z0-9]+)$/.exec(uri) ?? [];
  if (service === undefined || action === undefined) throw new Error(`${where}: uri ${uri} not supported`);
  const told = new Set<string>();
  const tell = (line: string) => {
    // Once per cause: the same refusal comes with every request.
    if (told.size < 100 && !told.has(line)) runtime.log(line);
    told.add(line);
  };
  return async (call): Promise<Outcome> => {
    const mapped = mapRequest(call);
    if (typeof mapped !== 'string') return mapped;
    const caller = roleArn === undefined ? gatewayItself(call.methodArn) : { arn: roleArn };
    try {
      const input = parse(mapped);
      const output = await runtime.services.call(service, action, input, caller);
      call.context.integrationStatus = '200';
      return responses.answer('200', { body: JSON.stringify(output ?? {}) }, call);
    } catch (error) {
      const { code, message, status } =
        error instanceof ServiceError ? error : new ServiceError('InternalFailure', describe(error), 500);
      if (status >= 500) tell(`${where}: ${service} ${action}: ${code}: ${message}`);
      else if (/AccessDenied/.test(code)) tell(`${where}: ${message} (integration role ${roleArn ?? 'none'})`);
      note(call, status, message);
      return responses.answer(String(status), { body: JSON.stringify({ __type: code, message }) }, call);
    }
  };
}

function note({ context }: Call, status: number, message: string): void {
  context.integrationStatus = String(status);
  context.integrationErrorMessage = message;
}

function parse(mapped: string): unknown {
  try {
    return JSON.parse(mapped);
  } catch (error) {
    // As a service of the JSON protocol answers a body that it cannot read.
    throw new ServiceError('SerializationException', describe(error));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
