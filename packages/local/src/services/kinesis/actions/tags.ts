import { ServiceError } from '../../../service.ts';
import { integer, list, optional, text } from '../members.ts';
import { operation, resourceArn, streamReference } from '../operation.ts';
import type { Stream } from '../stream.ts';
import type { Streams } from '../streams.ts';
import { tags } from './create-stream.ts';

type Tags = Readonly<Record<string, string>>;

const tagKey = text({ min: 1, max: 128 });
const tagKeys = list(tagKey, 1, 50);

export const addTagsToStream = operation({
  name: 'AddTagsToStream',
  members: { ...streamReference, Tags: tags },
  async run(input, streams) {
    await changeTags(streams.stream(input), undefined, (current) => ({ ...current, ...input.Tags }));
    return {};
  },
});

export const removeTagsFromStream = operation({
  name: 'RemoveTagsFromStream',
  members: { ...streamReference, TagKeys: tagKeys },
  async run(input, streams) {
    await changeTags(streams.stream(input), undefined, (current) => without(current, input.TagKeys));
    return {};
  },
});

export const listTagsForStream = operation({
  name: 'ListTagsForStream',
  members: { ...streamReference, ExclusiveStartTagKey: optional(tagKey), Limit: optional(integer(1, 50)) },
  run(input, streams) {
    const { ExclusiveStartTagKey = '', Limit = 50 } = input;
    const all = listed(streams.stream(input).settings.tags).filter(({ Key }) => Key > ExclusiveStartTagKey);
    return { Tags: all.slice(0, Limit), HasMoreTags: all.length > Limit };
  },
});

export const tagResource = operation({
  name: 'TagResource',
  members: { ResourceARN: resourceArn, Tags: tags },
  async run({ ResourceARN, Tags }, streams) {
    const { stream, consumer } = tagged(ResourceARN, streams);
    await changeTags(stream, consumer, (current) => ({ ...current, ...Tags }));
    return {};
  },
});

export const untagResource = operation({
  name: 'UntagResource',
  members: { ResourceARN: resourceArn, TagKeys: tagKeys },
  async run({ ResourceARN, TagKeys }, streams) {
    const { stream, consumer } = tagged(ResourceARN, streams);
    await changeTags(stream, consumer, (current) => without(current, TagKeys));
    return {};
  },
});

export const listTagsForResource = operation({
  name: 'ListTagsForResource',
  members: { ResourceARN: resourceArn },
  run({ ResourceARN }, streams) {
    const { stream, consumer } = tagged(ResourceARN, streams);
    const { tags, consumers } = stream.settings;
    return { Tags: listed(consumers.find(({ arn }) => arn === consumer)?.tags ?? tags) };
  },
});

/** The stream of the ARN, and the ARN itself when it is that of one of its consumers. */
function tagged(arn: string, streams: Streams): { stream: Stream; consumer: string | undefined } {
  const stream = streams.stream({ StreamARN: arn.replace(/\/consumer\/.*$/, '') });
  if (arn === stream.settings.arn) return { stream, consumer: undefined };
  if (stream.settings.consumers.some((consumer) => consumer.arn === arn)) return { stream, consumer: arn };
  throw new ServiceError('ResourceNotFoundException', `Consumer ${arn} of ${stream.title} not found.`);
}

function changeTags(stream: Stream, consumer: string | undefined, update: (current: Tags) => Tags): Promise<void> {
  const updated = (current: Tags) => {
    const next = update(current);
    if (Object.keys(next).length > 50)
      throw new ServiceError('InvalidArgumentException', 'At most 50 tags are allowed.');
    return next;
  };
  return stream.change((settings) =>
    consumer === undefined
      ? { ...settings, tags: updated(settings.tags) }
      : {
          ...settings,
          consumers: settings.consumers.map((one) =>
            one.arn === consumer ? { ...one, tags: updated(one.tags) } : one,
          ),
        },
  );
}

function without(current: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(current).filter(([key]) => !keys.includes(key)));
}

function listed(current: Tags): { Key: string; Value: string }[] {
  const entries = Object.entries(current).map(([Key, Value]) => ({ Key, Value }));
  return entries.sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
