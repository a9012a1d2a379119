/**
 * The resource whose policy speaks for `arn`: a bucket for its objects, a table for its indexes, a function for its
 * versions and aliases, a search domain for its paths; anything else for itself.
 */
export function policyOwner(arn: string): string {
  const parts = arn.split(':');
  const service = parts[2];
  if (service === 's3') {
    const slash = arn.indexOf('/');
    return slash < 0 ? arn : arn.slice(0, slash);
  }
  if (service === 'lambda' && parts[5] === 'function') return parts.slice(0, 7).join(':');
  if (service === 'es') return arn.split('/').slice(0, 2).join('/');
  if (service === 'dynamodb') return arn.replace(/\/(index|stream)\/.*$/, '');
  return arn;
}
