/** Why a request is not passed on, in the form in which ClickHouse's clients read errors. */
export interface Refusal {
  readonly status: number;
  /** ClickHouse's error code and its name: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
  readonly code: number;
  readonly name: string;
  readonly reason: string;
}

export function accessDenied(reason: string): Refusal {
  return { status: 403, code: 497, name: 'ACCESS_DENIED', reason };
}

export function authenticationFailed(reason: string): Refusal {
  return { status: 401, code: 516, name: 'AUTHENTICATION_FAILED', reason };
}

export function badRequest(reason: string): Refusal {
  return { status: 400, code: 36, name: 'BAD_ARGUMENTS', reason };
}

export function notFound(reason: string): Refusal {
  return { status: 404, code: 36, name: 'BAD_ARGUMENTS', reason };
}
