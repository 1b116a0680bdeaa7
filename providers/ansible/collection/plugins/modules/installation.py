#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "installation"
short_description: "Installation of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A plugin in this tenant: which versions, its configuration and secrets, and what it was allowed to do."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  plugin:
    description:
      - "The plugin."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  name:
    description:
      - "Tells two installations of one plugin apart."
      - "Left out, the hub takes C(\"default\")."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  version:
    description:
      - "Versions that may run, as an npm range."
      - "Left out, the hub takes C(\"*\")."
    type: "str"
  config:
    description:
      - "Its configuration; fits the plugin’s schema."
      - "Left out, the hub takes none."
    type: "dict"
  secrets:
    description:
      - "Its secrets by name. The plugin never sees them: the hub puts them into its requests."
      - "Never read back; see I(update_secrets)."
    type: "dict"
  permissions:
    description:
      - "What it may do. It can only be enabled while this covers what its version asks for."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  update_policy:
    description:
      - "Which new versions the hub moves to by itself, as long as they ask for no more permissions."
      - "Left out, the hub takes C(\"manual\")."
    type: "str"
    choices:
      - "manual"
      - "patch"
      - "minor"
      - "latest"
  update_delay:
    description:
      - "Seconds that a version must have been out before that; security fixes go at once."
      - "Left out, the hub takes C(259200)."
    type: "int"
  record:
    description:
      - "Which runs are kept for a day, with all that they asked and heard, so that `patchbay plugin replay` can run them again."
      - "Left out, the hub takes C(\"none\")."
    type: "str"
    choices:
      - "none"
      - "failures"
      - "all"
  enabled:
    description:
      - "Switched off, nothing of it runs."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Installation as declared
  patchbay.hub.installation:
    plugin: "patchbay/slack"
    name: "default"

- name: No such installation
  patchbay.hub.installation:
    plugin: "patchbay/slack"
    name: "default"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The installation as the hub shows it; no secret is in it."
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
    "plugin": {
        "type": "str",
    },
    "name": {
        "type": "str",
    },
    "version": {
        "type": "str",
    },
    "config": {
        "type": "dict",
    },
    "secrets": {
        "type": "dict",
        "no_log": True,
    },
    "permissions": {
        "type": "list",
        "elements": "str",
    },
    "update_policy": {
        "type": "str",
        "choices": [
            "manual",
            "patch",
            "minor",
            "latest",
        ],
    },
    "update_delay": {
        "type": "int",
    },
    "record": {
        "type": "str",
        "choices": [
            "none",
            "failures",
            "all",
        ],
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "installation",
    "plural": "installations",
    "prefix": "inst",
    "title": "installation",
    "key": [
        "plugin",
        "name",
    ],
    "once": [],
    "fields": [
        {
            "name": "plugin",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "name",
            "shape": {
                "kind": "scalar",
            },
            "default": "default",
            "immutable": True,
        },
        {
            "name": "version",
            "shape": {
                "kind": "scalar",
            },
            "default": "*",
        },
        {
            "name": "config",
            "shape": {
                "kind": "json",
            },
            "default": {},
        },
        {
            "name": "secrets",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "secret": True,
        },
        {
            "name": "permissions",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [],
        },
        {
            "name": "update_policy",
            "shape": {
                "kind": "scalar",
            },
            "default": "manual",
        },
        {
            "name": "update_delay",
            "shape": {
                "kind": "scalar",
            },
            "default": 259200,
        },
        {
            "name": "record",
            "shape": {
                "kind": "scalar",
            },
            "default": "none",
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
