/**
 * What a line of a function's log complains about: the message of a JSON line of level error, with the reason where it
 * gives one. Undefined: of nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function readComplaint(line: string): string | undefined {
  if (!line.startsWith('{') || !/"level":\s*"error"/i.test(line)) return undefined;
  try {
    const { level, message, reason, error }: Readonly<Record<string, unknown>> = JSON.parse(line);
    if (!/^error$/i.test(String(level)) || typeof message !== 'string') return undefined;
    const why = [reason, error].find((one) => typeof one === 'string');
    return why === undefined ? message : `${message}: ${why}`;
  } catch {
    return undefined;
  }
}
