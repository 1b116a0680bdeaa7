#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "runbook"
short_description: "Runbook of a Patchbay hub"
version_added: "0.1.0"
description:
  - "What to do when something is wrong: words for who follows them by hand or lets a model read them, and a plan with parameters, whose steps call actions, in order, with what undoes them. It is kept and read; running its steps comes with a later release."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  slug:
    description:
      - "Short name for commands, unique in the tenant."
      - "Needed to create one."
    type: "str"
  name:
    description:
      - "Name for people."
      - "Needed to create one."
    type: "str"
  description:
    description:
      - "When it helps."
    type: "str"
  guide:
    description:
      - "What to look at and what to do, in Markdown."
    type: "str"
  parameters:
    description:
      - "What it asks for."
      - "Left out, the hub takes an empty list."
    type: "list"
    elements: "dict"
    suboptions:
      name:
        description:
          - "Its name; steps use it as {{parameters.name}}."
        type: "str"
        required: true
      description:
        description:
          - "What it means."
        type: "str"
      type:
        description:
          - "What kind of value."
          - "Left out, the hub takes C(\"string\")."
        type: "str"
        choices:
          - "string"
          - "number"
          - "boolean"
      required:
        description:
          - "Whether it must be given."
          - "Left out, the hub takes C(true)."
        type: "bool"
      default:
        description:
          - "Its value when it is not given, written as text."
        type: "str"
      options:
        description:
          - "Values it may have. Empty: any."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
  steps:
    description:
      - "What it does."
      - "Needed to create one."
    type: "list"
    elements: "dict"
    suboptions:
      id:
        description:
          - "Its name; later steps use its output as {{steps.id.output}}."
        type: "str"
        required: true
      action:
        description:
          - "The action it calls."
        type: "str"
        required: true
      input:
        description:
          - "The input of the action."
          - "Left out, the hub takes none."
        type: "dict"
      depends_on:
        description:
          - "Steps that must be done before."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
      when:
        description:
          - "Skip it unless this is true: a path to a value."
        type: "str"
      requires_approval:
        description:
          - "Ask somebody first, even if the action is not destructive."
          - "Left out, the hub takes C(false)."
        type: "bool"
      rollback_action:
        description:
          - "The action that undoes it when a later step fails."
        type: "str"
      rollback_input:
        description:
          - "The input of that action."
          - "Left out, the hub takes none."
        type: "dict"
      timeout:
        description:
          - "Seconds until it counts as failed."
          - "Left out, the hub takes C(600)."
        type: "int"
      attempts:
        description:
          - "How often it is tried, at most."
          - "Left out, the hub takes C(1)."
        type: "int"
  on_failure:
    description:
      - "What a failed step leads to: undo the steps that are done, last first, or leave all as it is."
      - "Left out, the hub takes C(\"rollback\")."
    type: "str"
    choices:
      - "rollback"
      - "stop"
  enabled:
    description:
      - "Switched off, it can’t be run."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Runbook as declared
  patchbay.hub.runbook:
    slug: "restart-service"
    name: "Restart a service"
    steps:
      -
        id: "restart"
        action: "kubernetes_restart"
        input:
          deployment: "{{parameters.service}}"

- name: No such runbook
  patchbay.hub.runbook:
    slug: "restart-service"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The runbook as the hub shows it; no secret is in it."
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
    "slug": {
        "type": "str",
    },
    "name": {
        "type": "str",
    },
    "description": {
        "type": "str",
    },
    "guide": {
        "type": "str",
    },
    "parameters": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {
                "type": "str",
                "required": True,
            },
            "description": {
                "type": "str",
            },
            "type": {
                "type": "str",
                "choices": [
                    "string",
                    "number",
                    "boolean",
                ],
            },
            "required": {
                "type": "bool",
            },
            "default": {
                "type": "str",
            },
            "options": {
                "type": "list",
                "elements": "str",
            },
        },
    },
    "steps": {
        "type": "list",
        "elements": "dict",
        "options": {
            "id": {
                "type": "str",
                "required": True,
            },
            "action": {
                "type": "str",
                "required": True,
            },
            "input": {
                "type": "dict",
            },
            "depends_on": {
                "type": "list",
                "elements": "str",
            },
            "when": {
                "type": "str",
            },
            "requires_approval": {
                "type": "bool",
            },
            "rollback_action": {
                "type": "str",
            },
            "rollback_input": {
                "type": "dict",
            },
            "timeout": {
                "type": "int",
            },
            "attempts": {
                "type": "int",
            },
        },
    },
    "on_failure": {
        "type": "str",
        "choices": [
            "rollback",
            "stop",
        ],
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "runbook",
    "plural": "runbooks",
    "prefix": "rbk",
    "title": "runbook",
    "key": [
        "slug",
    ],
    "once": [],
    "fields": [
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
            "name": "guide",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "parameters",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
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
                            "name": "type",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": "string",
                        },
                        {
                            "name": "required",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": True,
                        },
                        {
                            "name": "default",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "options",
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
            "default": [],
        },
        {
            "name": "steps",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
                    "fields": [
                        {
                            "name": "id",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
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
                        {
                            "name": "depends_on",
                            "shape": {
                                "kind": "set",
                                "items": {
                                    "kind": "scalar",
                                },
                            },
                            "default": [],
                        },
                        {
                            "name": "when",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "requires_approval",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": False,
                        },
                        {
                            "name": "rollback_action",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "rollback_input",
                            "shape": {
                                "kind": "json",
                            },
                            "default": {},
                        },
                        {
                            "name": "timeout",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": 600,
                        },
                        {
                            "name": "attempts",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": 1,
                        },
                    ],
                },
            },
            "required": True,
        },
        {
            "name": "on_failure",
            "shape": {
                "kind": "scalar",
            },
            "default": "rollback",
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
