#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "template"
short_description: "Template of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A message about an event, written once for every channel: Slack, Teams, Discord, e-mail and SMS. {{ path | filter }} stands for a value of the event, escaped as each channel needs it; {% if %} and {% for %} decide and repeat."
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
      - "When it is sent."
    type: "str"
  title:
    description:
      - "One line that says it."
      - "Needed to create one."
    type: "str"
  text:
    description:
      - "The message. Markup: **strong**, *emphasis*, `code`, [words](https://…), lines that begin with \"- \", and lines of code between lines of three backticks."
    type: "str"
  facts:
    description:
      - "Names with values, shown as a table where the channel has one."
      - "Left out, the hub takes an empty list."
    type: "list"
    elements: "dict"
    suboptions:
      name:
        description:
          - "Name."
        type: "str"
        required: true
      value:
        description:
          - "Value; a fact whose value is empty is left out."
        type: "str"
        required: true
  link:
    description:
      - "A button."
    type: "dict"
    suboptions:
      label:
        description:
          - "What the button says."
        type: "str"
        required: true
      url:
        description:
          - "Where it leads; without an http or https address there is no button."
        type: "str"
        required: true
  severity:
    description:
      - "How grave it is, in the words of any system; it chooses the colour. `data.severity`, if absent."
    type: "str"
  summary:
    description:
      - "Of a message about several events. Without it, the newest is told as a whole and the others by their titles."
    type: "dict"
    suboptions:
      title:
        description:
          - "Title of a message about several events."
        type: "str"
      text:
        description:
          - "Text of a message about several events."
        type: "str"
  slack:
    description:
      - "What is different in Slack."
    type: "dict"
    suboptions:
      title:
        description:
          - "Another title for this channel."
        type: "str"
      text:
        description:
          - "Another text for this channel."
        type: "str"
      blocks:
        description:
          - "Block Kit in place of what the hub makes of it. Values in `text` of mrkdwn are escaped."
        type: "list"
        elements: "dict"
  teams:
    description:
      - "What is different in Teams."
    type: "dict"
    suboptions:
      title:
        description:
          - "Another title for this channel."
        type: "str"
      text:
        description:
          - "Another text for this channel."
        type: "str"
      card:
        description:
          - "Adaptive card in place of what the hub makes of it. Values are escaped for its Markdown."
        type: "dict"
  discord:
    description:
      - "What is different in Discord."
    type: "dict"
    suboptions:
      title:
        description:
          - "Another title for this channel."
        type: "str"
      text:
        description:
          - "Another text for this channel."
        type: "str"
      embeds:
        description:
          - "Embeds in place of what the hub makes of it. Values are escaped for its Markdown."
        type: "list"
        elements: "dict"
  email:
    description:
      - "What is different in e-mails."
    type: "dict"
    suboptions:
      subject:
        description:
          - "Another subject than the title."
        type: "str"
      text:
        description:
          - "Another text for this channel."
        type: "str"
      html:
        description:
          - "HTML in place of what the hub makes of the text. Values may stand in text and in quoted attributes, and are escaped for their place."
        type: "str"
  sms:
    description:
      - "What is different in text messages."
    type: "dict"
    suboptions:
      text:
        description:
          - "Another text for this channel, without markup."
        type: "str"
      segments:
        description:
          - "Messages of 160 characters (70 beyond the GSM alphabet) that it may take; what is longer is cut."
          - "Left out, the hub takes C(3)."
        type: "int"
  sample:
    description:
      - "An event to preview it with."
      - "Left out, the hub takes none."
    type: "dict"
'''

EXAMPLES = r'''
---
- name: Template as declared
  patchbay.hub.template:
    name: "deploy-failed"
    title: "{{ event.subject }} could not be deployed"

- name: No such template
  patchbay.hub.template:
    name: "deploy-failed"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The template as the hub shows it; no secret is in it."
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
    "title": {
        "type": "str",
    },
    "text": {
        "type": "str",
    },
    "facts": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {
                "type": "str",
                "required": True,
            },
            "value": {
                "type": "str",
                "required": True,
            },
        },
    },
    "link": {
        "type": "dict",
        "options": {
            "label": {
                "type": "str",
                "required": True,
            },
            "url": {
                "type": "str",
                "required": True,
            },
        },
    },
    "severity": {
        "type": "str",
    },
    "summary": {
        "type": "dict",
        "options": {
            "title": {
                "type": "str",
            },
            "text": {
                "type": "str",
            },
        },
    },
    "slack": {
        "type": "dict",
        "options": {
            "title": {
                "type": "str",
            },
            "text": {
                "type": "str",
            },
            "blocks": {
                "type": "list",
                "elements": "dict",
            },
        },
    },
    "teams": {
        "type": "dict",
        "options": {
            "title": {
                "type": "str",
            },
            "text": {
                "type": "str",
            },
            "card": {
                "type": "dict",
            },
        },
    },
    "discord": {
        "type": "dict",
        "options": {
            "title": {
                "type": "str",
            },
            "text": {
                "type": "str",
            },
            "embeds": {
                "type": "list",
                "elements": "dict",
            },
        },
    },
    "email": {
        "type": "dict",
        "options": {
            "subject": {
                "type": "str",
            },
            "text": {
                "type": "str",
            },
            "html": {
                "type": "str",
            },
        },
    },
    "sms": {
        "type": "dict",
        "options": {
            "text": {
                "type": "str",
            },
            "segments": {
                "type": "int",
            },
        },
    },
    "sample": {
        "type": "dict",
    },
}

RESOURCE = {
    "name": "template",
    "plural": "templates",
    "prefix": "tpl",
    "title": "template",
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
            "name": "title",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "text",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "facts",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
                    "fields": [
                        {
                            "name": "name",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "value",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                    ],
                },
            },
            "default": [],
        },
        {
            "name": "link",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "label",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "url",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                ],
            },
        },
        {
            "name": "severity",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "summary",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "title",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "text",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
        },
        {
            "name": "slack",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "title",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "text",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "blocks",
                        "shape": {
                            "kind": "list",
                            "items": {
                                "kind": "json",
                            },
                        },
                    },
                ],
            },
        },
        {
            "name": "teams",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "title",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "text",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "card",
                        "shape": {
                            "kind": "json",
                        },
                    },
                ],
            },
        },
        {
            "name": "discord",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "title",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "text",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "embeds",
                        "shape": {
                            "kind": "list",
                            "items": {
                                "kind": "json",
                            },
                        },
                    },
                ],
            },
        },
        {
            "name": "email",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "subject",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "text",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "html",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
        },
        {
            "name": "sms",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "text",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "segments",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": 3,
                    },
                ],
            },
        },
        {
            "name": "sample",
            "shape": {
                "kind": "json",
            },
            "default": {},
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
