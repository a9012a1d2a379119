export type ErrorCode = 'BadRequest' | 'NotFound' | 'NotRedshift' | 'ServiceUnavailable' | 'InternalError';

const statuses: Readonly<Record<ErrorCode, number>> = {
  BadRequest: 400,
  NotFound: 404,
  NotRedshift: 400,
  ServiceUnavailable: 503,
  InternalError: 500,
};

/** A refusal that the client is told about: `{"error": code, "error_detail": message}` with the code's status. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.name = code;
    this.code = code;
    this.status = statuses[code];
  }
}

export const noSuchApplication = () => new ApiError('NotFound', 'The application does not exist.');
export const noSuchAuthorization = () => new ApiError('NotFound', 'The authorization does not exist.');
