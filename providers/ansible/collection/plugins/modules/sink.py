#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "sink"
short_description: "Sink of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A stream of events or audit entries to another system, in order and without gaps."
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
      - "Who reads there."
    type: "str"
  stream:
    description:
      - "What is streamed."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "events"
      - "audit_entries"
  start:
    description:
      - "Whether it starts with what happens next or with the oldest that is kept."
      - "Left out, the hub takes C(\"now\")."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "now"
      - "beginning"
  kind:
    description:
      - "The system. The field of the same name says where it is."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "splunk"
      - "syslog"
      - "ocsf"
      - "http"
      - "s3"
      - "sqs"
      - "nats"
      - "kafka"
      - "endpoint"
  splunk:
    description:
      - "Of splunk: the event collector."
    type: "dict"
    suboptions:
      url:
        description:
          - "The HTTP event collector."
        type: "str"
        required: true
      index:
        description:
          - "Index to write to; the token’s own, if absent."
        type: "str"
      sourcetype:
        description:
          - "Source type of the entries."
          - "Left out, the hub takes C(\"patchbay\")."
        type: "str"
      acknowledge:
        description:
          - "Whether to wait until the indexer has it on disk."
          - "Left out, the hub takes C(false)."
        type: "bool"
  syslog:
    description:
      - "Of syslog: the server."
    type: "dict"
    suboptions:
      address:
        description:
          - "Host and port."
        type: "str"
        required: true
      transport:
        description:
          - "How it is sent."
          - "Left out, the hub takes C(\"tls\")."
        type: "str"
        choices:
          - "tls"
          - "tcp"
          - "udp"
      format:
        description:
          - "How an entry is written."
          - "Left out, the hub takes C(\"rfc5424\")."
        type: "str"
        choices:
          - "rfc5424"
          - "cef"
      facility:
        description:
          - "Facility; 13 is log audit."
          - "Left out, the hub takes C(13)."
        type: "int"
  ocsf:
    description:
      - "Of ocsf: the receiver."
    type: "dict"
    suboptions:
      url:
        description:
          - "Where batches are posted, in the Open Cybersecurity Schema."
        type: "str"
        required: true
      auth:
        description:
          - "How the hub shows who it is; `auth_secret` holds the token, or user:password."
          - "Left out, the hub takes C(\"bearer\")."
        type: "str"
        choices:
          - "none"
          - "bearer"
          - "basic"
  http:
    description:
      - "Of http: the receiver."
    type: "dict"
    suboptions:
      url:
        description:
          - "Where batches are posted."
        type: "str"
        required: true
      format:
        description:
          - "One entry per line, or one array of them."
          - "Left out, the hub takes C(\"jsonl\")."
        type: "str"
        choices:
          - "jsonl"
          - "json"
      auth:
        description:
          - "How the hub shows who it is; `auth_secret` holds the token, or user:password."
          - "Left out, the hub takes C(\"none\")."
        type: "str"
        choices:
          - "none"
          - "bearer"
          - "basic"
  s3:
    description:
      - "Of s3: the bucket."
    type: "dict"
    suboptions:
      bucket:
        description:
          - "Bucket."
        type: "str"
        required: true
      region:
        description:
          - "Region."
          - "Left out, the hub takes C(\"us-east-1\")."
        type: "str"
      prefix:
        description:
          - "Before the names of the objects."
          - "Left out, the hub takes C(\"\")."
        type: "str"
      endpoint_url:
        description:
          - "A compatible store in place of AWS."
        type: "str"
      access_key_id:
        description:
          - "Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release."
        type: "str"
      format:
        description:
          - "How a batch is written."
          - "Left out, the hub takes C(\"jsonl_gzip\")."
        type: "str"
        choices:
          - "jsonl"
          - "jsonl_gzip"
  sqs:
    description:
      - "Of sqs: the queue."
    type: "dict"
    suboptions:
      queue_url:
        description:
          - "URL of the queue. One that ends in .fifo keeps the order and drops what came twice."
        type: "str"
        required: true
      region:
        description:
          - "Region."
          - "Left out, the hub takes C(\"us-east-1\")."
        type: "str"
      access_key_id:
        description:
          - "Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release."
        type: "str"
      group:
        description:
          - "Of a FIFO queue: message group, from {tenant}, {type} and {subject}. Order holds within a group."
          - "Left out, the hub takes C(\"{tenant}\")."
        type: "str"
  nats:
    description:
      - "Of nats: the JetStream servers."
    type: "dict"
    suboptions:
      servers:
        description:
          - "Servers."
          - "The order means nothing."
        type: "list"
        elements: "str"
        required: true
      subject:
        description:
          - "Subject, from {tenant}, {type} and {subject}."
          - "Left out, the hub takes C(\"patchbay.{type}\")."
        type: "str"
      auth:
        description:
          - "Whether `auth_secret` is a token or the text of a credentials file."
          - "Left out, the hub takes C(\"none\")."
        type: "str"
        choices:
          - "none"
          - "token"
          - "credentials"
  kafka:
    description:
      - "Of kafka: the brokers and the topic."
    type: "dict"
    suboptions:
      brokers:
        description:
          - "Brokers to start from."
          - "The order means nothing."
        type: "list"
        elements: "str"
        required: true
      topic:
        description:
          - "Topic."
        type: "str"
        required: true
      key:
        description:
          - "Key of a message, from {tenant}, {type} and {subject}."
          - "Left out, the hub takes C(\"{subject}\")."
        type: "str"
      tls:
        description:
          - "Whether the connection is encrypted."
          - "Left out, the hub takes C(true)."
        type: "bool"
      sasl:
        description:
          - "How the hub signs in; `auth_secret` is the password."
          - "Left out, the hub takes C(\"none\")."
        type: "str"
        choices:
          - "none"
          - "plain"
          - "scram_sha_256"
          - "scram_sha_512"
      username:
        description:
          - "User to sign in as."
        type: "str"
  endpoint:
    description:
      - "Of endpoint: the endpoint that gets each entry as a signed webhook."
      - "The id of the endpoint, or its name."
    type: "str"
  auth_secret:
    description:
      - "Token, password or secret key for the system."
      - "Never read back; see I(update_secrets)."
    type: "str"
  ca_certificate:
    description:
      - "Certificate of the authority that signed the system’s, PEM."
    type: "str"
  event_types:
    description:
      - "Of events: which types."
      - "Left out, the hub takes C([\"*\"])."
      - "The order means nothing."
    type: "list"
    elements: "str"
  filter:
    description:
      - "Only entries that match; written as the filter of an endpoint."
    type: "dict"
  batch_items:
    description:
      - "Entries of a batch, at most."
      - "Left out, the hub takes C(500)."
    type: "int"
  batch_wait:
    description:
      - "Seconds to wait for a batch to fill."
      - "Left out, the hub takes C(5)."
    type: "int"
  enabled:
    description:
      - "Switched off, it stands still and goes on from there later."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Sink as declared
  patchbay.hub.sink:
    name: "siem"
    stream: "audit_entries"
    kind: "syslog"

- name: No such sink
  patchbay.hub.sink:
    name: "siem"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The sink as the hub shows it; no secret is in it."
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
    "stream": {
        "type": "str",
        "choices": [
            "events",
            "audit_entries",
        ],
    },
    "start": {
        "type": "str",
        "choices": [
            "now",
            "beginning",
        ],
    },
    "kind": {
        "type": "str",
        "choices": [
            "splunk",
            "syslog",
            "ocsf",
            "http",
            "s3",
            "sqs",
            "nats",
            "kafka",
            "endpoint",
        ],
    },
    "splunk": {
        "type": "dict",
        "options": {
            "url": {
                "type": "str",
                "required": True,
            },
            "index": {
                "type": "str",
            },
            "sourcetype": {
                "type": "str",
            },
            "acknowledge": {
                "type": "bool",
            },
        },
    },
    "syslog": {
        "type": "dict",
        "options": {
            "address": {
                "type": "str",
                "required": True,
            },
            "transport": {
                "type": "str",
                "choices": [
                    "tls",
                    "tcp",
                    "udp",
                ],
            },
            "format": {
                "type": "str",
                "choices": [
                    "rfc5424",
                    "cef",
                ],
            },
            "facility": {
                "type": "int",
            },
        },
    },
    "ocsf": {
        "type": "dict",
        "options": {
            "url": {
                "type": "str",
                "required": True,
            },
            "auth": {
                "type": "str",
                "choices": [
                    "none",
                    "bearer",
                    "basic",
                ],
            },
        },
    },
    "http": {
        "type": "dict",
        "options": {
            "url": {
                "type": "str",
                "required": True,
            },
            "format": {
                "type": "str",
                "choices": [
                    "jsonl",
                    "json",
                ],
            },
            "auth": {
                "type": "str",
                "choices": [
                    "none",
                    "bearer",
                    "basic",
                ],
            },
        },
    },
    "s3": {
        "type": "dict",
        "options": {
            "bucket": {
                "type": "str",
                "required": True,
            },
            "region": {
                "type": "str",
            },
            "prefix": {
                "type": "str",
            },
            "endpoint_url": {
                "type": "str",
            },
            "access_key_id": {
                "type": "str",
                "no_log": False,
            },
            "format": {
                "type": "str",
                "choices": [
                    "jsonl",
                    "jsonl_gzip",
                ],
            },
        },
    },
    "sqs": {
        "type": "dict",
        "options": {
            "queue_url": {
                "type": "str",
                "required": True,
            },
            "region": {
                "type": "str",
            },
            "access_key_id": {
                "type": "str",
                "no_log": False,
            },
            "group": {
                "type": "str",
            },
        },
    },
    "nats": {
        "type": "dict",
        "options": {
            "servers": {
                "type": "list",
                "elements": "str",
                "required": True,
            },
            "subject": {
                "type": "str",
            },
            "auth": {
                "type": "str",
                "choices": [
                    "none",
                    "token",
                    "credentials",
                ],
            },
        },
    },
    "kafka": {
        "type": "dict",
        "options": {
            "brokers": {
                "type": "list",
                "elements": "str",
                "required": True,
            },
            "topic": {
                "type": "str",
                "required": True,
            },
            "key": {
                "type": "str",
                "no_log": False,
            },
            "tls": {
                "type": "bool",
            },
            "sasl": {
                "type": "str",
                "choices": [
                    "none",
                    "plain",
                    "scram_sha_256",
                    "scram_sha_512",
                ],
            },
            "username": {
                "type": "str",
            },
        },
    },
    "endpoint": {
        "type": "str",
    },
    "auth_secret": {
        "type": "str",
        "no_log": True,
    },
    "ca_certificate": {
        "type": "str",
    },
    "event_types": {
        "type": "list",
        "elements": "str",
    },
    "filter": {
        "type": "dict",
    },
    "batch_items": {
        "type": "int",
    },
    "batch_wait": {
        "type": "int",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "sink",
    "plural": "sinks",
    "prefix": "sink",
    "title": "sink",
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
            "required": True,
        },
        {
            "name": "description",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "stream",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "start",
            "shape": {
                "kind": "scalar",
            },
            "default": "now",
            "immutable": True,
        },
        {
            "name": "kind",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "splunk",
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
                        "name": "index",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "sourcetype",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "patchbay",
                    },
                    {
                        "name": "acknowledge",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": False,
                    },
                ],
            },
        },
        {
            "name": "syslog",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "address",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "transport",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "tls",
                    },
                    {
                        "name": "format",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "rfc5424",
                    },
                    {
                        "name": "facility",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 13,
                    },
                ],
            },
        },
        {
            "name": "ocsf",
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
                        "name": "auth",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "bearer",
                    },
                ],
            },
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
                        "name": "format",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "jsonl",
                    },
                    {
                        "name": "auth",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "none",
                    },
                ],
            },
        },
        {
            "name": "s3",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "bucket",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "region",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "us-east-1",
                    },
                    {
                        "name": "prefix",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "",
                    },
                    {
                        "name": "endpoint_url",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "access_key_id",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "format",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "jsonl_gzip",
                    },
                ],
            },
        },
        {
            "name": "sqs",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "queue_url",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "region",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "us-east-1",
                    },
                    {
                        "name": "access_key_id",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "group",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "{tenant}",
                    },
                ],
            },
        },
        {
            "name": "nats",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "servers",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "required": True,
                    },
                    {
                        "name": "subject",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "patchbay.{type}",
                    },
                    {
                        "name": "auth",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "none",
                    },
                ],
            },
        },
        {
            "name": "kafka",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "brokers",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "required": True,
                    },
                    {
                        "name": "topic",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "key",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "{subject}",
                    },
                    {
                        "name": "tls",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": True,
                    },
                    {
                        "name": "sasl",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "none",
                    },
                    {
                        "name": "username",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
        },
        {
            "name": "endpoint",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "endpoints",
                "prefix": "ep",
                "title": "endpoint",
                "key": [
                    {
                        "name": "name",
                        "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$",
                    },
                ],
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
            "name": "ca_certificate",
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
            "name": "filter",
            "shape": {
                "kind": "json",
            },
        },
        {
            "name": "batch_items",
            "shape": {
                "kind": "scalar",
            },
            "default": 500,
        },
        {
            "name": "batch_wait",
            "shape": {
                "kind": "scalar",
            },
            "default": 5,
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
