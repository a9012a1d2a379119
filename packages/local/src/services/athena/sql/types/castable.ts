import { isNumeric } from '../numeric-types.ts';
import type { SqlType } from '../sql-type.ts';
import { isInstant, isText } from './coercion.ts';

/** Scalars that a type can be cast to, beside itself, text and JSON. https://trino.io/docs/435/functions/conversion.html */
const targets: Readonly<Record<string, readonly SqlType['name'][]>> = {
  date: ['timestamp'],
  time: ['timestamp'],
  timestamp: ['date', 'time'],
  uuid: ['varbinary'],
  varbinary: ['uuid'],
};

/** Beside numbers. */
const fromJson: readonly SqlType['name'][] = ['boolean', 'varchar'];
const toJson: readonly SqlType['name'][] = ['boolean', 'varchar', 'date', 'timestamp'];

/** Whether `CAST` from one type to another is allowed; what it does with a value is another question. */
export function canCast(from: SqlType | undefined, to: SqlType | undefined): boolean {
  if (from === undefined || to === undefined || from.name === 'unknown') return true;
  if (from.name === 'array') {
    if (to.name === 'json') return canBeJson(from.element);
    return to.name === 'array' && canCast(from.element, to.element);
  }
  if (from.name === 'map') {
    if (to.name === 'json') return canBeJson(from.value);
    return to.name === 'map' && canCast(from.key, to.key) && canCast(from.value, to.value);
  }
  if (from.name === 'row') {
    if (to.name === 'json') return from.fields.every(({ type }) => canBeJson(type));
    if (to.name !== 'row' || to.fields.length !== from.fields.length) return false;
    return from.fields.every(({ type }, index) => canCast(type, to.fields[index]?.type));
  }
  if (from.name === 'json') return isNumeric(to) || fromJson.includes(to.name) || canBeOfJson(to);
  return canCastScalar(from, to);
}

function canCastScalar(from: SqlType, to: SqlType): boolean {
  if (from.name === to.name) return true;
  if (to.name === 'json') return canBeJson(from);
  if (isText(from)) return to.name !== 'array' && to.name !== 'map' && to.name !== 'row' && to.name !== 'interval';
  if (isText(to)) return from.name !== 'varbinary' && !(to.name === 'char' && from.name !== 'varchar');
  const isNumberLike = (type: SqlType) => isNumeric(type) || type.name === 'boolean';
  if (isNumberLike(from) && isNumberLike(to)) return true;
  return targets[from.name]?.includes(to.name) === true;
}

function canBeJson(type: SqlType | undefined): boolean {
  if (type === undefined || type.name === 'unknown' || type.name === 'json' || isNumeric(type)) return true;
  if (type.name === 'array' || type.name === 'map' || type.name === 'row') return canCast(type, { name: 'json' });
  return toJson.includes(type.name) && !isInstant(type);
}

function canBeOfJson(type: SqlType): boolean {
  if (type.name === 'json') return true;
  if (type.name === 'array') return canCast({ name: 'json' }, type.element);
  if (type.name === 'map') return canCast({ name: 'json' }, type.value);
  return type.name === 'row' && type.fields.every((field) => canCast({ name: 'json' }, field.type));
}
