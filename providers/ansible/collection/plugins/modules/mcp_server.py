#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "mcp_server"
short_description: "MCP server of a Patchbay hub"
version_added: "0.1.0"
description:
  - "An attached MCP server. Its tools become actions once they are allowed, and a tool that changes behind our back is held until somebody has looked."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  slug:
    description:
      - "Before the names of its tools, unique in the tenant."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
  name:
    description:
      - "Name for people."
      - "Needed to create one."
    type: "str"
  description:
    description:
      - "What it is for."
    type: "str"
  transport:
    description:
      - "How it is reached. The field of the same name says where."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "http"
      - "stdio"
  http:
    description:
      - "Of http: where it is."
    type: "dict"
    suboptions:
      url:
        description:
          - "Where it is."
        type: "str"
        required: true
      headers:
        description:
          - "Headers to send along."
          - "Left out, the hub takes none."
        type: "dict"
  stdio:
    description:
      - "Of stdio: the program."
    type: "dict"
    suboptions:
      command:
        description:
          - "The program. Whoever runs the hub must allow it."
        type: "str"
        required: true
      arguments:
        description:
          - "Its arguments, passed without a shell."
          - "Left out, the hub takes an empty list."
        type: "list"
        elements: "str"
      environment:
        description:
          - "Its environment variables; it gets no others."
          - "Left out, the hub takes none."
        type: "dict"
      secret_environment:
        description:
          - "Environment variables that are kept as secrets: variable to name of the secret."
          - "Left out, the hub takes none."
        type: "dict"
  auth:
    description:
      - "Of http: how the hub shows who it is."
      - "Left out, the hub takes C({\"kind\":\"none\",\"scopes\":[]})."
    type: "dict"
    suboptions:
      kind:
        description:
          - "How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate."
        type: "str"
        choices:
          - "none"
          - "basic"
          - "bearer"
          - "header"
          - "oauth2"
          - "mtls"
        required: true
      username:
        description:
          - "Of basic: the user, without a colon."
        type: "str"
      header:
        description:
          - "Of header: its name."
        type: "str"
      token_url:
        description:
          - "Of oauth2: where tokens come from."
        type: "str"
      client_id:
        description:
          - "Of oauth2: the client."
        type: "str"
      scopes:
        description:
          - "Of oauth2: the scopes to ask for."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
      audience:
        description:
          - "Of oauth2: whom the token is for."
        type: "str"
      certificate:
        description:
          - "Of mtls: the certificate and its chain, PEM. The key is `auth_secret`."
        type: "str"
      ca:
        description:
          - "Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent."
        type: "str"
  auth_secret:
    description:
      - "Password, token, client secret or private key (PEM) of `auth`."
      - "Never read back; see I(update_secrets)."
    type: "str"
  per_person:
    description:
      - "Whether each person signs in there for themselves; then `auth` is only used to list tools, and its oauth2 client to sign in, if it has one."
      - "Left out, the hub takes C(false)."
    type: "bool"
  allowed_tools:
    description:
      - "Tools that may be called. Empty: none yet."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  tool_hashes:
    description:
      - "Tool to the sha256 of its name, description and schemas. A tool with another one is held; one without is pinned when it is first seen."
      - "Left out, the hub takes none."
    type: "dict"
  safety:
    description:
      - "Tool to its safety, in place of what the server says."
      - "Left out, the hub takes none."
    type: "dict"
  default_safety:
    description:
      - "Safety of the other tools."
      - "Left out, the hub takes C(\"destructive\")."
    type: "str"
    choices:
      - "safe"
      - "moderate"
      - "destructive"
  timeout:
    description:
      - "Seconds for one call."
      - "Left out, the hub takes C(60)."
    type: "int"
  max_output:
    description:
      - "Bytes of an answer, at most."
      - "Left out, the hub takes C(1048576)."
    type: "int"
  allowed_networks:
    description:
      - "Of http: networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  enabled:
    description:
      - "Switched off, its tools are gone."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: MCP server as declared
  patchbay.hub.mcp_server:
    slug: "linear"
    name: "Linear"
    transport: "http"

- name: No such mcp server
  patchbay.hub.mcp_server:
    slug: "linear"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The mcp server as the hub shows it; no secret is in it."
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
    "transport": {
        "type": "str",
        "choices": [
            "http",
            "stdio",
        ],
    },
    "http": {
        "type": "dict",
        "options": {
            "url": {
                "type": "str",
                "required": True,
            },
            "headers": {
                "type": "dict",
            },
        },
    },
    "stdio": {
        "type": "dict",
        "options": {
            "command": {
                "type": "str",
                "required": True,
            },
            "arguments": {
                "type": "list",
                "elements": "str",
            },
            "environment": {
                "type": "dict",
            },
            "secret_environment": {
                "type": "dict",
                "no_log": False,
            },
        },
    },
    "auth": {
        "type": "dict",
        "options": {
            "kind": {
                "type": "str",
                "choices": [
                    "none",
                    "basic",
                    "bearer",
                    "header",
                    "oauth2",
                    "mtls",
                ],
                "required": True,
            },
            "username": {
                "type": "str",
            },
            "header": {
                "type": "str",
            },
            "token_url": {
                "type": "str",
                "no_log": False,
            },
            "client_id": {
                "type": "str",
            },
            "scopes": {
                "type": "list",
                "elements": "str",
            },
            "audience": {
                "type": "str",
            },
            "certificate": {
                "type": "str",
            },
            "ca": {
                "type": "str",
            },
        },
    },
    "auth_secret": {
        "type": "str",
        "no_log": True,
    },
    "per_person": {
        "type": "bool",
    },
    "allowed_tools": {
        "type": "list",
        "elements": "str",
    },
    "tool_hashes": {
        "type": "dict",
    },
    "safety": {
        "type": "dict",
    },
    "default_safety": {
        "type": "str",
        "choices": [
            "safe",
            "moderate",
            "destructive",
        ],
    },
    "timeout": {
        "type": "int",
    },
    "max_output": {
        "type": "int",
    },
    "allowed_networks": {
        "type": "list",
        "elements": "str",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "mcp_server",
    "plural": "mcp_servers",
    "prefix": "mcp",
    "title": "mcp server",
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
            "name": "description",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "transport",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "http",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "url",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "headers",
                        "shape": {
                            "kind": "map",
                            "values": {
                                "kind": "scalar",
                            },
                        },
                        "default": {},
                    },
                ],
            },
        },
        {
            "name": "stdio",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "command",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "arguments",
                        "shape": {
                            "kind": "list",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [],
                    },
                    {
                        "name": "environment",
                        "shape": {
                            "kind": "map",
                            "values": {
                                "kind": "scalar",
                            },
                        },
                        "default": {},
                    },
                    {
                        "name": "secret_environment",
                        "shape": {
                            "kind": "map",
                            "values": {
                                "kind": "scalar",
                            },
                        },
                        "default": {},
                    },
                ],
            },
        },
        {
            "name": "auth",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "kind",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "username",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "header",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "token_url",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "client_id",
                        "shape": {
                            "kind": "scalar",
                        },
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
                    {
                        "name": "audience",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "certificate",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "ca",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
            "default": {
                "kind": "none",
                "scopes": [],
            },
        },
        {
            "name": "auth_secret",
            "shape": {
                "kind": "scalar",
            },
            "secret": True,
        },
        {
            "name": "per_person",
            "shape": {
                "kind": "scalar",
            },
            "default": False,
        },
        {
            "name": "allowed_tools",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [],
        },
        {
            "name": "tool_hashes",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {},
        },
        {
            "name": "safety",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {},
        },
        {
            "name": "default_safety",
            "shape": {
                "kind": "scalar",
            },
            "default": "destructive",
        },
        {
            "name": "timeout",
            "shape": {
                "kind": "scalar",
            },
            "default": 60,
        },
        {
            "name": "max_output",
            "shape": {
                "kind": "scalar",
            },
            "default": 1048576,
        },
        {
            "name": "allowed_networks",
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
