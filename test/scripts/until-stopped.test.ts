import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const module = new URL('../../scripts/until-stopped.ts', import.meta.url).href;

/**
 * A process whose pipeline is stopped only when it is told `go`; listening keeps it up, as its servers would. `closing`: what
 * it does when it is to stop.
 */
async function start(closing = ''): Promise<ChildProcess> {
  const program = `
    import { untilStopped } from '${module}';
    const told = new Promise((resolve) => process.on('message', resolve));
    const close = () => { ${closing} return told; };
    await untilStopped(async () => ({ file: {}, close }), async () => process.send('ready'));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

test('a Ctrl-C that npm passes on a second time still lets the pipeline drain', async () => {
  // The second from the process itself: both come within a second, however busy the machine is.
  const again = "process.once('SIGINT', () => process.send('again')); process.kill(process.pid, 'SIGINT');";
  const child = await start(again);
  const exited = once(child, 'exit');
  const cameAgain = once(child, 'message');
  child.kill('SIGINT');
  expect(await Promise.race([cameAgain, exited])).toEqual(['again', undefined]);
  child.send('go');
  expect(await exited).toEqual([0, null]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s drains and ends with 0', async (signal) => {
  const child = await start();
  const exited = once(child, 'exit');
  child.kill(signal);
  child.send('go');
  expect(await exited).toEqual([0, null]);
});

/** How a process ends whose start is `start` and that gets SIGTERM, if at all, while it starts. */
async function whileStarting(start: string, signal?: NodeJS.Signals): Promise<{ code: unknown; said: string }> {
  const program = `
    import { untilStopped } from '${module}';
    // Listening to the parent keeps the process up, as servers and workers do in the real one.
    process.on('message', () => {});
    const stack = { file: {}, close: async () => console.error('closed') };
    const stopped = (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve));
    await untilStopped((signal) => { process.send('starting'); return ${start}; }, async () => {});`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  child.once('message', () => signal && child.kill(signal));
  const [code] = await once(child, 'close');
  return { code, said };
}

test.each([
  ['lets the start end, then drains', 'stopped(signal).then(() => stack)', expect.stringContaining('closed')],
  ['is no failure of a start that gives up', "stopped(signal).then(() => { throw new Error('stopped'); })", ''],
])('SIGTERM while it starts %s', async (_, start, said) => {
  expect(await whileStarting(start, 'SIGTERM')).toEqual({ code: 0, said });
});

test('what cannot be started says why and ends with 1', async () => {
  expect(await whileStarting("Promise.reject(new Error('no room'))")).toEqual({ code: 1, said: 'no room\n' });
});
