/** actions/codepipeline/template.yml: what CloudFormation installs. */
import { ACTION_VERSION, type ActionVerb, actionVerbs, categoryOf, propertiesOf, providerOf, REST } from '../codepipeline/properties.ts';
import { pascalCase } from '../inputs/names.ts';
import { type InputDefinition, inputTables, purposes } from '../inputs/table.ts';
import { describe, type Manifest, quoted, WRITTEN } from './manifest.ts';

export const codepipelineManifests: readonly Manifest[] = [{ file: 'actions/codepipeline/template.yml', render: () => template }];

const LONGEST_DESCRIPTION = 160;
const cut = (text: string): string => (text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`);
const typeOf = ({ type }: InputDefinition): string => ({ flag: 'Boolean', number: 'Number', seconds: 'Number', text: 'String', choice: 'String', json: 'String' })[type];

function actionType(verb: ActionVerb): string {
  const table = inputTables[verb] as Readonly<Record<string, InputDefinition>>;
  const { own, rest } = propertiesOf(verb);
  const properties = own.map((name) => {
    const definition = table[name]!; // a name of this table
    return property(pascalCase(name), definition.required === true, typeOf(definition), describe(definition));
  });
  if (rest.length > 0) properties.push(property(REST, false, 'String', `The others, as JSON: ${rest.join(', ')}.`));
  return `
  # ${purposes[verb]}
  ${providerOf(verb)}:
    Type: AWS::CodePipeline::CustomActionType
    Properties:
      Category: ${categoryOf[verb]}
      Provider: ${providerOf(verb)}
      Version: ${quoted(ACTION_VERSION)}
      InputArtifactDetails: { MinimumCount: 0, MaximumCount: 5 }
      OutputArtifactDetails: { MinimumCount: 0, MaximumCount: 0 }
      Settings: !If
        - HasPages
        - ExecutionUrlTemplate: !Ref DeploymentUrl
        - !Ref AWS::NoValue
      ConfigurationProperties:
${properties.join('\n')}
`;
}

const property = (name: string, required: boolean, type: string, description: string): string =>
  `        - { Name: ${name}, Required: ${required}, Key: ${required}, Secret: false, Type: ${type}, Description: ${quoted(cut(description))} }`;

/** A token for this hub, and for nobody else. */
const IDENTITY = '{ Effect: Allow, Action: "sts:GetWebIdentityToken", Resource: "*", Condition: { "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": !If [HasAudience, !Ref Audience, !Ref HubUrl] } } }';

const template = `# ${WRITTEN}
AWSTemplateFormatVersion: "2010-09-09"
Description: Patchbay for AWS CodePipeline - actions, what does them, answers to approvals, and events for the hub.

Parameters:
  HubUrl: { Type: String, AllowedPattern: "^https://[^\\\\s@]+$", Description: Address of the hub. }
  TrustPolicy: { Type: String, AllowedPattern: "^trust_[0-9a-z]+$", Description: "Trust policy for keyless login: provider aws, bound to the roles below." }
  Audience: { Type: String, Default: "", Description: "Audience of the tokens, one that the trust policy accepts. When empty: the address of the hub." }
  CodeBucket: { Type: String, Default: "", Description: "Bucket with patchbay-codepipeline.zip, for the Lambda form and for approvals. Empty: neither is installed." }
  CodeKey: { Type: String, Default: patchbay-codepipeline.zip, Description: Where it is in the bucket. }
  Pipelines: { Type: String, Default: "", Description: "Pipelines whose manual approvals the hub answers, with commas. Empty: none." }
  DeploymentUrl: { Type: String, Default: "", Description: "Where people look at a deployment, such as https://hub.example.com/deployments/{ExternalExecutionId}. Empty: no link." }
  EventsUrl: { Type: String, Default: "", Description: "Address of a source of the hub that takes the events of pipelines. Empty: none are sent." }
  EventsSecret: { Type: String, Default: unset, NoEcho: true, Description: The secret of that source. }

Conditions:
  HasAudience: !Not [!Equals [!Ref Audience, ""]]
  HasCode: !Not [!Equals [!Ref CodeBucket, ""]]
  HasPages: !Not [!Equals [!Ref DeploymentUrl, ""]]
  HasEvents: !Not [!Equals [!Ref EventsUrl, ""]]
  HasApprovals: !And [!Condition HasCode, !Not [!Equals [!Ref Pipelines, ""]]]

Resources:
${actionVerbs.map(actionType).join('')}
  # Attach it to the role that the job worker runs with.
  WorkerPolicy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: What the job worker of the actions above does.
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: codepipeline:PollForJobs
            Resource:
${actionVerbs.map((verb) => `              - !Sub "arn:\${AWS::Partition}:codepipeline:\${AWS::Region}:\${AWS::AccountId}:actiontype:Custom/${categoryOf[verb]}/${providerOf(verb)}/${ACTION_VERSION}"`).join('\n')}
          - Effect: Allow
            Action: [codepipeline:AcknowledgeJob, codepipeline:PutJobSuccessResult, codepipeline:PutJobFailureResult]
            Resource: "*" # jobs have no address
          - ${IDENTITY}

  # Lambda actions of pipelines name this function.
  ActionFunction:
    Type: AWS::Lambda::Function
    Condition: HasCode
    Properties:
      Description: Does the verbs of Patchbay as Lambda actions of CodePipeline.
      Runtime: nodejs24.x
      Handler: lambda/index.handler
      Code: { S3Bucket: !Ref CodeBucket, S3Key: !Ref CodeKey }
      Timeout: 60
      MemorySize: 256
      Role: !GetAtt ActionRole.Arn
      Environment:
        Variables:
          PATCHBAY_URL: !Ref HubUrl
          PATCHBAY_POLICY: !Ref TrustPolicy
          PATCHBAY_AUDIENCE: !If [HasAudience, !Ref Audience, !Ref HubUrl]
  ActionRole:
    Type: AWS::IAM::Role
    Condition: HasCode
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
      Policies:
        - PolicyName: patchbay
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: [codepipeline:PutJobSuccessResult, codepipeline:PutJobFailureResult], Resource: "*" }
              - ${IDENTITY}

  # Manual approvals are answered by the gates of the hub, once a minute.
  ApprovalFunction:
    Type: AWS::Lambda::Function
    Condition: HasApprovals
    Properties:
      Description: Answers manual approvals of CodePipeline by the gates of the hub.
      Runtime: nodejs24.x
      Handler: approvals/index.handler
      Code: { S3Bucket: !Ref CodeBucket, S3Key: !Ref CodeKey }
      Timeout: 50
      MemorySize: 256
      Role: !GetAtt ApprovalRole.Arn
      Environment:
        Variables:
          PATCHBAY_URL: !Ref HubUrl
          PATCHBAY_POLICY: !Ref TrustPolicy
          PATCHBAY_AUDIENCE: !If [HasAudience, !Ref Audience, !Ref HubUrl]
          PATCHBAY_PIPELINES: !Ref Pipelines
  ApprovalRole:
    Type: AWS::IAM::Role
    Condition: HasApprovals
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
      Policies:
        - PolicyName: patchbay
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: [codepipeline:GetPipelineState, codepipeline:ListActionExecutions, codepipeline:PutApprovalResult], Resource: !Sub "arn:\${AWS::Partition}:codepipeline:\${AWS::Region}:\${AWS::AccountId}:*" }
              - ${IDENTITY}
  ApprovalSchedule:
    Type: AWS::Events::Rule
    Condition: HasApprovals
    Properties:
      Description: Looks at the approvals that wait.
      ScheduleExpression: rate(1 minute)
      Targets: [{ Id: patchbay, Arn: !GetAtt ApprovalFunction.Arn }]
  ApprovalPermission:
    Type: AWS::Lambda::Permission
    Condition: HasApprovals
    Properties: { FunctionName: !Ref ApprovalFunction, Action: lambda:InvokeFunction, Principal: events.amazonaws.com, SourceArn: !GetAtt ApprovalSchedule.Arn }

  # What happens in pipelines becomes events of the hub.
  EventsConnection:
    Type: AWS::Events::Connection
    Condition: HasEvents
    Properties:
      AuthorizationType: API_KEY
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: X-Patchbay-Token, ApiKeyValue: !Ref EventsSecret } }
  EventsDestination:
    Type: AWS::Events::ApiDestination
    Condition: HasEvents
    Properties: { ConnectionArn: !GetAtt EventsConnection.Arn, HttpMethod: POST, InvocationEndpoint: !Ref EventsUrl }
  EventsRule:
    Type: AWS::Events::Rule
    Condition: HasEvents
    Properties:
      EventPattern:
        source: [aws.codepipeline]
        detail-type: [CodePipeline Pipeline Execution State Change, CodePipeline Stage Execution State Change, CodePipeline Action Execution State Change]
      Targets:
        - Id: patchbay
          Arn: !GetAtt EventsDestination.Arn
          RoleArn: !GetAtt EventsRole.Arn
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 }
          DeadLetterConfig: { Arn: !GetAtt EventsUndelivered.Arn }
  EventsUndelivered:
    Type: AWS::SQS::Queue
    Condition: HasEvents
    Properties: { MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true }
  EventsUndeliveredPolicy:
    Type: AWS::SQS::QueuePolicy
    Condition: HasEvents
    Properties:
      Queues: [!Ref EventsUndelivered]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: sqs:SendMessage, Resource: !GetAtt EventsUndelivered.Arn, Condition: { ArnEquals: { "aws:SourceArn": !GetAtt EventsRule.Arn } } }]
  EventsRole:
    Type: AWS::IAM::Role
    Condition: HasEvents
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: deliver
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{ Effect: Allow, Action: events:InvokeApiDestination, Resource: !GetAtt EventsDestination.Arn }]

Outputs:
  WorkerPolicy: { Description: For the role of the job worker., Value: !Ref WorkerPolicy }
  ActionFunction: { Condition: HasCode, Description: For Lambda actions of pipelines., Value: !Ref ActionFunction }
  ActionRole: { Condition: HasCode, Description: "The sub of its tokens, for the trust policy.", Value: !GetAtt ActionRole.Arn }
  ApprovalRole: { Condition: HasApprovals, Description: "The sub of its tokens, for the trust policy.", Value: !GetAtt ApprovalRole.Arn }
`;
