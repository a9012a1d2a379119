import type { Page, Position } from '../../http/paging.ts';
import type { ApplicationRow, AuthorizationRow } from './rows.ts';

export interface Listed<Row> {
  readonly rows: readonly Row[];
  /** Undefined: these were the last. */
  readonly next: Position | undefined;
}

/** The two tables as the API uses them. Every read is strongly consistent. */
export interface Store {
  putApplication(row: ApplicationRow): Promise<void>;
  getApplication(applicationId: string): Promise<ApplicationRow | undefined>;
  listApplications(page: Page): Promise<Listed<ApplicationRow>>;
  /** Notes that the deletion has begun. False: there is no such application. */
  markDeleting(applicationId: string, now: string): Promise<boolean>;
  /** Also when it is gone already. */
  removeApplication(applicationId: string): Promise<void>;

  putAuthorization(row: AuthorizationRow): Promise<void>;
  getAuthorization(applicationId: string, apiKeyId: string): Promise<AuthorizationRow | undefined>;
  listAuthorizations(applicationId: string, page: Page): Promise<Listed<AuthorizationRow>>;
  /** Undefined: there is no such key. */
  setEnabled(
    applicationId: string,
    apiKeyId: string,
    enabled: boolean,
    now: string,
  ): Promise<AuthorizationRow | undefined>;
  /** False: there is no such key. */
  removeAuthorization(applicationId: string, apiKeyId: string): Promise<boolean>;
  /** Removes some of the application's keys. False: there was none. */
  removeSomeAuthorizations(applicationId: string): Promise<boolean>;
}
