import { type Action, type Principal, ServiceError } from '../../../service.ts';
import type { S3Context } from '../context.ts';
import type { ObjectAddress } from './object-actions.ts';
import { onObject } from './permissions.ts';

export interface DeleteObjectInput extends ObjectAddress {
  /** `null` is the one version that an object has; others are not there. */
  VersionId?: string;
}

export interface DeleteObjectsInput {
  Bucket: string;
  Delete: { Objects: readonly { Key: string; VersionId?: string }[]; Quiet?: boolean };
}

interface DeleteError {
  Key: string;
  Code: string;
  Message: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const maxDeleteCount = 1000;

export function removeActions(context: S3Context): Record<string, Action> {
  return {
    DeleteObject: {
      permissions: (input: DeleteObjectInput) => [permissionToDelete(input)],
      run: async (input: DeleteObjectInput) => {
        context.buckets.get(input.Bucket);
        await deleteObject(context, input);
        return {};
      },
    },
    DeleteObjects: {
      // Each key is checked by itself and refused by itself.
      permissions: () => [],
      run: (input: DeleteObjectsInput, caller) => deleteObjects(context, input, caller),
    },
  };
}

async function deleteObjects(context: S3Context, { Bucket, Delete }: DeleteObjectsInput, caller: Principal) {
  context.buckets.get(Bucket);
  if (Delete.Objects.length === 0 || Delete.Objects.length > maxDeleteCount) {
    throw new ServiceError('MalformedXML', `The request must name 1 to ${maxDeleteCount} objects.`);
  }
  const deleted: { Key: string }[] = [];
  const errors: DeleteError[] = [];
  for (const { Key, VersionId } of Delete.Objects) {
    const input = { Bucket, Key, VersionId };
    try {
      context.runtime.services.authorize(caller, permissionToDelete(input));
      await deleteObject(context, input);
      deleted.push({ Key });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const isDenied = error.code === 'AccessDeniedException';
      errors.push({ Key, Code: isDenied ? 'AccessDenied' : error.code, Message: error.message });
    }
  }
  return { Deleted: Delete.Quiet === true ? [] : deleted, Errors: errors };
}

async function deleteObject(
  { store }: S3Context,
  { Bucket, Key, VersionId = 'null' }: DeleteObjectInput,
): Promise<void> {
  if (VersionId === 'null') await store.remove(Bucket, Key);
}

function permissionToDelete({ Bucket, Key, VersionId }: DeleteObjectInput) {
  return onObject(VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', Bucket, Key);
}
