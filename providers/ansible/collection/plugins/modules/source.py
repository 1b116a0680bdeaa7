#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "source"
short_description: "Source of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A webhook that comes in: who may send it, how that is proved, and which events it becomes. It has its own URL, and keeps what it refused and why."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  slug:
    description:
      - "Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise."
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
      - "Who sends, and what."
    type: "str"
  scheme:
    description:
      - "How the sender proves itself and names its events: Standard Webhooks, a vendor’s way, or what `verification` says."
      - "Needed to create one."
    type: "str"
    choices:
      - "standard"
      - "github"
      - "gitlab"
      - "bitbucket"
      - "azure_devops"
      - "jira"
      - "slack"
      - "stripe"
      - "pagerduty"
      - "notion"
      - "okta"
      - "linear"
      - "servicenow"
      - "twilio"
      - "custom"
  verification:
    description:
      - "Of custom: how the sender proves itself."
    type: "dict"
    suboptions:
      algorithm:
        description:
          - "How the sender proves itself: a signature, a shared value, user and password, or a token."
        type: "str"
        choices:
          - "hmac_sha1"
          - "hmac_sha256"
          - "hmac_sha512"
          - "ed25519"
          - "equal"
          - "basic"
          - "jwt_hs256"
        required: true
      header:
        description:
          - "The header with the proof; X-Signature if empty, of basic and jwt_hs256 Authorization."
        type: "str"
      layout:
        description:
          - "Whether the header holds one proof, several with commas or spaces, or pairs such as t=1,v1=2."
          - "Left out, the hub takes C(\"single\")."
        type: "str"
        choices:
          - "single"
          - "list"
          - "pairs"
      prefix:
        description:
          - "What stands before the proof; of pairs, its name."
          - "Left out, the hub takes C(\"\")."
        type: "str"
      encoding:
        description:
          - "How the proof is written."
          - "Left out, the hub takes C(\"hex\")."
        type: "str"
        choices:
          - "hex"
          - "base64"
      content:
        description:
          - "What is signed, from {id}, {timestamp}, {body}, {url} and {form}, the sorted fields of a form."
          - "Left out, the hub takes C(\"{body}\")."
        type: "str"
      key_encoding:
        description:
          - "How the secret is turned into a key."
          - "Left out, the hub takes C(\"utf8\")."
        type: "str"
        choices:
          - "utf8"
          - "base64"
          - "hex"
          - "whsec"
      timestamp_from:
        description:
          - "Where the time of the request is; pair:t is the t of a header with pairs."
        type: "str"
      tolerance:
        description:
          - "By how many seconds that time may be off, either way."
          - "Left out, the hub takes C(300)."
        type: "int"
  username:
    description:
      - "Of azure_devops, bitbucket and basic verification: the user, without a colon."
    type: "str"
  header:
    description:
      - "Of okta: the header that holds the secret; Authorization if empty."
    type: "str"
  secret:
    description:
      - "What the sender and the hub share. Without it everything is refused, unless the sender brings it in a handshake."
      - "Never read back; see I(update_secrets)."
    type: "str"
  secret_grace:
    description:
      - "Seconds that a replaced secret is still accepted. With 0 all that were replaced are forgotten at once."
      - "Left out, the hub takes C(86400)."
    type: "int"
  event_name_from:
    description:
      - "Of custom: where the sender’s name of the event is."
    type: "str"
  deduplicate_by:
    description:
      - "Of custom: where the id is that stays the same when the sender tries again."
    type: "str"
  deduplicate_for:
    description:
      - "Seconds that this id is remembered: what comes again with it has no effect."
      - "Left out, the hub takes C(604800)."
    type: "int"
  mappings:
    description:
      - "Which of the sender’s events become which of ours; the first that fits counts."
      - "Left out, the hub takes an empty list."
    type: "list"
    elements: "dict"
    suboptions:
      when:
        description:
          - "The sender’s name of the event, with * for any part."
        type: "str"
        required: true
      filter:
        description:
          - "Only if the body matches; written as the filter of an endpoint, with paths in the body."
        type: "dict"
      type:
        description:
          - "The event type it becomes."
        type: "str"
        required: true
      subject:
        description:
          - "What it happened to, from body, name, id and source; the source’s slug, if empty."
          - "Left out, the hub takes C(\"\")."
        type: "str"
  unmapped:
    description:
      - "What becomes of an event without a mapping: published under the source’s own name for it, or dropped."
      - "Left out, the hub takes C(\"publish\")."
    type: "str"
    choices:
      - "publish"
      - "drop"
  max_body:
    description:
      - "Bytes of a request, at most."
      - "Left out, the hub takes C(1048576)."
    type: "int"
  allowed_networks:
    description:
      - "Networks that may send. Empty: all."
      - "Left out, the hub takes an empty list."
      - "The order means nothing."
    type: "list"
    elements: "str"
  keep_refused:
    description:
      - "Seconds that a refused request is kept for you to look at."
      - "Left out, the hub takes C(604800)."
    type: "int"
  enabled:
    description:
      - "Switched off, its URL looks as if it did not exist."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Source as declared
  patchbay.hub.source:
    slug: "github"
    name: "GitHub organisation acme"
    scheme: "github"

- name: No such source
  patchbay.hub.source:
    slug: "github"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The source as the hub shows it; no secret is in it."
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
    "scheme": {
        "type": "str",
        "choices": [
            "standard",
            "github",
            "gitlab",
            "bitbucket",
            "azure_devops",
            "jira",
            "slack",
            "stripe",
            "pagerduty",
            "notion",
            "okta",
            "linear",
            "servicenow",
            "twilio",
            "custom",
        ],
    },
    "verification": {
        "type": "dict",
        "options": {
            "algorithm": {
                "type": "str",
                "choices": [
                    "hmac_sha1",
                    "hmac_sha256",
                    "hmac_sha512",
                    "ed25519",
                    "equal",
                    "basic",
                    "jwt_hs256",
                ],
                "required": True,
            },
            "header": {
                "type": "str",
            },
            "layout": {
                "type": "str",
                "choices": [
                    "single",
                    "list",
                    "pairs",
                ],
            },
            "prefix": {
                "type": "str",
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
            "timestamp_from": {
                "type": "str",
            },
            "tolerance": {
                "type": "int",
            },
        },
    },
    "username": {
        "type": "str",
    },
    "header": {
        "type": "str",
    },
    "secret": {
        "type": "str",
        "no_log": True,
    },
    "secret_grace": {
        "type": "int",
        "no_log": False,
    },
    "event_name_from": {
        "type": "str",
    },
    "deduplicate_by": {
        "type": "str",
    },
    "deduplicate_for": {
        "type": "int",
    },
    "mappings": {
        "type": "list",
        "elements": "dict",
        "options": {
            "when": {
                "type": "str",
                "required": True,
            },
            "filter": {
                "type": "dict",
            },
            "type": {
                "type": "str",
                "required": True,
            },
            "subject": {
                "type": "str",
            },
        },
    },
    "unmapped": {
        "type": "str",
        "choices": [
            "publish",
            "drop",
        ],
    },
    "max_body": {
        "type": "int",
    },
    "allowed_networks": {
        "type": "list",
        "elements": "str",
    },
    "keep_refused": {
        "type": "int",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "source",
    "plural": "sources",
    "prefix": "src",
    "title": "source",
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
            "name": "scheme",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "verification",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "algorithm",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "header",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "layout",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "single",
                    },
                    {
                        "name": "prefix",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "",
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
                        "name": "key_encoding",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "utf8",
                    },
                    {
                        "name": "timestamp_from",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "tolerance",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 300,
                    },
                ],
            },
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
            "name": "secret",
            "shape": {
                "kind": "scalar",
            },
            "secret": True,
        },
        {
            "name": "secret_grace",
            "shape": {
                "kind": "scalar",
            },
            "default": 86400,
        },
        {
            "name": "event_name_from",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "deduplicate_by",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "deduplicate_for",
            "shape": {
                "kind": "scalar",
            },
            "default": 604800,
        },
        {
            "name": "mappings",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
                    "fields": [
                        {
                            "name": "when",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "filter",
                            "shape": {
                                "kind": "json",
                            },
                        },
                        {
                            "name": "type",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "subject",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": "",
                        },
                    ],
                },
            },
            "default": [],
        },
        {
            "name": "unmapped",
            "shape": {
                "kind": "scalar",
            },
            "default": "publish",
        },
        {
            "name": "max_body",
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
            "name": "keep_refused",
            "shape": {
                "kind": "scalar",
            },
            "default": 604800,
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
