import type { PropertyReader } from '../../../resources/property-reader.ts';
import { compileFilter } from '../event-source-mapping/filter-pattern.ts';
import { sourceOf } from '../event-source-mapping/stream-source.ts';

/** Throws unless the stream can be read. */
export function checkSource(logicalId: string, streamArn: string): void {
  try {
    sourceOf(streamArn);
  } catch (error) {
    throw new Error(`${logicalId}: ${error instanceof Error ? error.message : error}`);
  }
}

export function isTableStream(streamArn: string): boolean {
  return /^arn:aws[^:]*:dynamodb:/.test(streamArn);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
const maxFilters = 5;

export function readFilters(logicalId: string, reader: PropertyReader, streamArn: string): readonly string[] {
  const filters = reader.object('FilterCriteria')?.only('Filters').items('Filters') ?? [];
  if (filters.length > maxFilters) throw new Error(`${logicalId}.FilterCriteria has more than ${maxFilters} filters`);
  return filters.map((filter) => {
    const pattern = filter.only('Pattern').text('Pattern');
    try {
      compileFilter(pattern);
    } catch (error) {
      throw new Error(`${logicalId}.FilterCriteria: ${error instanceof Error ? error.message : error}`);
    }
    if (isTableStream(streamArn) && /"numeric"\s*:/.test(pattern))
      throw new Error(`${logicalId}.FilterCriteria: numeric is not supported for DynamoDB, whose numbers are text`);
    return pattern;
  });
}
