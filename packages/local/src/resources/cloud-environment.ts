import type { Runtime } from '../runtime.ts';
import type { Credentials } from '../services/iam/credentials.ts';

/** Environment variables of a program that AWS runs under a role: what its AWS SDK needs, and nothing of the developer's own. */
export function cloudEnvironment(
  { region, endpointUrl }: Pick<Runtime, 'region' | 'endpointUrl'>,
  credentials: Required<Credentials>,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: endpointUrl,
    // What runs in the cloud has no shared configuration; without these the SDK would read the developer's own.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    // The machine's Node.js need not be the one that the template asks for.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
