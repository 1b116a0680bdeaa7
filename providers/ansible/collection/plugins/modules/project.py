#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "project"
short_description: "Project of a Patchbay hub"
version_added: "0.1.0"
description:
  - "Something that is built and deployed: a service, an app, a stack. Environments and pipelines belong to it."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  slug:
    description:
      - "Short name for URLs and commands, unique in the tenant."
      - "Needed to create one."
    type: "str"
  name:
    description:
      - "Name for people."
      - "Needed to create one."
    type: "str"
  repository:
    description:
      - "The repository it is built from."
    type: "dict"
    suboptions:
      provider:
        description:
          - "Where the code lives."
        type: "str"
        choices:
          - "github"
          - "gitlab"
          - "bitbucket"
          - "azure_devops"
          - "other"
        required: true
      owner:
        description:
          - "Owner, group or workspace."
        type: "str"
        required: true
      name:
        description:
          - "Name of the repository."
        type: "str"
        required: true
      id:
        description:
          - "The provider’s own id, which survives a rename."
        type: "str"
  default_branch:
    description:
      - "The branch that releases come from."
      - "Left out, the hub takes C(\"main\")."
    type: "str"
  uid:
    description:
      - "What another system calls it, unique in the tenant."
    type: "str"
  metadata:
    description:
      - "Your own notes."
    type: "dict"
  event_rate:
    description:
      - "Deliveries per second to all its endpoints together, at most; what is more waits."
    type: "int"
'''

EXAMPLES = r'''
---
- name: Project as declared
  patchbay.hub.project:
    slug: "shop"
    name: "Web shop"

- name: No such project
  patchbay.hub.project:
    slug: "shop"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The project as the hub shows it; no secret is in it."
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
    "repository": {
        "type": "dict",
        "options": {
            "provider": {
                "type": "str",
                "choices": [
                    "github",
                    "gitlab",
                    "bitbucket",
                    "azure_devops",
                    "other",
                ],
                "required": True,
            },
            "owner": {
                "type": "str",
                "required": True,
            },
            "name": {
                "type": "str",
                "required": True,
            },
            "id": {
                "type": "str",
            },
        },
    },
    "default_branch": {
        "type": "str",
    },
    "uid": {
        "type": "str",
    },
    "metadata": {
        "type": "dict",
    },
    "event_rate": {
        "type": "int",
    },
}

RESOURCE = {
    "name": "project",
    "plural": "projects",
    "prefix": "prj",
    "title": "project",
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
            "name": "repository",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "provider",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "owner",
                        "shape": {
                            "kind": "scalar",
                        },
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
                        "name": "id",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
        },
        {
            "name": "default_branch",
            "shape": {
                "kind": "scalar",
            },
            "default": "main",
        },
        {
            "name": "uid",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "metadata",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
        },
        {
            "name": "event_rate",
            "shape": {
                "kind": "scalar",
            },
        },
    ],
}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
