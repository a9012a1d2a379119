import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/platform/compact-events/environment.ts';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import { functionErrors } from '../../monitoring/function-errors.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { CompactionMemory } from './compaction-memory.ts';
import { CompactionSchedule } from './compaction-schedule.ts';
import { compactionStatements, compactionWildcards } from './compaction-statements.ts';
import type { TableNames } from './table-names.ts';

export interface CompactionProps {
  readonly workloadName: string;
  readonly bucket: IBucket;
  readonly prefixes: { readonly events: string; readonly compacted: string; readonly queryResults: string };
  readonly names: TableNames;
  readonly maxEventAgeDays: number;
  readonly rawRetentionDays: number;
  readonly logRetentionDays: number;
  readonly durable: boolean;
}

/** A day of one shift of the largest game is far below; a statement that would read more is a fault. */
const statementLimitBytes = 1024 ** 4;

/** Rewrites delivered events into few, sorted files with each event once: every hour, and when it is asked to. */
export class Compaction extends Construct implements Reporting {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: CompactionProps) {
    super(scope, id);
    const { bucket, names, durable } = props;
    const prefixes = {
      delivered: `${props.prefixes.events}/accepted/`,
      compacted: `${props.prefixes.compacted}/`,
      results: `${props.prefixes.queryResults}/compaction/`,
    };
    const workgroup = this.#workgroup(props, prefixes.results);
    const memory = new CompactionMemory(this, 'Memory', { durable }).table;
    const access = { bucket, prefixes, names, workgroupName: workgroup.name, memory };
    const compact = new NodeFunction(this, 'CompactEvents', {
      source: 'platform/compact-events',
      description: 'Rewrites days of events into few sorted files, each event once',
      environment: {
        [environmentNames.bucket]: bucket.bucketName,
        [environmentNames.database]: names.database,
        [environmentNames.compactedTable]: names.compactedEvents,
        [environmentNames.uncompactedTable]: names.uncompactedEvents,
        [environmentNames.deliveredPrefix]: prefixes.delivered,
        [environmentNames.compactedPrefix]: prefixes.compacted,
        [environmentNames.workgroup]: workgroup.ref,
        [environmentNames.memoryTable]: memory.tableName,
        [environmentNames.maxEventAgeDays]: String(props.maxEventAgeDays),
        [environmentNames.rawRetentionDays]: String(props.rawRetentionDays),
      },
      statements: compactionStatements(access),
      // It waits for Athena; what it holds itself is a list of folders and partitions.
      memoryMiB: 512,
      // As long as Lambda allows; what is not done by then is the next run's.
      timeoutSeconds: 900,
      logRetentionDays: props.logRetentionDays,
    });
    for (const [reason, resources] of Object.entries(compactionWildcards(access))) {
      acknowledgeWildcards(compact, resources, reason);
    }
    this.lambda = compact.lambda;
    new CompactionSchedule(this, 'Schedule', { lambda: this.lambda });
  }

  get conditions(): Conditions {
    return {
      CompactionFails: {
        ...functionErrors(this.lambda),
        threshold: 2,
        periodMinutes: 180,
        periods: 1,
        severity: 'warning',
        problem: 'The compaction fails repeatedly. Queries stay correct and get slower.',
        action: 'Read the log of CompactEvents, then run gap compact.',
      },
      CompactionLate: {
        namespace: 'GameAnalytics',
        metric: 'CompactionsDone',
        dimensions: { Function: this.lambda.functionName },
        statistic: 'Sum',
        threshold: 1,
        comparison: 'below',
        periodMinutes: 360,
        periods: 1,
        severity: 'warning',
        problem: 'No compaction has finished for six hours.',
        action: 'Check that its schedule is enabled. Read the log of CompactEvents, then run gap compact.',
      },
    };
  }

  get outputs(): Outputs {
    return {
      CompactFunction: { description: 'Function that compacts delivered events', value: this.lambda.functionName },
    };
  }

  /** One of its own: a statement says itself where its files go, which a workgroup that enforces its own place forbids. */
  #workgroup({ workloadName, bucket }: CompactionProps, results: string): CfnWorkGroup {
    return new CfnWorkGroup(this, 'Workgroup', {
      name: `${workloadName}-compaction`,
      description: 'Statements of the compaction',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: false,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: statementLimitBytes,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${results}`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }
}
