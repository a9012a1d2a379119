import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface AlarmsProps {
  readonly emailAddress: string;
  readonly conditions: Readonly<Record<string, Condition>>;
}

/** When to wake somebody, and what to tell them to do. */
export interface Condition {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'Minimum';
  /** The alarm rings when the statistic of five minutes, or of so many … */
  readonly minutes?: number;
  /** … is above this … */
  readonly above?: number;
  /** … or below this, or not there at all … */
  readonly below?: number;
  /** … or, of one that only ever counts up, rises by more than this … */
  readonly rises?: number;
  /** … this many times in a row. */
  readonly periods: number;
  readonly description: string;
}

/** A topic that sends e-mail, and an alarm for each condition. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { emailAddress, conditions }: AlarmsProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(emailAddress));
    acknowledge(topic, {
      'AwsSolutions-SNS2':
        'CloudWatch cannot publish to a topic with AWS’s own key, and an alarm holds no data of players',
    });
    for (const [name, condition] of Object.entries(conditions)) {
      const alarm = new Alarm(this, name, {
        alarmDescription: condition.description,
        metric: metricOf(condition),
        evaluationPeriods: condition.periods,
        ...thresholdOf(condition),
      });
      alarm.addAlarmAction(new SnsAction(topic));
    }
  }
}

function metricOf(condition: Condition): IMetric {
  const period = Duration.minutes(condition.minutes ?? 5);
  const metric = new Metric({
    namespace: condition.namespace,
    metricName: condition.metric,
    dimensionsMap: { ...condition.dimensions },
    statistic: condition.statistic,
    period,
  });
  if (condition.rises === undefined) return metric;
  return new MathExpression({ expression: 'DIFF(counted)', usingMetrics: { counted: metric }, period });
}

function thresholdOf({ above, below, rises }: Condition) {
  if (below !== undefined) {
    return {
      threshold: below,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    };
  }
  return {
    threshold: above ?? rises ?? 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    // A game that nobody plays sends nothing.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
