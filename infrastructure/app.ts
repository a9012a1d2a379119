import { App, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Config } from './config/config.ts';
import { realTimeStores } from './config/real-time.ts';
import { EndpointStack } from './endpoint/endpoint-stack.ts';
import { PlatformStack } from './platform/platform-stack.ts';
import { RealtimeStack } from './realtime/realtime-stack.ts';
import { StreamStack } from './stream/stream-stack.ts';

export interface AppOptions {
  /** Folder that `synth()` writes the cloud assembly to. */
  readonly outdir: string;
  /** Judge the templates by CDK's own rules too, which takes six seconds longer. cfn-lint judges them in CI. */
  readonly validate: boolean;
}

const features = {
  // Where CDK's older defaults are worse than its present ones.
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  // A stack reads another's outputs and does not lock them: docs/decisions/17-stacks.md.
  '@aws-cdk/core:defaultCrossStackReferences': 'weak',
};

/**
 * The CDK app of one config, for any account and region: nothing is looked up. One stack for each stage that the config
 * has. A stage needs what it writes to, so the stages are made and deployed against the flow, from the platform to the
 * endpoint: nothing enters before there is somewhere to go.
 */
export function pipelineApp(config: Config, { outdir, validate }: AppOptions): App {
  const context = { ...features, '@aws-cdk/core:validateAgainstDefaultRules': validate };
  const validation = { builtinCloudFormationValidation: validate };
  const app = new App({ outdir, context, analyticsReporting: false, treeMetadata: false, ...validation });
  for (const [key, value] of Object.entries({ ...config.TAGS, Workload: config.WORKLOAD_NAME }))
    Tags.of(app).add(key, value);

  const platform = new PlatformStack(app, config);
  const stream = new StreamStack(app, config, platform);
  const stores = realTimeStores(config);
  const { events } = stream;
  if (events && stores) new RealtimeStack(app, config, { events, stores, platform });
  // The stages `dashboards` and `game` come here.
  new EndpointStack(app, config, { backend: stream.backend, topic: platform.topic });
  for (const stack of app.node.children) limitRoles(stack, config.PERMISSIONS_BOUNDARY);
  return app;
}

/** Gives every role, those of CDK's own functions too, the boundary that the account asks for. */
function limitRoles(stack: IConstruct, boundary: string): void {
  if (boundary === '') return;
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyArn(stack, 'PermissionsBoundary', boundary));
}
