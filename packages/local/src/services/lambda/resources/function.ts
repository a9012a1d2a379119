import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { ResourceContext, ResourceKind } from '../../../resource.ts';
import { cloudEnvironment } from '../../../resources/cloud-environment.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Network } from '../../network/network.ts';
import type { Lambda } from '../lambda.ts';

interface Engines {
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly network: Network;
}

interface Properties {
  FunctionName?: string;
  Code: { S3Bucket?: string; S3Key?: string; ZipFile?: string };
  Handler: string;
  Runtime: string;
  Role: string;
  Environment?: { Variables?: Record<string, string> };
  Timeout?: number;
  MemorySize?: number;
  ReservedConcurrentExecutions?: number;
  LoggingConfig?: { LogGroup?: string };
}

const accepted = ['Description', 'Architectures', 'TracingConfig', 'Tags', 'EphemeralStorage', 'VpcConfig'] as const;
const used = ['FunctionName', 'Code', 'Handler', 'Runtime', 'Role', 'Environment', 'Timeout', 'MemorySize'] as const;

/** Folders where the packages that Lambda's runtime has may be installed here. */
const runtimeModules =
  createRequire(import.meta.url)
    .resolve.paths('@aws-sdk')
    ?.join(delimiter) ?? '';

/** More than this many invocations of one function at once wait here, where AWS would start more environments. */
const defaultConcurrency = 8;

export const awsLambdaFunction: ResourceKind<Engines> = {
  type: 'AWS::Lambda::Function',
  support:
    'Runs Node.js functions from a file asset or inline code in worker threads, with the timeout, memory, environment, role and log group of the template. They run on this machine’s Node.js, whatever `Runtime` says.',
  create(context) {
    const { properties, engines, runtime, physicalName } = context;
    new PropertyReader(context).only(...used, ...accepted, 'ReservedConcurrentExecutions', 'LoggingConfig');
    const settings = properties as unknown as Properties;
    if (!settings.Runtime.startsWith('nodejs')) {
      throw new Error(`${context.logicalId}: only Node.js functions can be run, not ${settings.Runtime}`);
    }
    const functionName = settings.FunctionName ?? physicalName;
    const functionArn = `arn:aws:lambda:${runtime.region}:${runtime.accountId}:function:${functionName}`;
    const credentials = engines.iam.assume(settings.Role, 'lambda.amazonaws.com', {
      sessionName: functionName.slice(0, 64),
      // Of calls that the code makes, and not of those that Lambda makes with the function's role.
      // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
      sessionContext: { 'lambda:sourcefunctionarn': functionArn },
    });
    const logGroup = settings.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
    const memoryMegabytes = settings.MemorySize ?? 128;
    const [module = 'index', exportName = 'handler'] = settings.Handler.split('.');
    const codeDirectory = locateCode(context, settings);
    engines.lambda.createFunction({
      functionName,
      functionArn,
      roleArn: settings.Role,
      handlerFile: locateModule(context, codeDirectory, module),
      exportName,
      environment: {
        ...settings.Environment?.Variables,
        ...cloudEnvironment(runtime, credentials),
        LANG: 'en_US.UTF-8',
        LAMBDA_TASK_ROOT: codeDirectory,
        // Lambda's Node.js runtimes bring the AWS SDK along, found the same way.
        NODE_PATH: runtimeModules,
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
        AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
        AWS_LAMBDA_LOG_STREAM_NAME: 'local',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime}`,
      },
      timeoutSeconds: settings.Timeout ?? 3,
      memoryMegabytes,
      logGroup,
      concurrency: settings.ReservedConcurrentExecutions ?? defaultConcurrency,
      routes: () => engines.network.routes,
    });
    return { ref: functionName, attributes: { Arn: functionArn } };
  },
};

function locateCode(
  { logicalId, assets, runtime, physicalName }: ResourceContext<Engines>,
  { Code }: Properties,
): string {
  if (Code.ZipFile !== undefined) {
    const directory = join(runtime.stateDirectory, 'lambda', physicalName);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'index.js'), Code.ZipFile);
    return directory;
  }
  const directory = assets.get(Code.S3Key ?? '');
  if (!directory) throw new Error(`${logicalId}: the cloud assembly has no asset ${Code.S3Key}`);
  return directory;
}

function locateModule({ logicalId }: ResourceContext<Engines>, directory: string, module: string): string {
  const candidates = ['.mjs', '.cjs', '.js'].map((extension) => join(directory, `${module}${extension}`));
  const found = candidates.find((file) => existsSync(file));
  if (!found) throw new Error(`${logicalId}: none of ${candidates.join(', ')} exists`);
  return found;
}
