import { CfnOutput, type Stack } from 'aws-cdk-lib';

export interface Output {
  readonly description: string;
  readonly value: string;
}

/** What a user and the `gap` command line need to know of a deployment, under names that never change. */
export type Outputs = Readonly<Record<string, Output>>;

export function addOutputs(stack: Stack, outputs: Outputs): void {
  for (const [name, output] of Object.entries(outputs)) new CfnOutput(stack, name, { ...output });
}
