import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct, type IDependable } from 'constructs';
import { customResource } from '../../lambda/custom-resource.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { indexActions } from '../loaders/index-metrics.ts';
import type { StoreNetwork } from '../store-network.ts';
import type { OpenSearchSize } from '../stores.ts';
import { openSearchConditions } from './opensearch-conditions.ts';
import { domainArn, domainName, OpenSearchDomain } from './opensearch-domain.ts';
import { PrepareOpenSearch, prepareActions } from './prepare-opensearch.ts';

export interface OpenSearchStoreProps {
  readonly workloadName: string;
  readonly size: OpenSearchSize;
  readonly place: StoreNetwork;
  readonly retentionDays: number;
  readonly durable: boolean;
  readonly logRetentionDays: number;
}

/** OpenSearch with its index template, retention and rights. */
export class OpenSearchStore extends Construct implements Reporting {
  readonly url: string;
  readonly domainArn: string;
  readonly conditions: Conditions;
  readonly outputs: Outputs;
  readonly #domain: OpenSearchDomain;
  readonly #prepare: PrepareOpenSearch['prepare'];
  readonly #retentionDays: number;

  constructor(scope: Construct, id: string, props: OpenSearchStoreProps) {
    super(scope, id);
    const { network, functions } = props.place;
    const name = domainName(props.workloadName);
    this.domainArn = domainArn(name);
    const { prepare } = new PrepareOpenSearch(this, 'Prepare', {
      domainArn: this.domainArn,
      network: functions,
      logRetentionDays: props.logRetentionDays,
    });
    const domain = new OpenSearchDomain(this, 'OpenSearch', {
      name,
      network,
      clients: functions.securityGroup,
      ...props.size,
      master: prepare.role,
      durable: props.durable,
    });
    domain.admit(prepare.role, prepareActions);
    this.#domain = domain;
    this.#prepare = prepare;
    this.#retentionDays = props.retentionDays;
    this.url = domain.url;
    this.conditions = openSearchConditions(domain.domain.ref, props.size.volumeGib);
    this.outputs = { OpenSearchUrl: { description: 'OpenSearch', value: domain.url } };
  }

  /** Lets the loader write metrics; answers what must be there before it does. */
  admitLoader(role: IRole): IDependable {
    this.#domain.admit(role, indexActions);
    const indices = customResource(this, 'Indices', {
      resourceType: 'Custom::PrepareOpenSearch',
      lambda: this.#prepare.lambda,
      properties: {
        Url: this.url,
        LoaderRoleArn: role.roleArn,
        RetentionDays: String(this.#retentionDays),
        Version: this.#prepare.codeVersion,
      },
    });
    indices.node.addDependency(this.#domain);
    return indices;
  }
}
