/** Where Lambda puts what a function could not load, below a bucket. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
export const failuresPrefix = 'aws/lambda';
