#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "api_key"
short_description: "API key of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A credential for a program or a person. The key itself is shown once, when it is created, and kept as a hash."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  name:
    description:
      - "What it is for, unique in the tenant."
      - "Needed to create one."
    type: "str"
  scopes:
    description:
      - "What it may do; never more than its creator may."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
      - "The order means nothing."
    type: "list"
    elements: "str"
  expires_at:
    description:
      - "When it stops working; never, if absent."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  project:
    description:
      - "Only for this project. Such a key is taken where one project is all there is to see, at /api/v1, and nowhere else."
      - "Only a new one can have another value; see I(replace)."
      - "The id of the project, or its name."
    type: "str"
  feature_flags:
    description:
      - "Of a key for one project: it sees event types behind these flags."
      - "Only a new one can have another value; see I(replace)."
      - "The order means nothing."
    type: "list"
    elements: "str"
  rate_limit:
    description:
      - "Calls per minute; the hub’s default, if absent."
    type: "int"
  enabled:
    description:
      - "Switched off, it is refused as if it did not exist."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: API key as declared
  patchbay.hub.api_key:
    name: "ci-deploy"
    scopes:
      - "project:read"
      - "project:write"

- name: No such api key
  patchbay.hub.api_key:
    name: "ci-deploy"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The api key as the hub shows it; no secret is in it."
  returned: "when it is there"
  type: "dict"
once:
  description: "What the hub shows only now: key. Use it with I(no_log)."
  returned: "when it was created and I(show_once) is set"
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
    "scopes": {
        "type": "list",
        "elements": "str",
    },
    "expires_at": {
        "type": "str",
    },
    "project": {
        "type": "str",
    },
    "feature_flags": {
        "type": "list",
        "elements": "str",
    },
    "rate_limit": {
        "type": "int",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "api_key",
    "plural": "api_keys",
    "prefix": "key",
    "title": "api key",
    "key": [
        "name",
    ],
    "once": [
        "key",
    ],
    "fields": [
        {
            "name": "name",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "scopes",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "expires_at",
            "shape": {
                "kind": "instant",
            },
            "immutable": True,
        },
        {
            "name": "project",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
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
            "name": "feature_flags",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "immutable": True,
        },
        {
            "name": "rate_limit",
            "shape": {
                "kind": "scalar",
            },
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
