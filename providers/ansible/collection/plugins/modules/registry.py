#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "registry"
short_description: "Registry of a Patchbay hub"
version_added: "0.1.0"
description:
  - "Another hub whose plugins can be installed here. Its signed list is followed, its packages are verified as if they were published here, and what is taken back there stops here."
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
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  description:
    description:
      - "Whose it is."
    type: "str"
  url:
    description:
      - "Where that hub is. Without one nothing is fetched: bundles are brought by hand."
    type: "str"
  token:
    description:
      - "A key of that hub with the scope plugin_release:read."
      - "Never read back; see I(update_secrets)."
    type: "str"
  public_key:
    description:
      - "The key that signs its list; `plugin_index` of that hub shows it. Compare it by another way."
      - "Needed to create one."
    type: "str"
  namespaces:
    description:
      - "Publishers whose plugins are taken over; of all, if none is named."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  enabled:
    description:
      - "Switched off, nothing is fetched from there. What is here stays."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Registry as declared
  patchbay.hub.registry:
    name: "headquarters"
    public_key: "qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs="

- name: No such registry
  patchbay.hub.registry:
    name: "headquarters"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The registry as the hub shows it; no secret is in it."
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
    "url": {
        "type": "str",
    },
    "token": {
        "type": "str",
        "no_log": True,
    },
    "public_key": {
        "type": "str",
        "no_log": False,
    },
    "namespaces": {
        "type": "list",
        "elements": "str",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "registry",
    "plural": "registries",
    "prefix": "reg",
    "title": "registry",
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
            "name": "url",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "token",
            "shape": {
                "kind": "scalar",
            },
            "secret": True,
        },
        {
            "name": "public_key",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "namespaces",
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
