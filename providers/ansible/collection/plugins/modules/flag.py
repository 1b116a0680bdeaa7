#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "flag"
short_description: "Flag of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A feature flag of this tenant: its variants, and who gets which. Asked by OpenFeature; kept here or by another service behind it."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  name:
    description:
      - "What programs ask for, unique in the tenant."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  description:
    description:
      - "What it switches."
    type: "str"
  type:
    description:
      - "What kind of value it has."
      - "Left out, the hub takes C(\"boolean\")."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "boolean"
      - "string"
      - "number"
      - "json"
  variants:
    description:
      - "Name to value, written as text: true, 1.5, or JSON."
      - "Left out, the hub takes C({\"off\":\"false\",\"on\":\"true\"})."
    type: "dict"
  default_variant:
    description:
      - "What one gets whom no rule fits."
      - "Left out, the hub takes C(\"off\")."
    type: "str"
  off_variant:
    description:
      - "What everybody gets while it is switched off."
      - "Left out, the hub takes C(\"off\")."
    type: "str"
  rules:
    description:
      - "Who gets what; the first that fits counts."
      - "Left out, the hub takes an empty list."
    type: "list"
    elements: "dict"
    suboptions:
      name:
        description:
          - "What the rule is called."
        type: "str"
        required: true
      conditions:
        description:
          - "All of these must hold; none: everybody."
          - "Left out, the hub takes an empty list."
        type: "list"
        elements: "dict"
        suboptions:
          attribute:
            description:
              - "What is looked at, of who asks."
            type: "str"
            required: true
          operator:
            description:
              - "How it is compared."
              - "Left out, the hub takes C(\"in\")."
            type: "str"
            choices:
              - "in"
              - "not_in"
              - "starts_with"
              - "ends_with"
              - "gt"
              - "gte"
              - "lt"
              - "lte"
              - "semver_gte"
              - "semver_lt"
          values:
            description:
              - "What it is compared to, written as text."
              - "The order means nothing."
            type: "list"
            elements: "str"
            required: true
      split:
        description:
          - "Who gets what. The same targeting key always gets the same."
        type: "list"
        elements: "dict"
        required: true
        suboptions:
          variant:
            description:
              - "The variant."
            type: "str"
            required: true
          percent:
            description:
              - "How much of the whole."
            type: "float"
            required: true
  provider:
    description:
      - "Who keeps it: the hub, or another service that the hub asks."
      - "Left out, the hub takes C(\"hub\")."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "hub"
      - "ofrep"
      - "flagsmith"
  installation:
    description:
      - "Of another service: the connector that reaches it."
      - "The id of the installation, or its name."
    type: "str"
  labels:
    description:
      - "Words to find it by."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  enabled:
    description:
      - "Whether the rules count."
      - "Left out, the hub takes C(false)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Flag as declared
  patchbay.hub.flag:
    name: "new-checkout"

- name: No such flag
  patchbay.hub.flag:
    name: "new-checkout"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The flag as the hub shows it; no secret is in it."
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
    "type": {
        "type": "str",
        "choices": [
            "boolean",
            "string",
            "number",
            "json",
        ],
    },
    "variants": {
        "type": "dict",
    },
    "default_variant": {
        "type": "str",
    },
    "off_variant": {
        "type": "str",
    },
    "rules": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {
                "type": "str",
                "required": True,
            },
            "conditions": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "attribute": {
                        "type": "str",
                        "required": True,
                    },
                    "operator": {
                        "type": "str",
                        "choices": [
                            "in",
                            "not_in",
                            "starts_with",
                            "ends_with",
                            "gt",
                            "gte",
                            "lt",
                            "lte",
                            "semver_gte",
                            "semver_lt",
                        ],
                    },
                    "values": {
                        "type": "list",
                        "elements": "str",
                        "required": True,
                    },
                },
            },
            "split": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "variant": {
                        "type": "str",
                        "required": True,
                    },
                    "percent": {
                        "type": "float",
                        "required": True,
                    },
                },
            },
        },
    },
    "provider": {
        "type": "str",
        "choices": [
            "hub",
            "ofrep",
            "flagsmith",
        ],
    },
    "installation": {
        "type": "str",
    },
    "labels": {
        "type": "list",
        "elements": "str",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "flag",
    "plural": "flags",
    "prefix": "flag",
    "title": "flag",
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
            "immutable": True,
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
            "default": "boolean",
            "immutable": True,
        },
        {
            "name": "variants",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {
                "off": "false",
                "on": "true",
            },
        },
        {
            "name": "default_variant",
            "shape": {
                "kind": "scalar",
            },
            "default": "off",
        },
        {
            "name": "off_variant",
            "shape": {
                "kind": "scalar",
            },
            "default": "off",
        },
        {
            "name": "rules",
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
                            "name": "conditions",
                            "shape": {
                                "kind": "list",
                                "items": {
                                    "kind": "object",
                                    "fields": [
                                        {
                                            "name": "attribute",
                                            "shape": {
                                                "kind": "scalar",
                                            },
                                            "required": True,
                                        },
                                        {
                                            "name": "operator",
                                            "shape": {
                                                "kind": "scalar",
                                            },
                                            "default": "in",
                                        },
                                        {
                                            "name": "values",
                                            "shape": {
                                                "kind": "set",
                                                "items": {
                                                    "kind": "scalar",
                                                },
                                            },
                                            "required": True,
                                        },
                                    ],
                                },
                            },
                            "default": [],
                        },
                        {
                            "name": "split",
                            "shape": {
                                "kind": "list",
                                "items": {
                                    "kind": "object",
                                    "fields": [
                                        {
                                            "name": "variant",
                                            "shape": {
                                                "kind": "scalar",
                                            },
                                            "required": True,
                                        },
                                        {
                                            "name": "percent",
                                            "shape": {
                                                "kind": "scalar",
                                            },
                                            "required": True,
                                        },
                                    ],
                                },
                            },
                            "required": True,
                        },
                    ],
                },
            },
            "default": [],
        },
        {
            "name": "provider",
            "shape": {
                "kind": "scalar",
            },
            "default": "hub",
            "immutable": True,
        },
        {
            "name": "installation",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "installations",
                "prefix": "inst",
                "title": "installation",
                "key": [
                    {
                        "name": "plugin",
                        "pattern": "^[a-z0-9][a-z0-9-]*\\/[a-z0-9][a-z0-9-]*$",
                    },
                    {
                        "name": "name",
                        "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$",
                    },
                ],
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
        {
            "name": "enabled",
            "shape": {
                "kind": "scalar",
            },
            "default": False,
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
