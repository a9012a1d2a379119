// For worker threads: connections to host names that the template made go to their place on this machine; all others,
// and everything else about these (the name that TLS asks for and checks), stay as they are. Plain JavaScript, because
// the threads start without the TypeScript loader.
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

/** @type {import('./routes.ts').Routes} */
let routes = {};

/** @param {import('./routes.ts').Routes} current */
export function setRoutes(current) {
  routes = current;
}

const routeOf = (options) => {
  const host = options?.host ?? options?.hostname;
  return typeof host === 'string' ? routes[`${host.toLowerCase()}:${options.port}`] : undefined;
};

const reroute = (options) => {
  const route = routeOf(options);
  return route ? { ...options, host: '127.0.0.1', port: route.port, lookup: undefined } : options;
};

// Everything that connects ends here: net, http, tls, https, http2 and fetch.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first, host] = args;
  // What net.connect hands on: its arguments in one marked array.
  if (Array.isArray(first)) first[0] = reroute(first[0]);
  else if (typeof first === 'object' && first !== null) args[0] = reroute(first);
  else if (typeof host === 'string' && routeOf({ host, port: first }))
    args.splice(0, 2, reroute({ host, port: first }));
  return connect.apply(this, args);
};

const tlsConnect = tls.connect;
tls.connect = (...args) => {
  const [first, second] = args;
  const byPort = typeof first !== 'object' || first === null;
  const given = byPort ? { port: first, host: typeof second === 'string' ? second : undefined } : first;
  const authority = routeOf(given)?.authority;
  if (authority === undefined) return tlsConnect(...args);
  const callback = args.findLast((argument) => typeof argument === 'function');
  const options = Object.assign({}, ...args.filter((argument) => typeof argument === 'object'), given);
  // A caller that names its authorities means only these.
  const trusting = options.ca ? options : { ...options, ca: [...tls.rootCertificates, authority] };
  return callback ? tlsConnect(trusting, callback) : tlsConnect(trusting);
};
syncBuiltinESMExports();
