import { announce } from './announce.ts';
import { readStartOptions } from './start-options.ts';
import { startPipeline } from './start-pipeline.ts';
import { untilStopped } from './until-stopped.ts';
import { reportFirstQuarantined } from './watch/report-first-quarantined.ts';
import { restartOnChange } from './watch/restart-on-change.ts';

const options = readStartOptions('npm start');
if (options.watch) await restartOnChange(options.config);
else
  await untilStopped(
    (stopping) => startPipeline(options, stopping),
    async ({ file }) => {
      for (const line of announce(file, options.state)) console.log(line);
      console.log(`ready ${file.api}`);
      reportFirstQuarantined(options.state, (line) => process.stderr.write(`${line}\n`));
    },
  );
