// The process that ClickHouse runs in: `node launch.cjs FFI LIBRARY CONFIGURATION FOLDER [STATEMENT]…`. It reaches no file
// outside of FOLDER. Plain JavaScript, because it starts without the TypeScript loader. It lives as long as its standard
// input: when the runtime ends, however it ends, the pipe closes and so does ClickHouse. Nothing is lost by that, because
// an insert is on disk before it is answered.
const [, , foreignFunctions, library, configuration, folder, ...first] = process.argv;
const { restrictProcess } = require('./sandbox.cjs');
const { DataType, load, open } = require(foreignFunctions);

const end = () => process.kill(process.pid, 'SIGKILL');
process.stdin.on('end', end).on('error', end).resume();

open({ library: 'clickhouse', path: library });
// Before the first thread of ClickHouse. Who started this process reads the line.
const unrestricted = restrictProcess({ DataType, load, open }, folder);
if (unrestricted.length > 0) console.error(`unrestricted: ${unrestricted.join(', ')}`);
const call = (funcName, retType, paramsType, paramsValue, runInNewThread) =>
  load({ library: 'clickhouse', funcName, retType, paramsType, paramsValue, runInNewThread });

// What `clickhouse local` runs: after the statements that were passed one opens the HTTP port, and the last keeps the process.
// https://clickhouse.com/docs/operations/utilities/clickhouse-local
const statements = `
  ${first.map((statement) => `${statement};`).join('\n')}
  SYSTEM START LISTEN HTTP;
  SELECT sleepEachRow(1) FROM system.numbers SETTINGS max_block_size = 1 FORMAT Null
`;
const commandLine = ['clickhouse', `--config-file=${configuration}`, '--query', statements];
call(
  'chdb_query_cmdline',
  DataType.External,
  [DataType.I32, DataType.StringArray],
  [commandLine.length, commandLine],
  true,
)
  .then((result) => {
    console.error(call('chdb_result_error', DataType.String, [DataType.External], [result], false));
  })
  .finally(end);
