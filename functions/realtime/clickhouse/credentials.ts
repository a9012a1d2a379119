import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Answers the credentials that it knows; `afresh`: reads them again, as the known ones were refused. */
export type ReadCredentials = (afresh: boolean) => Promise<Credentials>;

const readMilliseconds = 5000;

/**
 * Those of a secret that holds `{"username", "password"}`: read once, and again when asked to. Gives up after
 * `maxMilliseconds`: without a way to Secrets Manager a call would hang, and nobody would be told.
 */
export function secretCredentials(
  client: Pick<SecretsManagerClient, 'send'>,
  secretArn: string,
  maxMilliseconds = readMilliseconds,
): ReadCredentials {
  let known: Promise<Credentials> | undefined;
  return async (afresh) => {
    if (known === undefined || afresh) known = read();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };

  async function read(): Promise<Credentials> {
    const { SecretString: text = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
      abortSignal: AbortSignal.timeout(maxMilliseconds),
    });
    const secret = parseJson(text);
    if (!isObject(secret) || typeof secret.username !== 'string' || typeof secret.password !== 'string') {
      throw new Error('The secret of ClickHouse is not JSON with the texts username and password');
    }
    return { username: secret.username, password: secret.password };
  }
}
