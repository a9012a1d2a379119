import { errorMessage } from '../../../error-message.ts';
import { ValueTree } from '../../../json-text/value-tree.ts';
import { ServiceError } from '../../../service.ts';
import { type Call, type Integrate, isRefusal, type Outcome } from '../call/call.ts';
import type { Rendered } from '../vtl/template.ts';
import { inputOf } from './action-input.ts';
import type { IntegrationParts } from './integration-parts.ts';
import type { Backend } from './integration-responses.ts';
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
  const run = async (mapped: Rendered, call: Call): Promise<unknown> => {
    const caller = roleArn === undefined ? gatewayItself(call.methodArn) : { arn: roleArn };
    const { services } = runtime;
    return services.call(service, action, inputOf(mapped, services.blobOf(service, action)), caller);
  };
  const answer = async (running: Promise<unknown>, call: Call): Promise<Outcome> => {
    let output: unknown;
    try {
      output = await running;
    } catch (error) {
      const { code, message, status } =
        error instanceof ServiceError ? error : new ServiceError('InternalFailure', describe(error), 500);
      if (status >= 500) tell(`${where}: ${service} ${action}: ${code}: ${message}`);
      else if (code.startsWith('AccessDenied')) tell(`${where}: ${message} (integration role ${roleArn ?? 'none'})`);
      call.context.integrationStatus = String(status);
      call.context.integrationErrorMessage = message;
      return responses.answer(String(status), new ActionAnswer({ __type: code, message }), call);
    }
    call.context.integrationStatus = '200';
    return responses.answer('200', new ActionAnswer(output ?? {}), call);
  };
  // Not async: that would hold what was mapped until the service has answered.
  return (call) => {
    const mapped = mapRequest.withBlobs(call);
    if (isRefusal(mapped)) return mapped;
    call.payload.forget();
    return answer(run(mapped, call), call);
  };
}

/** What a service answered, written out only when it is asked for as text. */
class ActionAnswer implements Backend {
  readonly #output: unknown;
  readonly json: ValueTree;

  constructor(output: unknown) {
    this.#output = output;
    this.json = new ValueTree(output);
  }

  get text(): string {
    return JSON.stringify(this.#output);
  }
}

function describe(error: unknown): string {
  return errorMessage(error);
}
