import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface FirewallProps {
  /** ARN of the API's stage. */
  readonly stageArn: string;
  /** Requests that one address may make in five minutes. */
  readonly rateLimit: number;
}

/**
 * Rules of AWS's common set that look into bodies: a request holds up to 500 events with texts that players wrote, and
 * one of them must not cost the others. They count and do not block.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const bodyRules = [
  'SizeRestrictions_BODY',
  'EC2MetaDataSSRF_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'CrossSiteScripting_BODY',
];

/** A web application firewall before the API: a limit for each address, and AWS's common rules. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { stageArn, rateLimit }: FirewallProps) {
    super(scope, id);
    const seenAs = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      // Sampled requests would show keys of games in the console.
      sampledRequestsEnabled: false,
      metricName,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seenAs('Firewall'),
      rules: [
        {
          name: 'RateByAddress',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: rateLimit, evaluationWindowSec: 300 } },
          visibilityConfig: seenAs('RateByAddress'),
        },
        {
          name: 'AwsCommonRules',
          priority: 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name: 'AWSManagedRulesCommonRuleSet',
              ruleActionOverrides: bodyRules.map((name) => ({ name, actionToUse: { count: {} } })),
            },
          },
          visibilityConfig: seenAs('AwsCommonRules'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stageArn, webAclArn: acl.attrArn });
  }
}
