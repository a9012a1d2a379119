/** Milliseconds that this process has computed so far; what else the machine does meanwhile is not among them. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
