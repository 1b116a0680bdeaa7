#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "secret"
short_description: "Secret of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A named value that configuration refers to and nobody reads back. Each new value is a new version."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  name:
    description:
      - "What configuration calls it, unique in the tenant."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  description:
    description:
      - "What it is for."
    type: "str"
  store:
    description:
      - "Where the value is kept."
      - "Left out, the hub takes C(\"hub\")."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "hub"
      - "vault"
      - "aws_secrets_manager"
  value:
    description:
      - "The value. It is sealed at once and never shown."
      - "Needed to create one."
      - "Never read back; see I(update_secrets)."
    type: "str"
'''

EXAMPLES = r'''
---
- name: Secret as declared
  patchbay.hub.secret:
    name: "slack/bot-token"
    value: "xoxb-example"

- name: No such secret
  patchbay.hub.secret:
    name: "slack/bot-token"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The secret as the hub shows it; no secret is in it."
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
    "store": {
        "type": "str",
        "choices": [
            "hub",
            "vault",
            "aws_secrets_manager",
        ],
    },
    "value": {
        "type": "str",
        "no_log": True,
    },
}

RESOURCE = {
    "name": "secret",
    "plural": "secrets",
    "prefix": "sec",
    "title": "secret",
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
            "name": "store",
            "shape": {
                "kind": "scalar",
            },
            "default": "hub",
            "immutable": True,
        },
        {
            "name": "value",
            "shape": {
                "kind": "scalar",
            },
            "secret": True,
            "required": True,
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
