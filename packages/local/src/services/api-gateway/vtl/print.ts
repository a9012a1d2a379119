import { JsonArray, JsonObject } from './json-value.ts';
import { Decimal, isVtlObject, VtlList, VtlMap, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

/**
 * Nothing larger can be sent: "Payload size 10 MB" of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html.
 * It also ends the printing of a map that was put into itself.
 */
const maxOutputLength = 10 * 1024 * 1024;

type Style = 'java' | 'json';
type Task = string | { readonly value: VtlValue; readonly style: Style };

/**
 * A value as it stands in the output. Maps print as Java's do, `{id=1, type=dog}`; an array of the body prints as its
 * JSON text; a list made by the template prints as `[1, 2]`. AWS documents `$input.json` for JSON output and no form for
 * these; this one is what its JSON library (json-smart arrays in Java maps) is reported to print.
 */
export function print(value: VtlValue): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || value instanceof Decimal) return String(value);
  if (value instanceof JsonArray && value.isOriginal) return value.slice;
  return write(value, 'java');
}

/** A value as JSON text: the original text of the body where nothing of it was changed. */
export function printJson(value: VtlValue): string {
  if ((value instanceof JsonArray || value instanceof JsonObject) && value.isOriginal) return value.slice;
  return write(value, 'json');
}

/** Works through a list of what is left to do instead of calling itself: a body may be nested as deep as it likes. */
function write(value: VtlValue, style: Style): string {
  let output = '';
  const tasks: Task[] = [{ value, style }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (typeof task === 'string') output += task;
    else if (isJson(task.value, task.style) && task.value.isOriginal) output += task.value.slice;
    else if (task.value instanceof VtlMap) pushReversed(tasks, mapTasks(task.value, task.style));
    else if (task.value instanceof VtlList) pushReversed(tasks, listTasks(task.value, task.style));
    else output += scalar(task.value, task.style);
    if (output.length + tasks.length > maxOutputLength) {
      throw new VtlRenderError('a printed value is longer than the 10 MB that API Gateway allows for a payload');
    }
  }
  return output;
}

/** Whether a value is of the body and prints as JSON: its arrays always do. */
function isJson(value: VtlValue, style: Style): value is JsonArray | JsonObject {
  return value instanceof JsonArray || (style === 'json' && value instanceof JsonObject);
}

function pushReversed(tasks: Task[], more: readonly Task[]): void {
  for (let index = more.length - 1; index >= 0; index--) {
    const task = more[index];
    if (task !== undefined) tasks.push(task);
  }
}

function mapTasks(map: VtlMap, style: Style): Task[] {
  const tasks: Task[] = ['{'];
  for (const name of map.names()) {
    const separator = tasks.length === 1 ? '' : style === 'java' ? ', ' : ',';
    tasks.push(style === 'java' ? `${separator}${name}=` : `${separator}${JSON.stringify(name)}:`);
    tasks.push({ value: map.get(name), style });
  }
  tasks.push('}');
  return tasks;
}

function listTasks(list: VtlList, outer: Style): Task[] {
  const style = list instanceof JsonArray ? 'json' : outer;
  const tasks: Task[] = ['['];
  for (let index = 0; index < list.size; index++) {
    if (index > 0) tasks.push(style === 'java' ? ', ' : ',');
    tasks.push({ value: list.at(index), style });
  }
  tasks.push(']');
  return tasks;
}

function scalar(value: VtlValue, style: Style): string {
  if (value !== null && typeof value === 'object' && isVtlObject(value)) return value.vtlObject;
  return style === 'json' && typeof value === 'string' ? JSON.stringify(value) : String(value);
}
