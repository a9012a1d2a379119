// Runs in a worker thread of its own, one per execution environment: loads the handler, then answers one message at
// a time. Plain JavaScript, because the thread starts without the TypeScript loader.
import { EventEmitter } from 'node:events';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { setRoutes } from '../network/reroute.mjs';

const { handlerFile, exportName, callbackHost, routes } = workerData;
setRoutes(routes ?? {});

// CloudFormation's answer address is an HTTPS one that only exists in this process.
const request = https.request;
https.request = (...args) => {
  const [options, respond] = args;
  if (options?.hostname !== callbackHost) return request(...args);
  const chunks = [];
  return Object.assign(new EventEmitter(), {
    write: (chunk) => chunks.push(Buffer.from(chunk)),
    end: () => {
      parentPort.postMessage({ kind: 'callback', path: options.path, body: Buffer.concat(chunks).toString() });
      respond?.({ statusCode: 200, statusMessage: 'OK', headers: {}, resume: () => {}, on: () => {} });
    },
  });
};
syncBuiltinESMExports();

// As Lambda's runtime does: a message of several lines stays one event of the log.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
for (const level of ['debug', 'error', 'info', 'log', 'warn']) {
  const write = console[level].bind(console);
  console[level] = (...values) => write('%s', format(...values).replaceAll('\n', '\r'));
}

/** Output takes another way than answers; what an invocation printed is in the log before it ends. */
const printed = () =>
  Promise.all([process.stdout, process.stderr].map((output) => new Promise((resolve) => output.write('', resolve))));

const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const loaded = await import(pathToFileURL(handlerFile).href);
const handler = loaded[exportName] ?? loaded.default?.[exportName];
if (typeof handler !== 'function') throw new Error(`${exportName} is undefined or not exported`);

parentPort.on(
  'message',
  async ({ payload, deadline, requestId, functionArn, functionName, memoryMegabytes, logGroup, routes }) => {
    setRoutes(routes ?? {});
    process.env._X_AMZN_TRACE_ID = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)}`;
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: String(memoryMegabytes),
      awsRequestId: requestId,
      logGroupName: logGroup,
      logStreamName: 'local',
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    try {
      const result = await new Promise((resolve, reject) => {
        const callback = (error, value) => (error ? reject(error) : resolve(value));
        const returned = handler(JSON.parse(payload), context, callback);
        if (typeof returned?.then === 'function') returned.then(resolve, reject);
        else if (handler.length < 3) resolve(returned);
      });
      await printed();
      parentPort.postMessage({ kind: 'answer', ok: true, payload: JSON.stringify(result) ?? 'null' });
    } catch (error) {
      const description = describe(error);
      console.error('Invoke Error', JSON.stringify(description));
      await printed();
      parentPort.postMessage({ kind: 'answer', ok: false, payload: JSON.stringify(description) });
    }
  },
);
parentPort.postMessage({ kind: 'ready' });
