import { CfnOutput, type Stack } from 'aws-cdk-lib';

export interface Output {
  readonly description: string;
  readonly value: string;
}

/** What a user and the `gap` command line need to know of a deployment, under names that never change. */
export function addOutputs(stack: Stack, outputs: Readonly<Record<string, Output | undefined>>): void {
  for (const [name, output] of Object.entries(outputs)) {
    if (output !== undefined) new CfnOutput(stack, name, { ...output });
  }
}
