import { ServiceError } from '../../service.ts';
import type { Outcome } from './call.ts';
import type { Integrate, IntegrationParts } from './integration.ts';
import { gatewayItself } from './lambda-invocation.ts';

/**
 * A service's action, straight from the mapping template: `arn:aws:apigateway:REGION:kinesis:action/PutRecords`.
 * What the service refuses is mapped like what it answers, by its status.
 */
export function actionIntegration(
  uri: string,
  { where, runtime, roleArn, mapRequest, responses }: IntegrationParts,
): Integrate {
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
    call.payload.forget();
    const caller = roleArn === undefined ? gatewayItself(call.methodArn) : { arn: roleArn };
    let output: unknown;
    try {
      output = await runtime.services.call(service, action, parse(mapped), caller);
    } catch (error) {
      const { code, message, status } =
        error instanceof ServiceError ? error : new ServiceError('InternalFailure', describe(error), 500);
      if (status >= 500) tell(`${where}: ${service} ${action}: ${code}: ${message}`);
      else if (code.startsWith('AccessDenied')) tell(`${where}: ${message} (integration role ${roleArn ?? 'none'})`);
      call.context.integrationStatus = String(status);
      call.context.integrationErrorMessage = message;
      return responses.answer(String(status), { body: JSON.stringify({ __type: code, message }) }, call);
    }
    call.context.integrationStatus = '200';
    return responses.answer('200', { body: JSON.stringify(output ?? {}) }, call);
  };
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
