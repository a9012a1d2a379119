/** Of a secret: `SecretString` and whose call it is. */
export type GetSecretValue = (input: Readonly<Record<string, string>>) => Promise<string>;

/**
 * The value that a container's `Secrets` entry means.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export async function resolveSecret(valueFrom: string, getSecretValue: GetSecretValue): Promise<string> {
  const parts = valueFrom.split(':');
  if (parts[2] !== 'secretsmanager') throw new Error(`only secrets of Secrets Manager are supported, not ${valueFrom}`);
  const [jsonKey = '', versionStage = '', versionId = ''] = parts.slice(7);
  const text = await getSecretValue({
    SecretId: parts.slice(0, 7).join(':'),
    ...(versionStage !== '' && { VersionStage: versionStage }),
    ...(versionId !== '' && { VersionId: versionId }),
  });
  if (jsonKey === '') return text;
  const members: unknown = JSON.parse(text);
  const value =
    typeof members === 'object' && members !== null
      ? Object.entries(members).find(([key]) => key === jsonKey)
      : undefined;
  if (typeof value?.[1] !== 'string') throw new Error(`the secret of ${valueFrom} has no text ${jsonKey}`);
  return value[1];
}
