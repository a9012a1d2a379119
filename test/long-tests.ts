/**
 * Tests that `npm run test:all` adds to those of `npm test`: the long journeys, all crashes but one, thousands of random
 * cases, and what starts Flink, OpenSearch or Trino themselves.
 */
export const longTests: readonly string[] = [
  // Of the journeys one stays for each mode (dota-match, real-time-match), one crash, the permissions and the first event.
  'test/journey/{bad-input,compaction,contract,examples,odd-input,real-telemetry,real-time-crash,rebuild-from-archive}.test.ts',
  'test/journey/{replay,simulated-players,store-check,tail,validate-events}.test.ts',
  '{packages,test/functions}/**/*crash.test.ts',
  'packages/local/test/services/dynamodb/random-model.test.ts',
  'packages/local/test/services/opensearch/{domain,opensearch-process,plugin-documents,resources}.test.ts',
  '{packages/local/test,test/parity}/**/trino-verdicts.test.ts',
  'test/functions/realtime/flink-sql-runner/**',
  'test/functions/realtime/opensearch/metrics-domain.test.ts',
  'test/functions/realtime/start-flink/flink-applications.test.ts',
  'test/parity/{parity,time-parity}.test.ts',
  'test/sql/live-metrics.test.ts',
];
