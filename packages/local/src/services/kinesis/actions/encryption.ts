import { oneOf, text } from '../members.ts';
import { operation, streamReference } from '../operation.ts';

const members = { ...streamReference, EncryptionType: oneOf('KMS'), KeyId: text({ min: 1, max: 2048 }) };

/** From now on writers and readers need the key's permissions; the files themselves stay as they are. */
export const startStreamEncryption = operation({
  name: 'StartStreamEncryption',
  members,
  async run(input, streams) {
    const key = streams.keyOf(input.KeyId);
    await streams.stream(input).change((settings) => ({ ...settings, key }));
    return {};
  },
});

export const stopStreamEncryption = operation({
  name: 'StopStreamEncryption',
  members,
  async run(input, streams) {
    await streams.stream(input).change((settings) => ({ ...settings, key: undefined }));
    return {};
  },
});
