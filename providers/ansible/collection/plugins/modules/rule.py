#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "rule"
short_description: "Rule of a Patchbay hub"
version_added: "0.1.0"
description:
  - "When an event matches: call an action, run a runbook, or notify somebody by a template."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  name:
    description:
      - "What it is called, unique in the tenant."
      - "Needed to create one."
    type: "str"
  description:
    description:
      - "What it is for."
    type: "str"
  project:
    description:
      - "Only events of this project; all of the tenant, if absent."
      - "The id of the project, or its name."
    type: "str"
  event_types:
    description:
      - "Event types it listens to: a name, a beginning with .*, or *."
      - "Needed to create one."
      - "The order means nothing."
    type: "list"
    elements: "str"
  filter:
    description:
      - "Only events that match; written as the filter of an endpoint."
    type: "dict"
  condition:
    description:
      - "Act only after so many in a time; on each, if absent."
    type: "dict"
    suboptions:
      at_least:
        description:
          - "How many matching events."
        type: "int"
        required: true
      within:
        description:
          - "In how many seconds."
        type: "int"
        required: true
  group_by:
    description:
      - "Count and throttle separately for each value here."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  throttle:
    description:
      - "How often it acts, at most."
    type: "dict"
    suboptions:
      at_most:
        description:
          - "How often it may act."
        type: "int"
        required: true
      within:
        description:
          - "In how many seconds."
        type: "int"
        required: true
  severity:
    description:
      - "Only events that are grave enough."
    type: "dict"
    suboptions:
      at_least:
        description:
          - "The least grave that it acts on."
        type: "str"
        choices:
          - "info"
          - "low"
          - "medium"
          - "high"
          - "critical"
        required: true
      path:
        description:
          - "Where the event says how grave it is, in the words of any system. One that says nothing is an information."
          - "Left out, the hub takes C(\"data.severity\")."
        type: "str"
  kind:
    description:
      - "What it does."
      - "Needed to create one."
    type: "str"
    choices:
      - "action"
      - "runbook"
      - "notify"
  action:
    description:
      - "Of action: the call. In its input, {{event.…}} and {{rule.…}} stand for values."
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
  runbook:
    description:
      - "Of runbook: which one."
      - "The id of the runbook, or its name."
    type: "str"
  parameters:
    description:
      - "Of runbook: its parameters."
      - "Left out, the hub takes none."
    type: "dict"
  template:
    description:
      - "Of notify: the message."
      - "The id of the template, or its name."
    type: "str"
  notify:
    description:
      - "Of notify: who gets it."
    type: "list"
    elements: "dict"
    suboptions:
      channel:
        description:
          - "Kind of channel."
        type: "str"
        choices:
          - "slack"
          - "teams"
          - "discord"
          - "email"
          - "sms"
        required: true
      installation:
        description:
          - "Name of the installation of its connector."
          - "Left out, the hub takes C(\"default\")."
        type: "str"
      recipients:
        description:
          - "Slack: ids of channels or people. Discord: ids of channels. Teams: team/channel. E-mail: addresses. SMS: numbers such as +14155550199. Discord and Teams take none: then it goes where the webhook of the installation leads."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
  grouping:
    description:
      - "Of notify: one message about several events of a group. On each, if absent."
    type: "dict"
    suboptions:
      wait:
        description:
          - "Seconds that the first event of a group waits for others."
          - "Left out, the hub takes C(30)."
        type: "int"
      interval:
        description:
          - "Seconds between two messages about a group."
          - "Left out, the hub takes C(300)."
        type: "int"
      quiet:
        description:
          - "Seconds without an event after which a group is over, and the next event begins another."
          - "Left out, the hub takes C(3600)."
        type: "int"
      follow_up:
        description:
          - "What comes after the first message. summary: a message about what came since the last one. update: the first message is changed, where the channel can (Slack, Discord), to tell of the whole group."
          - "Left out, the hub takes C(\"summary\")."
        type: "str"
        choices:
          - "summary"
          - "update"
  scopes:
    description:
      - "What it may do; never more than who declares it may. Empty: all that they may."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  enabled:
    description:
      - "Switched off, it does nothing."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Rule as declared
  patchbay.hub.rule:
    name: "tell-deploys"
    event_types:
      - "deployment.failed"
    kind: "action"

- name: No such rule
  patchbay.hub.rule:
    name: "tell-deploys"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The rule as the hub shows it; no secret is in it."
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
    "name": {
        "type": "str",
    },
    "description": {
        "type": "str",
    },
    "project": {
        "type": "str",
    },
    "event_types": {
        "type": "list",
        "elements": "str",
    },
    "filter": {
        "type": "dict",
    },
    "condition": {
        "type": "dict",
        "options": {
            "at_least": {
                "type": "int",
                "required": True,
            },
            "within": {
                "type": "int",
                "required": True,
            },
        },
    },
    "group_by": {
        "type": "list",
        "elements": "str",
    },
    "throttle": {
        "type": "dict",
        "options": {
            "at_most": {
                "type": "int",
                "required": True,
            },
            "within": {
                "type": "int",
                "required": True,
            },
        },
    },
    "severity": {
        "type": "dict",
        "options": {
            "at_least": {
                "type": "str",
                "choices": [
                    "info",
                    "low",
                    "medium",
                    "high",
                    "critical",
                ],
                "required": True,
            },
            "path": {
                "type": "str",
            },
        },
    },
    "kind": {
        "type": "str",
        "choices": [
            "action",
            "runbook",
            "notify",
        ],
    },
    "action": {
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
    "runbook": {
        "type": "str",
    },
    "parameters": {
        "type": "dict",
    },
    "template": {
        "type": "str",
    },
    "notify": {
        "type": "list",
        "elements": "dict",
        "options": {
            "channel": {
                "type": "str",
                "choices": [
                    "slack",
                    "teams",
                    "discord",
                    "email",
                    "sms",
                ],
                "required": True,
            },
            "installation": {
                "type": "str",
            },
            "recipients": {
                "type": "list",
                "elements": "str",
            },
        },
    },
    "grouping": {
        "type": "dict",
        "options": {
            "wait": {
                "type": "int",
            },
            "interval": {
                "type": "int",
            },
            "quiet": {
                "type": "int",
            },
            "follow_up": {
                "type": "str",
                "choices": [
                    "summary",
                    "update",
                ],
            },
        },
    },
    "scopes": {
        "type": "list",
        "elements": "str",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "rule",
    "plural": "rules",
    "prefix": "rule",
    "title": "rule",
    "key": [
        "name",
    ],
    "once": [],
    "fields": [
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
            "name": "project",
            "shape": {
                "kind": "scalar",
            },
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
            "name": "event_types",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "required": True,
        },
        {
            "name": "filter",
            "shape": {
                "kind": "json",
            },
        },
        {
            "name": "condition",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "at_least",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "within",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                ],
            },
        },
        {
            "name": "group_by",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [],
        },
        {
            "name": "throttle",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "at_most",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "within",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                ],
            },
        },
        {
            "name": "severity",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "at_least",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "path",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "data.severity",
                    },
                ],
            },
        },
        {
            "name": "kind",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "action",
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
            "name": "runbook",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "runbooks",
                "prefix": "rbk",
                "title": "runbook",
                "key": [
                    {
                        "name": "slug",
                        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
                    },
                ],
            },
        },
        {
            "name": "parameters",
            "shape": {
                "kind": "json",
            },
            "default": {},
        },
        {
            "name": "template",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "templates",
                "prefix": "tpl",
                "title": "template",
                "key": [
                    {
                        "name": "name",
                        "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$",
                    },
                ],
            },
        },
        {
            "name": "notify",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
                    "fields": [
                        {
                            "name": "channel",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "installation",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": "default",
                        },
                        {
                            "name": "recipients",
                            "shape": {
                                "kind": "set",
                                "items": {
                                    "kind": "scalar",
                                },
                            },
                            "default": [],
                        },
                    ],
                },
            },
        },
        {
            "name": "grouping",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "wait",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 30,
                    },
                    {
                        "name": "interval",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 300,
                    },
                    {
                        "name": "quiet",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 3600,
                    },
                    {
                        "name": "follow_up",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "summary",
                    },
                ],
            },
        },
        {
            "name": "scopes",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [],
        },
        {
            "name": "enabled",
            "shape": {
                "kind": "scalar",
            },
            "default": True,
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
