/** A row of the Applications table. Times are ISO 8601 in UTC with seconds. */
export interface ApplicationRow {
  readonly ApplicationId: string;
  readonly ApplicationName: string;
  readonly Description?: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  /** Its deletion has begun: no key can be added any more. */
  readonly DeletingAt?: string;
}

/** A row of the Authorizations table: a key, without its value. */
export interface AuthorizationRow {
  readonly ApplicationId: string;
  readonly ApiKeyId: string;
  readonly ApiKeyHash: string;
  readonly ApiKeyPrefix: string;
  readonly ApiKeyName: string;
  readonly ApiKeyDescription?: string;
  readonly Enabled: boolean;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
}

export type ApplicationView = Omit<ApplicationRow, 'DeletingAt'>;
export type AuthorizationView = Omit<AuthorizationRow, 'ApiKeyHash'>;

/** What the API shows of an application. */
export function viewApplication(row: ApplicationRow): ApplicationView {
  const { ApplicationId, ApplicationName, Description, CreatedAt, UpdatedAt } = row;
  return { ApplicationId, ApplicationName, Description, CreatedAt, UpdatedAt };
}

/** What the API shows of a key: all but its hash. */
export function viewAuthorization(row: AuthorizationRow): AuthorizationView {
  const { ApiKeyId, ApiKeyName, ApiKeyDescription, ApiKeyPrefix, ApplicationId, Enabled, CreatedAt, UpdatedAt } = row;
  return { ApiKeyId, ApiKeyName, ApiKeyDescription, ApiKeyPrefix, ApplicationId, Enabled, CreatedAt, UpdatedAt };
}

/** Reads a row of DynamoDB. Throws naming what it lacks: somebody else wrote it. */
export function readApplicationRow(item: Readonly<Record<string, unknown>>): ApplicationRow {
  return {
    ApplicationId: text(item, 'ApplicationId'),
    ApplicationName: text(item, 'ApplicationName'),
    Description: optionalText(item, 'Description'),
    CreatedAt: text(item, 'CreatedAt'),
    UpdatedAt: text(item, 'UpdatedAt'),
    DeletingAt: optionalText(item, 'DeletingAt'),
  };
}

/** Reads a row of DynamoDB. Throws naming what it lacks. */
export function readAuthorizationRow(item: Readonly<Record<string, unknown>>): AuthorizationRow {
  return {
    ApplicationId: text(item, 'ApplicationId'),
    ApiKeyId: text(item, 'ApiKeyId'),
    ApiKeyHash: text(item, 'ApiKeyHash'),
    ApiKeyPrefix: text(item, 'ApiKeyPrefix'),
    ApiKeyName: text(item, 'ApiKeyName'),
    ApiKeyDescription: optionalText(item, 'ApiKeyDescription'),
    Enabled: item.Enabled === true,
    CreatedAt: text(item, 'CreatedAt'),
    UpdatedAt: text(item, 'UpdatedAt'),
  };
}

function text(item: Readonly<Record<string, unknown>>, name: string): string {
  const value = item[name];
  if (typeof value !== 'string') throw new Error(`A row has no text under ${name}`);
  return value;
}

function optionalText(item: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return item[name] === undefined ? undefined : text(item, name);
}
