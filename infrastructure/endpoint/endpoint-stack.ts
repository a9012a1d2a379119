import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../config/config.ts';
import { judging } from '../config/judging.ts';
import { StageStack } from '../stage-stack.ts';
import { AdminAccess } from './admin-access.ts';
import { Api } from './api.ts';
import { ApplicationTables } from './application-tables.ts';
import { CustomDomain } from './custom-domain.ts';
import { EndpointFunctions } from './endpoint-functions.ts';
import type { EventsBackend } from './events-backend.ts';
import { Firewall } from './firewall.ts';

export interface EndpointNeeds {
  readonly backend: EventsBackend;
  readonly topic: ITopic | undefined;
}

/** Requests of one address in five minutes: a hundred players behind one address, each sending every three seconds. */
const defaultRateLimit = 10_000;

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
    if (config.WAF) {
      const stageArn = api.rest.deploymentStage.stageArn;
      new Firewall(this, 'Firewall', { stageArn, rateLimit: config.WAF_RATE_LIMIT ?? defaultRateLimit });
    }
    const domain =
      config.CUSTOM_DOMAIN === ''
        ? undefined
        : new CustomDomain(this, 'Domain', {
            domainName: config.CUSTOM_DOMAIN,
            certificateArn: config.CUSTOM_DOMAIN_CERTIFICATE_ARN,
            api: api.rest,
          });
    this.report(topic, [tables, functions, api, admin, domain]);
  }
}
