#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "event_type"
short_description: "Event type of a Patchbay hub"
version_added: "0.1.0"
description:
  - "What kind of thing can happen, what its data looks like, and whether that is enforced when an event is published."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  name:
    description:
      - "Its name, unique in the tenant."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  description:
    description:
      - "When it happens."
    type: "str"
  group:
    description:
      - "The heading that people find it under."
    type: "str"
  schema:
    description:
      - "JSON Schema (2020-12) of its data."
    type: "dict"
  schemas:
    description:
      - "JSON Schemas of its data by version, for people and receivers. Events are checked against `schema` alone."
    type: "dict"
  schema_version:
    description:
      - "Tells receivers which schema an event was made for."
      - "Left out, the hub takes C(\"1\")."
    type: "str"
  enforcement:
    description:
      - "What happens to an event that does not fit the schema: nothing, a warning, or a refusal."
      - "Left out, the hub takes C(\"off\")."
    type: "str"
    choices:
      - "off"
      - "warn"
      - "reject"
  example:
    description:
      - "Data of an example event, for documents and test sends."
    type: "dict"
  deprecated:
    description:
      - "Whether new receivers should use another one."
      - "Left out, the hub takes C(false)."
    type: "bool"
  archived:
    description:
      - "Whether it can be neither published nor subscribed to any more."
      - "Left out, the hub takes C(false)."
    type: "bool"
  feature_flags:
    description:
      - "Only receivers with one of these flags see it."
      - "The order means nothing."
    type: "list"
    elements: "str"
  retry_delays:
    description:
      - "Seconds between attempts, in place of each endpoint’s own."
    type: "list"
    elements: "int"
  retention:
    description:
      - "Seconds that events of it are kept; the hub’s default, if absent."
    type: "int"
'''

EXAMPLES = r'''
---
- name: Event type as declared
  patchbay.hub.event_type:
    name: "build.finished"

- name: No such event type
  patchbay.hub.event_type:
    name: "build.finished"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The event type as the hub shows it; no secret is in it."
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
    "group": {
        "type": "str",
    },
    "schema": {
        "type": "dict",
    },
    "schemas": {
        "type": "dict",
    },
    "schema_version": {
        "type": "str",
    },
    "enforcement": {
        "type": "str",
        "choices": [
            "off",
            "warn",
            "reject",
        ],
    },
    "example": {
        "type": "dict",
    },
    "deprecated": {
        "type": "bool",
    },
    "archived": {
        "type": "bool",
    },
    "feature_flags": {
        "type": "list",
        "elements": "str",
    },
    "retry_delays": {
        "type": "list",
        "elements": "int",
    },
    "retention": {
        "type": "int",
    },
}

RESOURCE = {
    "name": "event_type",
    "plural": "event_types",
    "prefix": "evtype",
    "title": "event type",
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
            "name": "group",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "schema",
            "shape": {
                "kind": "json",
            },
        },
        {
            "name": "schemas",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "json",
                },
            },
        },
        {
            "name": "schema_version",
            "shape": {
                "kind": "scalar",
            },
            "default": "1",
        },
        {
            "name": "enforcement",
            "shape": {
                "kind": "scalar",
            },
            "default": "off",
        },
        {
            "name": "example",
            "shape": {
                "kind": "json",
            },
        },
        {
            "name": "deprecated",
            "shape": {
                "kind": "scalar",
            },
            "default": False,
        },
        {
            "name": "archived",
            "shape": {
                "kind": "scalar",
            },
            "default": False,
        },
        {
            "name": "feature_flags",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
        },
        {
            "name": "retry_delays",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "scalar",
                },
            },
        },
        {
            "name": "retention",
            "shape": {
                "kind": "scalar",
            },
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
