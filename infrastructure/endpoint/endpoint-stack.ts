import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../config/config.ts';
import { judging } from '../config/judging.ts';
import { StageStack } from '../stage-stack.ts';
import { AdminAccess } from './admin-access.ts';
import { Api } from './api.ts';
import { ApplicationTables } from './application-tables.ts';
import { EndpointFunctions } from './endpoint-functions.ts';
import type { EventsBackend } from './events-backend.ts';

export interface EndpointNeeds {
  readonly backend: EventsBackend;
  readonly topic: ITopic | undefined;
}

/** Who may send, and where events come in. */
export class EndpointStack extends StageStack {
  constructor(scope: Construct, config: Config, { backend, topic }: EndpointNeeds) {
    super(scope, 'endpoint', config);
    const logRetentionDays = config.CLOUDWATCH_RETENTION_DAYS;
    const tables = new ApplicationTables(this, 'Tables', {
      workloadName: config.WORKLOAD_NAME,
      durable: !config.DEV_MODE,
    });
    const functions = new EndpointFunctions(this, 'Functions', {
      applications: tables.applications,
      authorizations: tables.authorizations,
      dataStack: config.DATA_STACK,
      judging: judging(config),
      logRetentionDays,
    });
    const api = new Api(this, 'Api', {
      name: config.WORKLOAD_NAME,
      stageName: config.API_STAGE_NAME,
      events: backend,
      administer: functions.administer,
      authorize: functions.authorize,
      validate: functions.validate,
      logRetentionDays,
    });
    const admin = new AdminAccess(this, 'Admin', { workloadName: config.WORKLOAD_NAME, api: api.rest });
    this.report(topic, [tables, functions, api, admin]);
  }
}
