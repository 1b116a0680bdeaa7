/** What CloudFormation asks of a custom resource, and what it is answered. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html */
import type { Fields } from '@patchbay/reconcile';

interface Asked {
  /** Presigned: whoever has it may answer. */
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties?: Fields;
}

export type CustomEvent =
  | (Asked & { readonly RequestType: 'Create' })
  | (Asked & { readonly RequestType: 'Update'; readonly PhysicalResourceId: string; readonly OldResourceProperties?: Fields })
  | (Asked & { readonly RequestType: 'Delete'; readonly PhysicalResourceId: string });

export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  /** Why it failed, for people. */
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  /** For Fn::GetAtt. */
  readonly Data?: Fields;
}
