import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceRegistry } from 'assembly-runtime/endpoint/services.ts';
import { makeEngines } from 'assembly-runtime/engines.ts';
import type { ResourceKind } from 'assembly-runtime/resource.ts';
import { customResourceSupport } from 'assembly-runtime/resources/custom-resource.ts';
import { inertTypes } from 'assembly-runtime/resources/inert.ts';
import { resourceKinds } from 'assembly-runtime/resources/resource-kinds.ts';
import { systemClock } from 'assembly-runtime/runtime.ts';
import type { Service } from 'assembly-runtime/service.ts';
import { functionNames } from 'assembly-runtime/services/athena/sql/functions/functions.ts';

/** packages/local/SUPPORT.md as the runtime says it now. Nothing is started: engines open files with their first resource. */
export function currentSupportPage(): string {
  const { services } = makeEngines({
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory: join(tmpdir(), 'no-state'),
    services: new ServiceRegistry(() => {}),
    clock: systemClock,
    bufferSeconds: undefined,
    endpointUrl: '',
    log: () => {},
  });
  return supportPage(resourceKinds, services);
}

function supportPage(kinds: readonly ResourceKind[], services: readonly Service[]): string {
  const byType = [...kinds].sort((one, other) => (one.type < other.type ? -1 : 1));
  const byName = services
    .filter(({ actions }) => Object.keys(actions).length > 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return `# What the local runtime supports

Written by \`npm run generate\`. A resource type is run, or inert: it has an id and an ARN and does nothing. Any other type
stops the run by name, and so does a property, action or setting that is not known.

## Resource types that are run

${byType.map(({ type, support }) => `- \`${type}\`: ${support}`).join('\n')}
- ${customResourceSupport}

## Resource types that are inert

${Object.entries(inertTypes)
  .map(([type, { reason }]) => `- \`${type}\`: ${reason}.`)
  .join('\n')}

## Actions of each service

Each call is checked against the caller's policies in the template first. Kinesis knows its actions for resource policies,
enhanced monitoring and enhanced fan-out (SubscribeToShard) only to say why they are not supported.

${byName.map(({ name, actions }) => `- ${name}: ${Object.keys(actions).sort().join(', ')}`).join('\n')}

## SQL functions of Athena

${functionNames.join(', ')}
`;
}
