#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "role_binding"
short_description: "Role binding of a Patchbay hub"
version_added: "0.1.0"
description:
  - "Gives a principal or a group a role in this tenant. A principal of another tenant becomes a member by it."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  subject_kind:
    description:
      - "Whether the subject is one principal or a group of the identity provider."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "principal"
      - "group"
  subject:
    description:
      - "Id of the principal, or name of the group."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  role:
    description:
      - "What it may do."
      - "Needed to create one."
    type: "str"
    choices:
      - "viewer"
      - "operator"
      - "approver"
      - "admin"
      - "custom"
  scopes:
    description:
      - "Of a custom role: its scopes."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
'''

EXAMPLES = r'''
---
- name: Role binding as declared
  patchbay.hub.role_binding:
    subject_kind: "principal"
    subject: "key_01jd8xk3v2q4r6t8w0y2a4c6e8"
    role: "operator"

- name: No such role binding
  patchbay.hub.role_binding:
    subject_kind: "principal"
    subject: "key_01jd8xk3v2q4r6t8w0y2a4c6e8"
    role: "operator"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The role binding as the hub shows it; no secret is in it."
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
    "subject_kind": {
        "type": "str",
        "choices": [
            "principal",
            "group",
        ],
    },
    "subject": {
        "type": "str",
    },
    "role": {
        "type": "str",
        "choices": [
            "viewer",
            "operator",
            "approver",
            "admin",
            "custom",
        ],
    },
    "scopes": {
        "type": "list",
        "elements": "str",
    },
}

RESOURCE = {
    "name": "role_binding",
    "plural": "role_bindings",
    "prefix": "rb",
    "title": "role binding",
    "key": [
        "subject_kind",
        "subject",
        "role",
    ],
    "once": [],
    "fields": [
        {
            "name": "subject_kind",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "subject",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "role",
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
            "default": [],
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
