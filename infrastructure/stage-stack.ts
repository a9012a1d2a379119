import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from './config/config.ts';
import { Alarms } from './monitoring/alarms.ts';
import type { Conditions } from './monitoring/condition.ts';
import { addOutputs, type Outputs } from './outputs.ts';
import { type Stage, stackName } from './stages.ts';

/** A construct that says when it needs attention and what users need to know of it. */
export interface Reporting {
  readonly conditions?: Conditions;
  readonly outputs?: Outputs;
}

/** The stack of one stage. It collects the alarms and the outputs of its constructs. */
export class StageStack extends Stack {
  constructor(scope: Construct, stage: Stage, config: Config) {
    super(scope, stackName(config.WORKLOAD_NAME, stage), {
      analyticsReporting: false,
      description: `Game analytics, ${stage}: ${config.DATA_STACK}, ${config.INGEST_MODE}`,
      // Deleting a stack by mistake would take the API and the delivery with it, whatever is retained.
      terminationProtection: !config.DEV_MODE,
    });
    // CDK lets a function wait for its role, which already follows from using the role's ARN.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
  }

  /** Makes the alarms, unless nobody wants to be told (no topic), and the outputs. */
  protected report(topic: ITopic | undefined, constructs: readonly (Reporting | undefined)[]): void {
    const conditions: Conditions = Object.assign({}, ...constructs.map((construct) => construct?.conditions));
    if (topic && Object.keys(conditions).length > 0) new Alarms(this, 'Alarms', { topic, conditions });
    for (const construct of constructs) addOutputs(this, construct?.outputs ?? {});
  }
}
