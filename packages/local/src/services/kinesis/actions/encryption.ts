import { oneOf, text } from '../members.ts';
import { operation, streamReference } from '../operation.ts';

const members = { ...streamReference, EncryptionType: oneOf('KMS'), KeyId: text({ min: 1, max: 2048 }) };

/** From now on writers and readers need the key's permissions; the files themselves stay as they are. */
export const startStreamEncryption = operation({
  name: 'StartStreamEncryption',
  members,
  async run(input, kinesis) {
    const key = kinesis.keyOf(input.KeyId);
    await kinesis.stream(input).change((settings) => ({ ...settings, key }));
    return {};
  },
});

export const stopStreamEncryption = operation({
  name: 'StopStreamEncryption',
  members,
  async run(input, kinesis) {
    await kinesis.stream(input).change((settings) => ({ ...settings, key: undefined }));
    return {};
  },
});
