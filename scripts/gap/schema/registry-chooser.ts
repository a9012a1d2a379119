import { Ajv } from 'ajv';
import { type ChooseSchema, schemaChooser } from '../../../functions/event/choose-schema.ts';
import { judgedSchema } from '../../../schemas/registry/judged-schema.ts';
import type { Contract } from './released-registry.ts';

/** Judges by schemas as they are in their folders now, instead of by those that were generated last. */
export function contractChooser(contract: Contract): ChooseSchema {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  const types = [...contract].map(([type, versions]) => {
    const compiled = [...versions].map(([version, schema]) => {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      return { major, minor, validate: ajv.compile(judgedSchema(schema)) };
    });
    return [type, compiled] as const;
  });
  return schemaChooser(new Map(types));
}
