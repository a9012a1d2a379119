import type { Connection, Target } from './connection.ts';
import { UsageError } from './errors.ts';

/** Finds the pipeline. Throws NotReachable, saying how to start or deploy it, when there is none. */
export async function connect(target: Target): Promise<Connection> {
  if (target.stack !== undefined && target.state !== undefined)
    throw new UsageError('use --state or --stack, not both');
  if (target.stack === undefined) {
    const { connectLocal } = await import('./local-connection.ts');
    return connectLocal(target.state ?? '.local');
  }
  // CloudFormation's client takes longer to load than most commands take to run.
  const { connectStack } = await import('./stack-connection.ts');
  return connectStack(target.stack);
}
