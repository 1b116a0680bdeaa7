#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "environment"
short_description: "Environment of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A place that a project is deployed to, how it is brought up and torn down, and what protects it. One of tier preview is brought up once per pull request."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  project:
    description:
      - "The project that is deployed here."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
      - "The id of the project, or its name."
    type: "str"
  slug:
    description:
      - "Short name for URLs and commands, unique in the project."
      - "Needed to create one."
    type: "str"
  name:
    description:
      - "Name for people."
      - "Needed to create one."
    type: "str"
  description:
    description:
      - "What it is for."
    type: "str"
  tier:
    description:
      - "How close it is to the customers. Production raises the safety of what is done to it."
      - "Needed to create one."
    type: "str"
    choices:
      - "development"
      - "preview"
      - "staging"
      - "production"
  bring_up:
    description:
      - "The action that brings a version up. Either this or `bring_up_pipeline`; neither where a CI does it. In its input, {{environment.…}}, {{project.…}}, {{deployment.…}}, {{preview.…}}, {{variables.…}}, {{secrets.…}}, {{version}}, {{release}}, {{commit}}, {{ref}} and {{url}} stand for values; of a preview, {{environment.slug}} is its own."
    type: "dict"
    suboptions:
      action:
        description:
          - "Id of the action."
        type: "str"
        required: true
      input:
        description:
          - "Its input. In strings, {{path}} stands for a value of what set it off."
          - "Left out, the hub takes none."
        type: "dict"
  bring_up_pipeline:
    description:
      - "The pipeline that brings a version up."
      - "The id of the pipeline, or its name."
    type: "str"
  tear_down:
    description:
      - "The action that takes it away. Either this or `tear_down_pipeline`."
    type: "dict"
    suboptions:
      action:
        description:
          - "Id of the action."
        type: "str"
        required: true
      input:
        description:
          - "Its input. In strings, {{path}} stands for a value of what set it off."
          - "Left out, the hub takes none."
        type: "dict"
  tear_down_pipeline:
    description:
      - "The pipeline that takes it away."
      - "The id of the pipeline, or its name."
    type: "str"
  time_to_live:
    description:
      - "Seconds after its last deployment until it is torn down; never, if absent, but of tier preview three days."
    type: "int"
  max_instances:
    description:
      - "Of tier preview: how many there may be at once."
      - "Left out, the hub takes C(20)."
    type: "int"
  when_busy:
    description:
      - "What a deployment does while another one runs: wait for it, cancel it, or give up."
      - "Left out, the hub takes C(\"wait\")."
    type: "str"
    choices:
      - "wait"
      - "replace"
      - "refuse"
  protection:
    description:
      - "What must be true before something is deployed here."
      - "Left out, the hub takes C({\"approvals\":0,\"approvers\":[],\"requester_may_approve\":false,\"refs\":[],\"wait\":0,\"gates\":[],\"freeze_windows\":[]})."
    type: "dict"
    suboptions:
      approvals:
        description:
          - "How many people must approve a deployment."
          - "Left out, the hub takes C(0)."
        type: "int"
      approvers:
        description:
          - "Who may approve: ids of principals, or groups as `group:<name>`. Empty: everybody with the scope deployment:approve."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
      requester_may_approve:
        description:
          - "Whether the one who asked for the deployment counts as an approver."
          - "Left out, the hub takes C(false)."
        type: "bool"
      refs:
        description:
          - "Git refs that may be deployed, with * for any part. Empty: all."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
      wait:
        description:
          - "Seconds to hold a deployment before it starts."
          - "Left out, the hub takes C(0)."
        type: "int"
      gates:
        description:
          - "What must be true besides."
          - "Left out, the hub takes an empty list."
        type: "list"
        elements: "dict"
        suboptions:
          kind:
            description:
              - "What it looks at: open alerts, known vulnerabilities, a run of a pipeline, or the same version in another environment."
            type: "str"
            choices:
              - "alerts"
              - "vulnerabilities"
              - "pipeline"
              - "environment"
            required: true
          severity:
            description:
              - "Of alerts and vulnerabilities: count from this severity up."
              - "Left out, the hub takes C(\"high\")."
            type: "str"
            choices:
              - "info"
              - "low"
              - "medium"
              - "high"
              - "critical"
          at_most:
            description:
              - "Of alerts and vulnerabilities: how many there may be."
              - "Left out, the hub takes C(0)."
            type: "int"
          pipeline:
            description:
              - "Of pipeline: its name; a run for the same commit must have succeeded."
            type: "str"
          environment:
            description:
              - "Of environment: its slug; the same version must run there."
            type: "str"
          labels:
            description:
              - "Of alerts: only those with all of these labels. Without any, all but those that name another project or environment."
              - "Left out, the hub takes none."
            type: "dict"
          scanner:
            description:
              - "Of vulnerabilities: the scanner whose result is needed; any, if absent."
            type: "str"
          timeout:
            description:
              - "Seconds that a deployment waits for it, from its creation; then it is cancelled. It waits for ever, if absent."
            type: "int"
          for:
            description:
              - "Of environment: and must have run there for this many seconds."
              - "Left out, the hub takes C(0)."
            type: "int"
      freeze_windows:
        description:
          - "When nothing is deployed."
          - "Left out, the hub takes an empty list."
        type: "list"
        elements: "dict"
        suboptions:
          reason:
            description:
              - "Why; shown to who is held up."
            type: "str"
            required: true
          kind:
            description:
              - "One span of time, or one that comes again."
            type: "str"
            choices:
              - "once"
              - "recurring"
            required: true
          starts_at:
            description:
              - "Of once: from."
            type: "str"
          ends_at:
            description:
              - "Of once: to."
            type: "str"
          cron:
            description:
              - "Of recurring: when it starts."
            type: "str"
          duration:
            description:
              - "Of recurring: how many seconds it lasts."
            type: "int"
          time_zone:
            description:
              - "Of recurring: the time zone of `cron`."
              - "Left out, the hub takes C(\"UTC\")."
            type: "str"
  variables:
    description:
      - "Values for what is deployed."
      - "Left out, the hub takes none."
    type: "dict"
  secret_variables:
    description:
      - "Values for what is deployed that are kept as secrets: variable to name of the secret."
      - "Left out, the hub takes none."
    type: "dict"
  url_template:
    description:
      - "Where it is reached."
    type: "str"
  labels:
    description:
      - "Words to find it by."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
'''

EXAMPLES = r'''
---
- name: Environment as declared
  patchbay.hub.environment:
    project: "prj_01jd8xk3v2q4r6t8w0y2a4c6e8"
    slug: "production"
    name: "Production"
    tier: "production"

- name: No such environment
  patchbay.hub.environment:
    project: "prj_01jd8xk3v2q4r6t8w0y2a4c6e8"
    slug: "production"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The environment as the hub shows it; no secret is in it."
  returned: "when it is there"
  type: "dict"
because:
  description: "The options that only a new one can have."
  returned: "when it was replaced"
  type: "list"
  elements: "str"
'''

from ansible_collections.patchbay.hub.plugins.module_utils.declare import declare

OPTIONS = {
    "project": {
        "type": "str",
    },
    "slug": {
        "type": "str",
    },
    "name": {
        "type": "str",
    },
    "description": {
        "type": "str",
    },
    "tier": {
        "type": "str",
        "choices": [
            "development",
            "preview",
            "staging",
            "production",
        ],
    },
    "bring_up": {
        "type": "dict",
        "options": {
            "action": {
                "type": "str",
                "required": True,
            },
            "input": {
                "type": "dict",
            },
        },
    },
    "bring_up_pipeline": {
        "type": "str",
    },
    "tear_down": {
        "type": "dict",
        "options": {
            "action": {
                "type": "str",
                "required": True,
            },
            "input": {
                "type": "dict",
            },
        },
    },
    "tear_down_pipeline": {
        "type": "str",
    },
    "time_to_live": {
        "type": "int",
    },
    "max_instances": {
        "type": "int",
    },
    "when_busy": {
        "type": "str",
        "choices": [
            "wait",
            "replace",
            "refuse",
        ],
    },
    "protection": {
        "type": "dict",
        "options": {
            "approvals": {
                "type": "int",
            },
            "approvers": {
                "type": "list",
                "elements": "str",
            },
            "requester_may_approve": {
                "type": "bool",
            },
            "refs": {
                "type": "list",
                "elements": "str",
            },
            "wait": {
                "type": "int",
            },
            "gates": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "kind": {
                        "type": "str",
                        "choices": [
                            "alerts",
                            "vulnerabilities",
                            "pipeline",
                            "environment",
                        ],
                        "required": True,
                    },
                    "severity": {
                        "type": "str",
                        "choices": [
                            "info",
                            "low",
                            "medium",
                            "high",
                            "critical",
                        ],
                    },
                    "at_most": {
                        "type": "int",
                    },
                    "pipeline": {
                        "type": "str",
                    },
                    "environment": {
                        "type": "str",
                    },
                    "labels": {
                        "type": "dict",
                    },
                    "scanner": {
                        "type": "str",
                    },
                    "timeout": {
                        "type": "int",
                    },
                    "for": {
                        "type": "int",
                    },
                },
            },
            "freeze_windows": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "reason": {
                        "type": "str",
                        "required": True,
                    },
                    "kind": {
                        "type": "str",
                        "choices": [
                            "once",
                            "recurring",
                        ],
                        "required": True,
                    },
                    "starts_at": {
                        "type": "str",
                    },
                    "ends_at": {
                        "type": "str",
                    },
                    "cron": {
                        "type": "str",
                    },
                    "duration": {
                        "type": "int",
                    },
                    "time_zone": {
                        "type": "str",
                    },
                },
            },
        },
    },
    "variables": {
        "type": "dict",
    },
    "secret_variables": {
        "type": "dict",
        "no_log": False,
    },
    "url_template": {
        "type": "str",
    },
    "labels": {
        "type": "list",
        "elements": "str",
    },
}

RESOURCE = {
    "name": "environment",
    "plural": "environments",
    "prefix": "env",
    "title": "environment",
    "key": [
        "project",
        "slug",
    ],
    "once": [],
    "fields": [
        {
            "name": "project",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
            "references": {
                "plural": "projects",
                "prefix": "prj",
                "title": "project",
                "key": [
                    {
                        "name": "slug",
                        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
                    },
                ],
            },
        },
        {
            "name": "slug",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "name",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "description",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "tier",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "bring_up",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "action",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "input",
                        "shape": {
                            "kind": "json",
                        },
                        "default": {},
                    },
                ],
            },
        },
        {
            "name": "bring_up_pipeline",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "pipelines",
                "prefix": "pipe",
                "title": "pipeline",
                "key": [
                    {
                        "name": "project",
                        "references": {
                            "plural": "projects",
                            "prefix": "prj",
                            "title": "project",
                            "key": [
                                {
                                    "name": "slug",
                                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
                                },
                            ],
                        },
                    },
                    {
                        "name": "name",
                        "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$",
                    },
                ],
            },
        },
        {
            "name": "tear_down",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "action",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "input",
                        "shape": {
                            "kind": "json",
                        },
                        "default": {},
                    },
                ],
            },
        },
        {
            "name": "tear_down_pipeline",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "pipelines",
                "prefix": "pipe",
                "title": "pipeline",
                "key": [
                    {
                        "name": "project",
                        "references": {
                            "plural": "projects",
                            "prefix": "prj",
                            "title": "project",
                            "key": [
                                {
                                    "name": "slug",
                                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
                                },
                            ],
                        },
                    },
                    {
                        "name": "name",
                        "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$",
                    },
                ],
            },
        },
        {
            "name": "time_to_live",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "max_instances",
            "shape": {
                "kind": "scalar",
            },
            "default": 20,
        },
        {
            "name": "when_busy",
            "shape": {
                "kind": "scalar",
            },
            "default": "wait",
        },
        {
            "name": "protection",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "approvals",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 0,
                    },
                    {
                        "name": "approvers",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [],
                    },
                    {
                        "name": "requester_may_approve",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": False,
                    },
                    {
                        "name": "refs",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [],
                    },
                    {
                        "name": "wait",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 0,
                    },
                    {
                        "name": "gates",
                        "shape": {
                            "kind": "list",
                            "items": {
                                "kind": "object",
                                "fields": [
                                    {
                                        "name": "kind",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "required": True,
                                    },
                                    {
                                        "name": "severity",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "default": "high",
                                    },
                                    {
                                        "name": "at_most",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "default": 0,
                                    },
                                    {
                                        "name": "pipeline",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                    },
                                    {
                                        "name": "environment",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                    },
                                    {
                                        "name": "labels",
                                        "shape": {
                                            "kind": "map",
                                            "values": {
                                                "kind": "scalar",
                                            },
                                        },
                                        "default": {},
                                    },
                                    {
                                        "name": "scanner",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                    },
                                    {
                                        "name": "timeout",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                    },
                                    {
                                        "name": "for",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "default": 0,
                                    },
                                ],
                            },
                        },
                        "default": [],
                    },
                    {
                        "name": "freeze_windows",
                        "shape": {
                            "kind": "list",
                            "items": {
                                "kind": "object",
                                "fields": [
                                    {
                                        "name": "reason",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "required": True,
                                    },
                                    {
                                        "name": "kind",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "required": True,
                                    },
                                    {
                                        "name": "starts_at",
                                        "shape": {
                                            "kind": "instant",
                                        },
                                    },
                                    {
                                        "name": "ends_at",
                                        "shape": {
                                            "kind": "instant",
                                        },
                                    },
                                    {
                                        "name": "cron",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                    },
                                    {
                                        "name": "duration",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                    },
                                    {
                                        "name": "time_zone",
                                        "shape": {
                                            "kind": "scalar",
                                        },
                                        "default": "UTC",
                                    },
                                ],
                            },
                        },
                        "default": [],
                    },
                ],
            },
            "default": {
                "approvals": 0,
                "approvers": [],
                "requester_may_approve": False,
                "refs": [],
                "wait": 0,
                "gates": [],
                "freeze_windows": [],
            },
        },
        {
            "name": "variables",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {},
        },
        {
            "name": "secret_variables",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {},
        },
        {
            "name": "url_template",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "labels",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [],
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
