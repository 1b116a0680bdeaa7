#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "tenant"
short_description: "Tenant of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A walled part of the hub with its own resources, keys, secrets and audit trail. It belongs to the tenant that created it."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  slug:
    description:
      - "Short name, unique among the tenants of its creator."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  name:
    description:
      - "Name for people."
      - "Needed to create one."
    type: "str"
  rate_limit:
    description:
      - "Calls per minute of all its principals together; the hub’s default, if absent."
    type: "int"
  egress:
    description:
      - "Where its webhooks may go. A change counts within a minute."
    type: "dict"
    suboptions:
      allow:
        description:
          - "Networks that its endpoints may lead to, and no others; empty for all that the hub allows."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
      deny:
        description:
          - "Networks that its endpoints may never lead to."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
      https_only:
        description:
          - "Whether plain http is refused."
          - "Left out, the hub takes C(false)."
        type: "bool"
      proxy:
        description:
          - "A forward proxy that its deliveries take, at an address that the hub may reach."
        type: "str"
  egress_proxy_authorization:
    description:
      - "What the proxy is shown as Proxy-Authorization."
      - "Never read back; see I(update_secrets)."
    type: "str"
'''

EXAMPLES = r'''
---
- name: Tenant as declared
  patchbay.hub.tenant:
    slug: "payments"
    name: "Payments"

- name: No such tenant
  patchbay.hub.tenant:
    slug: "payments"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The tenant as the hub shows it; no secret is in it."
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
    "rate_limit": {
        "type": "int",
    },
    "egress": {
        "type": "dict",
        "options": {
            "allow": {
                "type": "list",
                "elements": "str",
            },
            "deny": {
                "type": "list",
                "elements": "str",
            },
            "https_only": {
                "type": "bool",
            },
            "proxy": {
                "type": "str",
            },
        },
    },
    "egress_proxy_authorization": {
        "type": "str",
        "no_log": True,
    },
}

RESOURCE = {
    "name": "tenant",
    "plural": "tenants",
    "prefix": "ten",
    "title": "tenant",
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
            "immutable": True,
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
            "name": "rate_limit",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "egress",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "allow",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [],
                    },
                    {
                        "name": "deny",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [],
                    },
                    {
                        "name": "https_only",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": False,
                    },
                    {
                        "name": "proxy",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
        },
        {
            "name": "egress_proxy_authorization",
            "shape": {
                "kind": "scalar",
            },
            "secret": True,
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
