const statuses = {
  BadRequest: 400,
  NotRedshift: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  RequestTooLarge: 413,
  UnsupportedMediaType: 415,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
} as const;

export type ErrorCode = keyof typeof statuses;

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
