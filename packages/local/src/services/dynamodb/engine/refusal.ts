import { ServiceError } from '../../../service.ts';

/** A refusal as dynalite words it, with the code and message that DynamoDB gives. */
export interface Refusal {
  readonly statusCode: number;
  readonly body: { readonly __type?: string; readonly message?: string; readonly Message?: string };
}

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
}

export function toServiceError({ statusCode, body }: Refusal): ServiceError {
  const { __type = 'InternalServerError', message, Message } = body;
  return new ServiceError(__type.replace(/^.*#/, ''), message ?? Message ?? '', statusCode);
}

export function validation(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
