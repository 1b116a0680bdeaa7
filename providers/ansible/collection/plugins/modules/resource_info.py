#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "resource_info"
short_description: "What is declared on a Patchbay hub"
version_added: "0.1.0"
description:
  - "Reads resources, all pages of them. Changes nothing."
extends_documentation_fragment:
  - "patchbay.hub.connection"
author:
  - "Patchbay (@patchbay)"
options:
  resource:
    description:
      - "What to read."
    type: "str"
    required: true
    choices:
      - "api_key"
      - "endpoint"
      - "environment"
      - "event_type"
      - "flag"
      - "installation"
      - "mcp_server"
      - "pipeline"
      - "project"
      - "registry"
      - "role_binding"
      - "rule"
      - "runbook"
      - "secret"
      - "sink"
      - "source"
      - "template"
      - "tenant"
      - "trust_policy"
  id:
    description:
      - "Only this one."
    type: "str"
  where:
    description:
      - "Only those with these values in indexed fields."
    type: "dict"
    default: {}
'''

EXAMPLES = r'''
---
- name: Every endpoint
  patchbay.hub.resource_info:
    resource: endpoint
  register: endpoints
'''

RETURN = r'''
---
resources:
  description: "As the hub shows them; no secret is in them."
  returned: "always"
  type: "list"
  elements: "dict"
'''

from ansible_collections.patchbay.hub.plugins.module_utils.declare import read

OPTIONS = {
    "resource": {
        "type": "str",
        "required": True,
        "choices": [
            "api_key",
            "endpoint",
            "environment",
            "event_type",
            "flag",
            "installation",
            "mcp_server",
            "pipeline",
            "project",
            "registry",
            "role_binding",
            "rule",
            "runbook",
            "secret",
            "sink",
            "source",
            "template",
            "tenant",
            "trust_policy",
        ],
    },
    "id": {
        "type": "str",
    },
    "where": {
        "type": "dict",
        "default": {},
    },
}

PLURALS = {
    "api_key": "api_keys",
    "endpoint": "endpoints",
    "environment": "environments",
    "event_type": "event_types",
    "flag": "flags",
    "installation": "installations",
    "mcp_server": "mcp_servers",
    "pipeline": "pipelines",
    "project": "projects",
    "registry": "registries",
    "role_binding": "role_bindings",
    "rule": "rules",
    "runbook": "runbooks",
    "secret": "secrets",
    "sink": "sinks",
    "source": "sources",
    "template": "templates",
    "tenant": "tenants",
    "trust_policy": "trust_policies",
}


def main():
    read(PLURALS, OPTIONS)


if __name__ == '__main__':
    main()
