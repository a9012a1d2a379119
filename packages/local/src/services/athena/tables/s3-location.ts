/** A place in S3: the bucket, and a key prefix that is empty or ends with a slash. */
export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
}

/** Throws for what is no `s3://bucket/prefix`. */
export function parseLocation(location: string): S3Location {
  const [, bucket, prefix = ''] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/s.exec(location) ?? [];
  if (bucket === undefined) throw new Error(`not a location in S3: ${location}`);
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}
