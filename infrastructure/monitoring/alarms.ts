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
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Condition, Conditions } from './condition.ts';

export interface AlarmsProps {
  readonly topic: ITopic;
  readonly conditions: Conditions;
}

/** An alarm for each condition. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { topic, conditions }: AlarmsProps) {
    super(scope, id);
    for (const [name, condition] of Object.entries(conditions)) {
      const alarm = new Alarm(this, name, {
        alarmDescription: `${condition.severity}: ${condition.problem} ${condition.action}`,
        metric: metricOf(condition),
        evaluationPeriods: condition.periods,
        ...thresholdOf(condition),
      });
      alarm.addAlarmAction(new SnsAction(topic));
    }
  }
}

function metricOf({ namespace, metric, dimensions, statistic, comparison, periodMinutes = 5 }: Condition): IMetric {
  const period = Duration.minutes(periodMinutes);
  const measured = new Metric({
    namespace,
    metricName: metric,
    dimensionsMap: { ...dimensions },
    statistic,
    period,
  });
  if (comparison !== 'increase') return measured;
  return new MathExpression({ expression: 'DIFF(counted)', usingMetrics: { counted: measured }, period });
}

function thresholdOf({ threshold, comparison }: Condition) {
  if (comparison === 'below') {
    return {
      threshold,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    };
  }
  return {
    threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    // A game that nobody plays sends nothing.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
