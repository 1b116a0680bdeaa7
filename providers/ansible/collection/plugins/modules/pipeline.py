#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "pipeline"
short_description: "Pipeline of a Patchbay hub"
version_added: "0.1.0"
description:
  - "A job in a CI system that the hub can start, follow, cancel and approve."
  - "Options that are left out are left alone; name them in I(reset) to put their defaults back."
extends_documentation_fragment:
  - "patchbay.hub.connection"
  - "patchbay.hub.declare"
author:
  - "Patchbay (@patchbay)"
options:
  project:
    description:
      - "The project it works for."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
      - "The id of the project, or its name."
    type: "str"
  name:
    description:
      - "What it is called here, unique in the project."
      - "Needed to create one."
    type: "str"
  description:
    description:
      - "What it does."
    type: "str"
  provider:
    description:
      - "The CI system. The field of the same name says where in it."
      - "Needed to create one."
      - "Only a new one can have another value; see I(replace)."
    type: "str"
    choices:
      - "github"
      - "gitlab"
      - "jenkins"
      - "azure_devops"
      - "codepipeline"
  github:
    description:
      - "Of github: the workflow."
    type: "dict"
    suboptions:
      api_url:
        description:
          - "The API, for GitHub Enterprise."
          - "Left out, the hub takes C(\"https://api.github.com\")."
        type: "str"
      owner:
        description:
          - "Owner of the repository."
        type: "str"
        required: true
      repository:
        description:
          - "Name of the repository."
        type: "str"
        required: true
      workflow:
        description:
          - "File name or id of the workflow; it must have the trigger workflow_dispatch."
        type: "str"
        required: true
      ref:
        description:
          - "Git ref to run on; the project’s default branch, if absent."
        type: "str"
  gitlab:
    description:
      - "Of gitlab: the project whose pipeline runs."
    type: "dict"
    suboptions:
      url:
        description:
          - "The instance."
          - "Left out, the hub takes C(\"https://gitlab.com\")."
        type: "str"
      project:
        description:
          - "Id or full path of the GitLab project."
        type: "str"
        required: true
      ref:
        description:
          - "Git ref to run on; the project’s default branch, if absent."
        type: "str"
      pass:
        description:
          - "How `inputs` reach the pipeline: as CI/CD variables, or as the inputs that its `spec` declares."
          - "Left out, the hub takes C(\"variables\")."
        type: "str"
        choices:
          - "variables"
          - "inputs"
  jenkins:
    description:
      - "Of jenkins: the job."
    type: "dict"
    suboptions:
      url:
        description:
          - "The controller."
        type: "str"
        required: true
      job:
        description:
          - "Path of the job, folders included."
        type: "str"
        required: true
  azure_devops:
    description:
      - "Of azure_devops: the pipeline."
    type: "dict"
    suboptions:
      organization_url:
        description:
          - "The organisation."
        type: "str"
        required: true
      project:
        description:
          - "Name or id of the Azure project."
        type: "str"
        required: true
      pipeline_id:
        description:
          - "Id of the pipeline."
        type: "int"
        required: true
      ref:
        description:
          - "Git ref to run on; the project’s default branch, if absent."
        type: "str"
      stages_to_skip:
        description:
          - "Stages to leave out."
          - "Left out, the hub takes an empty list."
          - "The order means nothing."
        type: "list"
        elements: "str"
  codepipeline:
    description:
      - "Of codepipeline: the pipeline."
    type: "dict"
    suboptions:
      region:
        description:
          - "AWS region."
        type: "str"
        required: true
      name:
        description:
          - "Name of the pipeline in AWS."
        type: "str"
        required: true
  installation:
    description:
      - "The connector whose credentials are used; the only one of this system, if absent."
      - "The id of the installation, or its name."
    type: "str"
  inputs:
    description:
      - "Inputs, parameters or variables of the job. {{path}} stands for a value of the deployment or the call."
      - "Left out, the hub takes none."
    type: "dict"
  run_input:
    description:
      - "The input that carries the hub’s run id, where the system gives none back."
      - "Left out, the hub takes C(\"patchbay_run\")."
    type: "str"
  timeout:
    description:
      - "Seconds until a run counts as lost and is cancelled."
      - "Left out, the hub takes C(3600)."
    type: "int"
  may_approve:
    description:
      - "Whether the hub answers approvals that the job waits for, once its own are given."
      - "Left out, the hub takes C(false)."
    type: "bool"
  enabled:
    description:
      - "Switched off, it can’t be started."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Pipeline as declared
  patchbay.hub.pipeline:
    project: "prj_01jd8xk3v2q4r6t8w0y2a4c6e8"
    name: "deploy"
    provider: "github"

- name: No such pipeline
  patchbay.hub.pipeline:
    project: "prj_01jd8xk3v2q4r6t8w0y2a4c6e8"
    name: "deploy"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The pipeline as the hub shows it; no secret is in it."
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
    "project": {
        "type": "str",
    },
    "name": {
        "type": "str",
    },
    "description": {
        "type": "str",
    },
    "provider": {
        "type": "str",
        "choices": [
            "github",
            "gitlab",
            "jenkins",
            "azure_devops",
            "codepipeline",
        ],
    },
    "github": {
        "type": "dict",
        "options": {
            "api_url": {
                "type": "str",
            },
            "owner": {
                "type": "str",
                "required": True,
            },
            "repository": {
                "type": "str",
                "required": True,
            },
            "workflow": {
                "type": "str",
                "required": True,
            },
            "ref": {
                "type": "str",
            },
        },
    },
    "gitlab": {
        "type": "dict",
        "options": {
            "url": {
                "type": "str",
            },
            "project": {
                "type": "str",
                "required": True,
            },
            "ref": {
                "type": "str",
            },
            "pass": {
                "type": "str",
                "choices": [
                    "variables",
                    "inputs",
                ],
                "no_log": False,
            },
        },
    },
    "jenkins": {
        "type": "dict",
        "options": {
            "url": {
                "type": "str",
                "required": True,
            },
            "job": {
                "type": "str",
                "required": True,
            },
        },
    },
    "azure_devops": {
        "type": "dict",
        "options": {
            "organization_url": {
                "type": "str",
                "required": True,
            },
            "project": {
                "type": "str",
                "required": True,
            },
            "pipeline_id": {
                "type": "int",
                "required": True,
            },
            "ref": {
                "type": "str",
            },
            "stages_to_skip": {
                "type": "list",
                "elements": "str",
            },
        },
    },
    "codepipeline": {
        "type": "dict",
        "options": {
            "region": {
                "type": "str",
                "required": True,
            },
            "name": {
                "type": "str",
                "required": True,
            },
        },
    },
    "installation": {
        "type": "str",
    },
    "inputs": {
        "type": "dict",
    },
    "run_input": {
        "type": "str",
    },
    "timeout": {
        "type": "int",
    },
    "may_approve": {
        "type": "bool",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "pipeline",
    "plural": "pipelines",
    "prefix": "pipe",
    "title": "pipeline",
    "key": [
        "project",
        "name",
    ],
    "once": [],
    "fields": [
        {
            "name": "project",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
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
            "name": "provider",
            "shape": {
                "kind": "scalar",
            },
            "immutable": True,
            "required": True,
        },
        {
            "name": "github",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "api_url",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "https://api.github.com",
                    },
                    {
                        "name": "owner",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "repository",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "workflow",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "ref",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                ],
            },
        },
        {
            "name": "gitlab",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "url",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "https://gitlab.com",
                    },
                    {
                        "name": "project",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "ref",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "pass",
                        "shape": {
                            "kind": "scalar",
                        },
                        "default": "variables",
                    },
                ],
            },
        },
        {
            "name": "jenkins",
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
                        "name": "job",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                ],
            },
        },
        {
            "name": "azure_devops",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "organization_url",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "project",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "pipeline_id",
                        "shape": {
                            "kind": "scalar",
                        },
                        "required": True,
                    },
                    {
                        "name": "ref",
                        "shape": {
                            "kind": "scalar",
                        },
                    },
                    {
                        "name": "stages_to_skip",
                        "shape": {
                            "kind": "set",
                            "items": {
                                "kind": "scalar",
                            },
                        },
                        "default": [],
                    },
                ],
            },
        },
        {
            "name": "codepipeline",
            "shape": {
                "kind": "object",
                "fields": [
                    {
                        "name": "region",
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
                ],
            },
        },
        {
            "name": "installation",
            "shape": {
                "kind": "scalar",
            },
            "references": {
                "plural": "installations",
                "prefix": "inst",
                "title": "installation",
                "key": [
                    {
                        "name": "plugin",
                        "pattern": "^[a-z0-9][a-z0-9-]*\\/[a-z0-9][a-z0-9-]*$",
                    },
                    {
                        "name": "name",
                        "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$",
                    },
                ],
            },
        },
        {
            "name": "inputs",
            "shape": {
                "kind": "map",
                "values": {
                    "kind": "scalar",
                },
            },
            "default": {},
        },
        {
            "name": "run_input",
            "shape": {
                "kind": "scalar",
            },
            "default": "patchbay_run",
        },
        {
            "name": "timeout",
            "shape": {
                "kind": "scalar",
            },
            "default": 3600,
        },
        {
            "name": "may_approve",
            "shape": {
                "kind": "scalar",
            },
            "default": False,
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
