import { readStartOptions } from './start-options.ts';
import { startPipeline } from './start-pipeline.ts';
import { untilStopped } from './until-stopped.ts';

const options = readStartOptions('npm start');
await untilStopped(
  (stopping) => startPipeline(options, stopping),
  async ({ file }) => {
    console.log(`console ${file.console}`);
    console.log(`ready ${file.api}`);
  },
);
