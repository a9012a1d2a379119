import { Aws, type CustomResource } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IDependable } from 'constructs';
import { environmentNames, viewsFile } from '../../../functions/platform/define-views/environment.ts';
import { type EventType, eventTypes } from '../../../schemas/generated/event-types.ts';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import { customResource } from '../../lambda/custom-resource.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import { eventTypeView } from './event-type-view.ts';
import type { TableWithoutName } from './glue-tables.ts';
import { glueView } from './glue-view.ts';
import type { TableNames } from './table-names.ts';

export interface EventTypeViewsProps {
  readonly names: TableNames;
  /** The database and what the views read. */
  readonly after: IDependable;
  readonly logRetentionDays: number;
}

/**
 * A view for each event type, which a function of the deployment makes: a studio may have hundreds of types, and a
 * stack at most 500 resources and a template of 1 MB.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export class EventTypeViews extends Construct {
  readonly defined: CustomResource;

  constructor(scope: Construct, id: string, { names, after, logRetentionDays }: EventTypeViewsProps) {
    super(scope, id);
    const glue = `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    const tables = `${glue}:table/${names.database}/*`;
    const define = new NodeFunction(this, 'DefineViews', {
      source: 'platform/define-views',
      files: { [viewsFile]: JSON.stringify(eventTypeTables(names)) },
      description: 'Makes a view for each event type',
      environment: { [environmentNames.database]: names.database },
      statements: [
        new PolicyStatement({
          actions: ['glue:CreateTable', 'glue:DeleteTable', 'glue:GetTables', 'glue:UpdateTable'],
          resources: [`${glue}:catalog`, `${glue}:database/${names.database}`, tables],
        }),
      ],
      memoryMiB: 256,
      timeoutSeconds: 300,
      logRetentionDays,
    });
    acknowledgeWildcards(
      define,
      [tables],
      'Views are named after the event types, which are more than a policy can hold',
    );
    this.defined = customResource(this, 'Views', {
      resourceType: 'Custom::DefineViews',
      lambda: define.lambda,
      properties: { Version: define.codeVersion },
    });
    this.defined.node.addDependency(after);
  }
}

/** The views as Glue's API takes them. */
export function eventTypeTables(names: TableNames, types: readonly EventType[] = eventTypes): object[] {
  return types.map((type) => tableInput(type.view, glueView(eventTypeView(type), names)));
}

function tableInput(name: string, view: TableWithoutName): object {
  return asApi({ name, ...view });
}

/** CloudFormation's CDK spells members `tableType`, Glue's API `TableType`; parameters are keys of their own. */
function asApi(value: object): object {
  const entries = Object.entries(value).map(([key, item]) => {
    const name = key.slice(0, 1).toUpperCase() + key.slice(1);
    if (key === 'parameters' || typeof item !== 'object' || item === null) return [name, item];
    return [name, Array.isArray(item) ? item.map(asApi) : asApi(item)];
  });
  return Object.fromEntries(entries);
}
