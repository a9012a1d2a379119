import type { Services } from '../../../service.ts';
import { isObject } from '../../json-object.ts';

export interface Invoked {
  readonly payload: string;
  /** What the handler threw, when it did. */
  readonly errorMessage?: string;
}

/** The function's ARN in `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`, if it is one. */
export function functionArnOf(uri: string): string | undefined {
  return /^arn:[^:]+:apigateway:[^:]*:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
}

/**
 * Invokes the function with a role, or else by the function's resource policy for `sourceArn`.
 * Throws ServiceError as Lambda's Invoke does.
 */
export async function invokeLambda(
  services: Services,
  functionArn: string,
  payload: string,
  { roleArn, sourceArn }: { roleArn: string | undefined; sourceArn: string },
): Promise<Invoked> {
  const caller = roleArn === undefined ? gatewayItself(sourceArn) : { arn: roleArn };
  const output = await services.call('lambda', 'Invoke', { FunctionName: functionArn, Payload: payload }, caller);
  if (!isObject(output)) throw new Error('lambda Invoke answered nothing');
  const answer = payloadText(output.Payload);
  if (output.FunctionError === undefined) return { payload: answer };
  return { payload: answer, errorMessage: errorMessageOf(answer) };
}

export function gatewayItself(sourceArn: string) {
  const name = 'apigateway.amazonaws.com';
  return { arn: name, service: name, context: { 'aws:sourcearn': sourceArn } };
}

function payloadText(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (isObject(payload) && payload.buffer instanceof Uint8Array) return Buffer.from(payload.buffer).toString('utf8');
  return payload instanceof Uint8Array ? Buffer.from(payload).toString('utf8') : 'null';
}

function errorMessageOf(payload: string): string {
  try {
    const error: unknown = JSON.parse(payload);
    if (isObject(error) && typeof error.errorMessage === 'string') return error.errorMessage;
  } catch {
    // Not JSON: the text itself says what there is to say.
  }
  return payload;
}
