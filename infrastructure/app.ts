import { App } from 'aws-cdk-lib';
import type { Config } from './config/config.ts';
import { PipelineStack } from './pipeline-stack.ts';

export interface AppOptions {
  /** Folder that `synth()` writes the cloud assembly to. */
  readonly outdir: string;
  /** Judge the template by CDK's own rules too, which takes two seconds longer. */
  readonly validate: boolean;
}

/** Where CDK's older defaults are worse than its present ones. */
const features = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
};

/** The CDK app of one config, for any account and region: nothing is looked up. */
export function pipelineApp(config: Config, { outdir, validate }: AppOptions): App {
  const context = { ...features, '@aws-cdk/core:validateAgainstDefaultRules': validate };
  const app = new App({ outdir, context, analyticsReporting: false, treeMetadata: false });
  new PipelineStack(app, config.WORKLOAD_NAME, config, {
    analyticsReporting: false,
    description: `Game analytics: ${config.DATA_STACK}, ${config.INGEST_MODE}`,
    // Deleting the stack by mistake would take the API and the delivery with it, whatever is retained.
    terminationProtection: !config.DEV_MODE,
  });
  return app;
}
