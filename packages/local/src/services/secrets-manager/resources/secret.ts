import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import { type PasswordSettings, randomPassword } from '../random-password.ts';
import type { SecretsManager } from '../secrets-manager.ts';

interface Engines {
  readonly secretsManager: SecretsManager;
}

export const awsSecretsmanagerSecret: ResourceKind<Engines> = {
  type: 'AWS::SecretsManager::Secret',
  support:
    'The value is stored in a file that only its owner can read. It changes when GenerateSecretString or ' +
    'SecretString changes. ReplicaRegions are rejected. Ignored: Tags.',
  create(context) {
    const { engines, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'Name',
      'Description',
      'GenerateSecretString',
      'SecretString',
      'KmsKeyId',
      'Tags',
    );
    const generate = properties.object('GenerateSecretString');
    const given = properties.optionalText('SecretString');
    const arn = engines.secretsManager.createSecret({
      name: properties.optionalText('Name') ?? physicalName,
      description: properties.optionalText('Description'),
      kmsKeyId: properties.optionalText('KmsKeyId'),
      origin: JSON.stringify([given, properties.raw('GenerateSecretString')]),
      value: () => given ?? generated(generate ?? new PropertyReader({ ...context, properties: {} })),
    });
    return { ref: arn, attributes: { Id: arn } };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html */
function generated(settings: PropertyReader): string {
  settings.only(
    'SecretStringTemplate',
    'GenerateStringKey',
    'PasswordLength',
    'ExcludeCharacters',
    'ExcludeLowercase',
    'ExcludeUppercase',
    'ExcludeNumbers',
    'ExcludePunctuation',
    'IncludeSpace',
    'RequireEachIncludedType',
  );
  const password = randomPassword(passwordSettings(settings));
  const key = settings.optionalText('GenerateStringKey');
  const template = settings.optionalText('SecretStringTemplate');
  if ((key === undefined) !== (template === undefined)) {
    throw new Error('SecretStringTemplate and GenerateStringKey go together');
  }
  if (key === undefined || template === undefined) return password;
  const members: unknown = JSON.parse(template);
  if (typeof members !== 'object' || members === null) throw new Error('SecretStringTemplate must be a JSON object');
  return JSON.stringify({ ...members, [key]: password });
}

function passwordSettings(settings: PropertyReader): PasswordSettings {
  const length = settings.raw('PasswordLength');
  return {
    length: length === undefined ? undefined : Number(length),
    excludeCharacters: settings.optionalText('ExcludeCharacters'),
    excludeLowercase: settings.flag('ExcludeLowercase', false),
    excludeUppercase: settings.flag('ExcludeUppercase', false),
    excludeNumbers: settings.flag('ExcludeNumbers', false),
    excludePunctuation: settings.flag('ExcludePunctuation', false),
    includeSpace: settings.flag('IncludeSpace', false),
    requireEachIncludedType: settings.flag('RequireEachIncludedType', true),
  };
}
