import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../../acknowledge.ts';

/** Name of ClickHouse's user that the pipeline and its administrators log in as. */
export const clickHouseUser = 'pipeline';

/** `{"username", "password"}`, the password made by Secrets Manager: it is in no template and no log. */
export class ClickHouseSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { durable }: { readonly durable: boolean }) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'User and password of ClickHouse',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: clickHouseUser }),
        generateStringKey: 'password',
        passwordLength: 32,
        excludePunctuation: true,
      },
      // Without it the volume that is kept cannot be asked any more.
      removalPolicy: durable ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(this.secret, {
      'AwsSolutions-SMG4':
        'ClickHouse reads its password when it starts: a rotation has to restart it, so it is done by hand',
    });
  }
}
