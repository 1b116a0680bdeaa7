#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "endpoint"
short_description: "Endpoint of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A receiver of webhooks: where events are sent, which ones, in which form, how they are signed and how often they are tried again."
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
    type: "str"
  description:
    description:
      - "Who receives there, and what for."
    type: "str"
  project:
    description:
      - "Only events of this project; all of the tenant, if absent."
      - "The id of the project, or its name."
    type: "str"
  url:
    description:
      - "Where events are posted. A user and a password belong into `auth`."
      - "Needed to create one."
    type: "str"
  only_published:
    description:
      - "Of an endpoint of a project: only what was published for the project, and nothing that the hub tells about it."
    type: "bool"
  event_types:
    description:
      - "Event types to send: a name, a beginning with .*, or *."
      - "Left out, the hub takes C([\"*\"])."
      - "The order means nothing."
    type: "list"
    elements: "str"
  channels:
    description:
      - "Only events published to one of these. Empty: whatever the channel."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  filter:
    description:
      - "Only events that match: paths to values, or to $eq $neq $gt $gte $lt $lte $in $nin $starts_with $ends_with $exists; joined by $and, $or, $not."
    type: "dict"
  transform:
    description:
      - "JavaScript that gets the event (id, type, time, subject, channels, data) and answers the body that is sent instead, or null to send nothing."
    type: "str"
  payload_format:
    description:
      - "How an event is written: as Standard Webhooks, as CloudEvents in the body or in headers, or its data alone."
      - "Left out, the hub takes C(\"standard\")."
    type: "str"
    choices:
      - "standard"
      - "cloudevents"
      - "cloudevents_binary"
      - "raw"
  headers:
    description:
      - "Headers to send along."
      - "Left out, the hub takes none."
    type: "dict"
  secret_headers:
    description:
      - "Headers to send along that nobody may read back."
      - "Never read back; see I(update_secrets)."
    type: "dict"
  auth:
    description:
      - "How the hub shows who it is, besides the signature."
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
  signature:
    description:
      - "How deliveries are signed."
      - "Left out, the hub takes C({\"profile\":\"standard\",\"also_svix_headers\":false,\"id_form\":\"event\",\"algorithm\":\"sha256\",\"encoding\":\"hex\",\"content\":\"{body}\",\"format\":\"{signature}\",\"key_encoding\":\"utf8\",\"headers\":{}})."
    type: "dict"
    suboptions:
      profile:
        description:
          - "Standard Webhooks with a shared key or with a key pair, a signature in a header of your own, or nothing."
        type: "str"
        choices:
          - "standard"
          - "standard_ed25519"
          - "hmac"
          - "none"
        required: true
      also_svix_headers:
        description:
          - "Of standard: whether the same values are sent under svix-* too."
          - "Left out, the hub takes C(false)."
        type: "bool"
      id_form:
        description:
          - "Of standard: the id of an event as everywhere here, or as the clients of /api/v1 know it."
          - "Left out, the hub takes C(\"event\")."
        type: "str"
        choices:
          - "event"
          - "msg"
      header:
        description:
          - "Of hmac: the header."
        type: "str"
      algorithm:
        description:
          - "Of hmac: the hash of the HMAC, or Ed25519 with a key pair."
          - "Left out, the hub takes C(\"sha256\")."
        type: "str"
        choices:
          - "sha1"
          - "sha256"
          - "sha512"
          - "ed25519"
      encoding:
        description:
          - "Of hmac: how it is written."
          - "Left out, the hub takes C(\"hex\")."
        type: "str"
        choices:
          - "hex"
          - "base64"
      content:
        description:
          - "Of hmac: what is signed, from {id}, {timestamp} and {body}."
          - "Left out, the hub takes C(\"{body}\")."
        type: "str"
      format:
        description:
          - "Of hmac: what the header says, from {id}, {timestamp} and {signature}."
          - "Left out, the hub takes C(\"{signature}\")."
        type: "str"
      separator:
        description:
          - "Of hmac: what stands between the signatures while a replaced key signs too. Without it only the newest key signs."
        type: "str"
      key_encoding:
        description:
          - "Of hmac: how `signing_secret` is turned into a key."
          - "Left out, the hub takes C(\"utf8\")."
        type: "str"
        choices:
          - "utf8"
          - "base64"
          - "hex"
          - "whsec"
      headers:
        description:
          - "Of hmac: further headers, from {id}, {timestamp} and {type}."
          - "Left out, the hub takes none."
        type: "dict"
  signing_secret:
    description:
      - "The key to sign with. The hub makes one, if absent. A new one replaces the old after the grace period; until then both sign."
      - "Never read back; see I(update_secrets)."
    type: "str"
  signing_grace:
    description:
      - "Seconds that a replaced key still signs."
      - "Left out, the hub takes C(86400)."
    type: "int"
  timeout:
    description:
      - "Seconds for one attempt, the body of the answer included."
      - "Left out, the hub takes C(15)."
    type: "int"
  retry:
    description:
      - "When a failed delivery is tried again."
      - "Left out, the hub takes C({\"delays\":[5,300,1800,7200,18000,36000,50400,72000,86400],\"jitter\":0.2,\"disable_after\":432000})."
    type: "dict"
    suboptions:
      delays:
        description:
          - "Seconds before each further attempt; empty for a single one."
          - "Left out, the hub takes C([5,300,1800,7200,18000,36000,50400,72000,86400])."
        type: "list"
        elements: "int"
      jitter:
        description:
          - "By which part a delay may be shorter or longer, so that receivers aren’t hit in step."
          - "Left out, the hub takes C(0.2)."
        type: "float"
      disable_after:
        description:
          - "Seconds of nothing but failure after which it is switched off and somebody is told."
          - "Left out, the hub takes C(432000)."
        type: "int"
  rate_limit:
    description:
      - "Deliveries per second, at most."
    type: "int"
  concurrency:
    description:
      - "Deliveries at the same time, at most."
      - "Left out, the hub takes C(20)."
    type: "int"
  ordering_key:
    description:
      - "Events with the same value here are delivered one after the other, in order."
    type: "str"
  allowed_networks:
    description:
      - "Networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  metadata:
    description:
      - "Your own notes."
      - "Left out, the hub takes none."
    type: "dict"
  uid:
    description:
      - "What another system calls it, unique in its project."
    type: "str"
  enabled:
    description:
      - "Switched off, nothing is sent; events are kept for a replay."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Endpoint as declared
  patchbay.hub.endpoint:
    name: "billing"
    url: "https://billing.example.com/hooks"

- name: No such endpoint
  patchbay.hub.endpoint:
    name: "billing"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The endpoint as the hub shows it; no secret is in it."
  returned: "when it is there"
  type: "dict"
once:
  description: "What the hub shows only now: signing_secret. Use it with I(no_log)."
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
    "description": {
        "type": "str",
    },
    "project": {
        "type": "str",
    },
    "url": {
        "type": "str",
    },
    "only_published": {
        "type": "bool",
    },
    "event_types": {
        "type": "list",
        "elements": "str",
    },
    "channels": {
        "type": "list",
        "elements": "str",
    },
    "filter": {
        "type": "dict",
    },
    "transform": {
        "type": "str",
    },
    "payload_format": {
        "type": "str",
        "choices": [
            "standard",
            "cloudevents",
            "cloudevents_binary",
            "raw",
        ],
    },
    "headers": {
        "type": "dict",
    },
    "secret_headers": {
        "type": "dict",
        "no_log": True,
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
    "signature": {
        "type": "dict",
        "options": {
            "profile": {
                "type": "str",
                "choices": [
                    "standard",
                    "standard_ed25519",
                    "hmac",
                    "none",
                ],
                "required": True,
            },
            "also_svix_headers": {
                "type": "bool",
            },
            "id_form": {
                "type": "str",
                "choices": [
                    "event",
                    "msg",
                ],
            },
            "header": {
                "type": "str",
            },
            "algorithm": {
                "type": "str",
                "choices": [
                    "sha1",
                    "sha256",
                    "sha512",
                    "ed25519",
                ],
            },
            "encoding": {
                "type": "str",
                "choices": [
                    "hex",
                    "base64",
                ],
            },
            "content": {
                "type": "str",
            },
            "format": {
                "type": "str",
            },
            "separator": {
                "type": "str",
            },
            "key_encoding": {
                "type": "str",
                "choices": [
                    "utf8",
                    "base64",
                    "hex",
                    "whsec",
                ],
                "no_log": False,
            },
            "headers": {
                "type": "dict",
            },
        },
    },
    "signing_secret": {
        "type": "str",
        "no_log": True,
    },
    "signing_grace": {
        "type": "int",
    },
    "timeout": {
        "type": "int",
    },
    "retry": {
        "type": "dict",
        "options": {
            "delays": {
                "type": "list",
                "elements": "int",
            },
            "jitter": {
                "type": "float",
            },
            "disable_after": {
                "type": "int",
            },
        },
    },
    "rate_limit": {
        "type": "int",
    },
    "concurrency": {
        "type": "int",
    },
    "ordering_key": {
        "type": "str",
        "no_log": False,
    },
    "allowed_networks": {
        "type": "list",
        "elements": "str",
    },
    "metadata": {
        "type": "dict",
    },
    "uid": {
        "type": "str",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "endpoint",
    "plural": "endpoints",
    "prefix": "ep",
    "title": "endpoint",
    "key": [
        "name",
    ],
    "once": [
        "signing_secret",
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
            "name": "description",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "project",
            "shape": {
                "kind": "scalar",
            },
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
            "name": "url",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "only_published",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "event_types",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [
                "*",
            ],
        },
        {
            "name": "channels",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [],
        },
        {
            "name": "filter",
            "shape": {
                "kind": "json",
            },
        },
        {
            "name": "transform",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "payload_format",
            "shape": {
                "kind": "scalar",
            },
            "default": "standard",
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
        {
            "name": "secret_headers",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "secret": True,
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
            "name": "signature",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "profile",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "also_svix_headers",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": False,
                    },
                    {
                        "name": "id_form",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "event",
                    },
                    {
                        "name": "header",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "algorithm",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "sha256",
                    },
                    {
                        "name": "encoding",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "hex",
                    },
                    {
                        "name": "content",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "{body}",
                    },
                    {
                        "name": "format",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "{signature}",
                    },
                    {
                        "name": "separator",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "key_encoding",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "utf8",
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
            "default": {
                "profile": "standard",
                "also_svix_headers": False,
                "id_form": "event",
                "algorithm": "sha256",
                "encoding": "hex",
                "content": "{body}",
                "format": "{signature}",
                "key_encoding": "utf8",
                "headers": {},
            },
        },
        {
            "name": "signing_secret",
            "shape": {
                "kind": "scalar",
            },
            "secret": True,
        },
        {
            "name": "signing_grace",
            "shape": {
                "kind": "scalar",
            },
            "default": 86400,
        },
        {
            "name": "timeout",
            "shape": {
                "kind": "scalar",
            },
            "default": 15,
        },
        {
            "name": "retry",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "delays",
                        "shape": {
                            "kind": "list",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [
                            5,
                            300,
                            1800,
                            7200,
                            18000,
                            36000,
                            50400,
                            72000,
                            86400,
                        ],
                    },
                    {
                        "name": "jitter",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 0.2,
                    },
                    {
                        "name": "disable_after",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 432000,
                    },
                ],
            },
            "default": {
                "delays": [
                    5,
                    300,
                    1800,
                    7200,
                    18000,
                    36000,
                    50400,
                    72000,
                    86400,
                ],
                "jitter": 0.2,
                "disable_after": 432000,
            },
        },
        {
            "name": "rate_limit",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "concurrency",
            "shape": {
                "kind": "scalar",
            },
            "default": 20,
        },
        {
            "name": "ordering_key",
            "shape": {
                "kind": "scalar",
            },
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
            "name": "metadata",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {},
        },
        {
            "name": "uid",
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
