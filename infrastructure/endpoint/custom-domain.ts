import { CfnBasePathMapping, CfnDomainName, type SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Outputs } from '../outputs.ts';
import type { Reporting } from '../stage-stack.ts';

export interface CustomDomainProps {
  readonly domainName: string;
  readonly certificateArn: string;
  readonly api: SpecRestApi;
}

/**
 * A name of the studio's own for the API. The stage stays in the path, so that a game changes the host alone.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html
 */
export class CustomDomain extends Construct implements Reporting {
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, { domainName, certificateArn, api }: CustomDomainProps) {
    super(scope, id);
    const domain = new CfnDomainName(this, 'Domain', {
      domainName,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
    });
    const { stageName } = api.deploymentStage;
    new CfnBasePathMapping(this, 'Mapping', {
      domainName: domain.ref,
      restApiId: api.restApiId,
      stage: stageName,
      basePath: stageName,
    });
    this.outputs = {
      CustomDomainUrl: {
        description: 'Address of the API by its own name',
        value: `https://${domainName}/${stageName}/`,
      },
      CustomDomainTarget: {
        description: 'Host that a CNAME record of the name has to point to',
        value: domain.attrRegionalDomainName,
      },
    };
  }
}
