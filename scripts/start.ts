import { readStartOptions } from './start-options.ts';
import { startPipeline } from './start-pipeline.ts';
import { untilStopped } from './until-stopped.ts';

await untilStopped(async () => {
  const stack = await startPipeline(readStartOptions('npm start'));
  console.log(`console ${stack.file.console}`);
  console.log(`ready ${stack.file.api}`);
  return stack;
});
