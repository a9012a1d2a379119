import type { Connection } from './connection.ts';
import type { Authorization } from './find-application.ts';

/**
 * Creates a key with the name, description and role of `keyId` and answers it with its value. `keys` is the path of the
 * application's keys. The old key is disabled only after the new one is there.
 */
export async function rotateKey(
  { admin }: Pick<Connection, 'admin'>,
  keys: string,
  keyId: string,
  disableOld: boolean,
): Promise<Authorization> {
  const old = `${keys}/${encodeURIComponent(keyId)}`;
  const { ApiKeyName, ApiKeyDescription, Role } = (await admin('GET', old)) as Authorization;
  const created = (await admin('POST', keys, {
    Name: ApiKeyName,
    ...(ApiKeyDescription && { Description: ApiKeyDescription }),
    ...(Role !== undefined && { Role }),
  })) as Authorization;
  if (disableOld) await admin('PUT', old, { Enabled: false });
  return created;
}
