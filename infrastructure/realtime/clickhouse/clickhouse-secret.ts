import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../../acknowledge.ts';
import { dataRemovalPolicy } from '../../removal-policy.ts';

export interface ClickHouseSecretProps {
  readonly username: string;
  readonly description: string;
  readonly durable: boolean;
}

/** `{"username", "password"}`, the password made by Secrets Manager: it is in no template and no log. */
export class ClickHouseSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { username, description, durable }: ClickHouseSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username }),
        generateStringKey: 'password',
        passwordLength: 32,
        // Letters and digits: the server reads it from a file of XML.
        excludePunctuation: true,
      },
      // Without it the volume that is kept cannot be asked any more.
      removalPolicy: dataRemovalPolicy(durable),
    });
    acknowledge(this.secret, {
      'AwsSolutions-SMG4':
        'ClickHouse reads its password when it starts: a rotation has to restart it, so it is done by hand',
    });
  }
}
