import { ServiceError } from '../../service.ts';
import type { EncryptionContext } from './ciphertext.ts';

/** Members of a request, each read before it is trusted. */
export type KmsInput = Readonly<Record<string, unknown>>;

export function readText(input: KmsInput, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} must be text`);
}

/** A blob: base64 text or bytes. */
export function readBlob(input: KmsInput, name: string, maxBytes: number): Buffer {
  const value = input[name];
  const bytes =
    typeof value === 'string' ? Buffer.from(value, 'base64') : value instanceof Uint8Array ? value : undefined;
  if (bytes && bytes.length > 0 && bytes.length <= maxBytes) return Buffer.from(bytes);
  throw invalid(`${name} must be a blob of 1 to ${maxBytes} bytes`);
}

export function readEncryptionContext({ EncryptionContext: context = {} }: KmsInput): EncryptionContext {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw invalid('EncryptionContext must be a map of texts');
  }
  const pairs: [string, string][] = Object.entries(context).map(([key, value]) => {
    if (typeof value !== 'string') throw invalid('EncryptionContext must be a map of texts');
    return [key, value];
  });
  return Object.fromEntries(pairs);
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html: either KeySpec or NumberOfBytes. */
export function readDataKeyBytes({ KeySpec, NumberOfBytes }: KmsInput): number {
  if (NumberOfBytes === undefined && KeySpec === 'AES_256') return 32;
  if (NumberOfBytes === undefined && KeySpec === 'AES_128') return 16;
  const fits = typeof NumberOfBytes === 'number' && Number.isInteger(NumberOfBytes);
  if (KeySpec === undefined && fits && NumberOfBytes >= 1 && NumberOfBytes <= 1024) return NumberOfBytes;
  throw invalid('Please specify either number of bytes or key spec.');
}

export function refuseMembers(input: KmsInput, ...names: readonly string[]): void {
  const found = names.find((name) => input[name] !== undefined);
  if (found !== undefined) throw invalid(`${found} is not supported by the local runtime (see SUPPORT.md)`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
