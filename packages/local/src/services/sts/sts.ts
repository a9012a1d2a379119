import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Action, type Principal, type Service, ServiceError } from '../../service.ts';
import { callerArn } from '../iam/authorization.ts';
import type { Credentials } from '../iam/credentials.ts';

/** What STS needs of IAM. */
interface Sessions {
  openSession(roleArn: string, sessionName: string): Required<Credentials>;
  sessionArn(roleArn: string, sessionName: string): string;
  uniqueId(prefix: string, arn: string): string;
}

interface AssumeRoleInput {
  readonly RoleArn?: unknown;
  readonly RoleSessionName?: unknown;
}

const sessionSeconds = 3_600;

/** AWS STS: who calls, and, where it is given `sessions`, credentials of a role whose trust policy lets the caller in. */
export class Sts extends RuntimeService {
  readonly service: Service;
  readonly #runtime: Runtime;
  readonly #sessions: Sessions | undefined;

  constructor(runtime: Runtime, sessions?: Sessions) {
    super();
    this.#runtime = runtime;
    this.#sessions = sessions;
    const assumeRole: Record<string, Action> | undefined = sessions && {
      AssumeRole: {
        permissions: (input: AssumeRoleInput) => [{ action: 'sts:AssumeRole', resource: readText(input, 'RoleArn') }],
        run: (input: AssumeRoleInput) => this.#assumeRole(sessions, input),
      },
    };
    this.service = {
      name: 'sts',
      actions: {
        /** Needs no permission: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
        GetCallerIdentity: { permissions: () => [], run: (_, caller) => this.#identify(caller) },
        ...assumeRole,
      },
    };
  }

  #identify(caller: Principal) {
    const arn = callerArn(caller);
    const session = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn);
    const id = (prefix: string, name: string) => this.#sessions?.uniqueId(prefix, name) ?? `${prefix}LOCAL`;
    const role = `arn:aws:iam::${this.#runtime.accountId}:role/${session?.[1]}`;
    return {
      Arn: arn,
      UserId: session ? `${id('AROA', role)}:${session[2]}` : id('AIDA', arn),
      Account: this.#runtime.accountId,
    };
  }

  /** The credentials stay good while the runtime does: `Expiration` is what AWS would say. */
  #assumeRole(sessions: Sessions, input: AssumeRoleInput) {
    const roleArn = readText(input, 'RoleArn');
    const name = readText(input, 'RoleSessionName');
    if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw invalid('RoleSessionName must match [\\w+=,.@-]{2,64}');
    const { accessKeyId, secretAccessKey, sessionToken } = sessions.openSession(roleArn, name);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(this.#runtime.clock.now() + sessionSeconds * 1000),
      },
      AssumedRoleUser: {
        Arn: sessions.sessionArn(roleArn, name),
        AssumedRoleId: `${sessions.uniqueId('AROA', roleArn)}:${name}`,
      },
    };
  }
}

function readText(input: AssumeRoleInput, name: keyof AssumeRoleInput): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} must be text`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
