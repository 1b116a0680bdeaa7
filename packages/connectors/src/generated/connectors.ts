// Written by `npm run catalog`: the folders of this room.
import type { Plugin } from '@patchbay/sdk';
import { plugin as alertmanager } from '../alertmanager/plugin.ts';
import { plugin as azureDevops } from '../azure-devops/plugin.ts';
import { plugin as bitbucket } from '../bitbucket/plugin.ts';
import { plugin as codepipeline } from '../codepipeline/plugin.ts';
import { plugin as confluence } from '../confluence/plugin.ts';
import { plugin as datadog } from '../datadog/plugin.ts';
import { plugin as discord } from '../discord/plugin.ts';
import { plugin as dockerHub } from '../docker-hub/plugin.ts';
import { plugin as email } from '../email/plugin.ts';
import { plugin as github } from '../github/plugin.ts';
import { plugin as gitlab } from '../gitlab/plugin.ts';
import { plugin as grafana } from '../grafana/plugin.ts';
import { plugin as http } from '../http/plugin.ts';
import { plugin as jenkins } from '../jenkins/plugin.ts';
import { plugin as jira } from '../jira/plugin.ts';
import { plugin as notion } from '../notion/plugin.ts';
import { plugin as oci } from '../oci/plugin.ts';
import { plugin as pagerduty } from '../pagerduty/plugin.ts';
import { plugin as prometheus } from '../prometheus/plugin.ts';
import { plugin as servicenow } from '../servicenow/plugin.ts';
import { plugin as sharepoint } from '../sharepoint/plugin.ts';
import { plugin as slack } from '../slack/plugin.ts';
import { plugin as teams } from '../teams/plugin.ts';
import { plugin as twilio } from '../twilio/plugin.ts';

export const connectors: readonly Plugin[] = [alertmanager, azureDevops, bitbucket, codepipeline, confluence, datadog, discord, dockerHub, email, github, gitlab, grafana, http, jenkins, jira, notion, oci, pagerduty, prometheus, servicenow, sharepoint, slack, teams, twilio];
