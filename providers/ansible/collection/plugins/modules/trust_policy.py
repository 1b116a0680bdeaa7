#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type

DOCUMENTATION = r'''
---
module: "trust_policy"
short_description: "Trust policy of a Patchbay hub"
version_added: "0.1.0"
description:
  - "Keyless login: a job of this CI system, with these claims, gets these scopes for a short time. No key is stored anywhere."
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
      - "Whom it lets in."
    type: "str"
  provider:
    description:
      - "The CI system; it decides which claims are safe to bind to."
      - "Needed to create one."
    type: "str"
    choices:
      - "github"
      - "gitlab"
      - "jenkins"
      - "azure_devops"
      - "aws"
      - "other"
  issuer:
    description:
      - "Who signs the tokens, letter for letter as in `iss`."
      - "Needed to create one."
    type: "str"
  audiences:
    description:
      - "Audiences that are accepted."
      - "Needed to create one."
      - "The order means nothing."
    type: "list"
    elements: "str"
  algorithms:
    description:
      - "Signature algorithms that are accepted."
      - "Left out, the hub takes C([\"RS256\"])."
      - "The order means nothing."
    type: "list"
    elements: "str"
    choices:
      - "RS256"
      - "RS384"
      - "RS512"
      - "PS256"
      - "ES256"
      - "ES384"
      - "ES512"
      - "EdDSA"
  jwks_url:
    description:
      - "Where the issuer’s keys are; found by discovery, if absent."
    type: "str"
  jwks:
    description:
      - "The issuer’s public keys, for one that the hub can’t reach. Nothing is fetched then."
      - "Left out, the hub takes an empty list."
    type: "list"
    elements: "dict"
    suboptions:
      kid:
        description:
          - "Id of the key."
        type: "str"
        required: true
      kty:
        description:
          - "Kind of key."
        type: "str"
        choices:
          - "RSA"
          - "EC"
          - "OKP"
        required: true
      alg:
        description:
          - "Algorithm."
        type: "str"
      use:
        description:
          - "What it is for, as issuers publish it: signatures."
        type: "str"
      n:
        description:
          - "Of RSA: the modulus, base64url."
        type: "str"
      e:
        description:
          - "Of RSA: the exponent, base64url."
        type: "str"
      crv:
        description:
          - "Of EC and OKP: the curve."
        type: "str"
      x:
        description:
          - "Of EC and OKP: x, base64url."
        type: "str"
      y:
        description:
          - "Of EC: y, base64url."
        type: "str"
  claims:
    description:
      - "All of these must hold. Bind to ids, not to names, which can be taken over."
      - "Needed to create one."
    type: "list"
    elements: "dict"
    suboptions:
      claim:
        description:
          - "Name of the claim; a JSON pointer, starting with /, for one that is nested."
        type: "str"
        required: true
      values:
        description:
          - "One of these it must be. Numbers and booleans are compared as text."
          - "The order means nothing."
        type: "list"
        elements: "str"
        required: true
      match:
        description:
          - "Whether * in a value stands for any part."
          - "Left out, the hub takes C(\"exact\")."
        type: "str"
        choices:
          - "exact"
          - "glob"
  scopes:
    description:
      - "What the job may do; never more than who declares this may."
      - "Needed to create one."
      - "The order means nothing."
    type: "list"
    elements: "str"
  lifetime:
    description:
      - "Seconds that the hub’s token lives."
      - "Left out, the hub takes C(900)."
    type: "int"
  max_age:
    description:
      - "Seconds since the CI’s token was issued, at most."
      - "Left out, the hub takes C(600)."
    type: "int"
  single_use:
    description:
      - "Whether a token of the CI counts once only."
      - "Left out, the hub takes C(true)."
    type: "bool"
  enabled:
    description:
      - "Switched off, it lets nobody in."
      - "Left out, the hub takes C(true)."
    type: "bool"
'''

EXAMPLES = r'''
---
- name: Trust policy as declared
  patchbay.hub.trust_policy:
    name: "shop-production"
    provider: "github"
    issuer: "https://token.actions.githubusercontent.com"
    audiences:
      - "https://hub.example.com/acme"
    claims:
      -
        claim: "repository_id"
        values:
          - "123456"
      -
        claim: "environment"
        values:
          - "production"
    scopes:
      - "deployment:write"
      - "event:write"

- name: No such trust policy
  patchbay.hub.trust_policy:
    name: "shop-production"
    state: "absent"
'''

RETURN = r'''
---
resource:
  description: "The trust policy as the hub shows it; no secret is in it."
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
    "provider": {
        "type": "str",
        "choices": [
            "github",
            "gitlab",
            "jenkins",
            "azure_devops",
            "aws",
            "other",
        ],
    },
    "issuer": {
        "type": "str",
    },
    "audiences": {
        "type": "list",
        "elements": "str",
    },
    "algorithms": {
        "type": "list",
        "elements": "str",
        "choices": [
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA",
        ],
    },
    "jwks_url": {
        "type": "str",
    },
    "jwks": {
        "type": "list",
        "elements": "dict",
        "options": {
            "kid": {
                "type": "str",
                "required": True,
            },
            "kty": {
                "type": "str",
                "choices": [
                    "RSA",
                    "EC",
                    "OKP",
                ],
                "required": True,
            },
            "alg": {
                "type": "str",
            },
            "use": {
                "type": "str",
            },
            "n": {
                "type": "str",
            },
            "e": {
                "type": "str",
            },
            "crv": {
                "type": "str",
            },
            "x": {
                "type": "str",
            },
            "y": {
                "type": "str",
            },
        },
    },
    "claims": {
        "type": "list",
        "elements": "dict",
        "options": {
            "claim": {
                "type": "str",
                "required": True,
            },
            "values": {
                "type": "list",
                "elements": "str",
                "required": True,
            },
            "match": {
                "type": "str",
                "choices": [
                    "exact",
                    "glob",
                ],
            },
        },
    },
    "scopes": {
        "type": "list",
        "elements": "str",
    },
    "lifetime": {
        "type": "int",
    },
    "max_age": {
        "type": "int",
    },
    "single_use": {
        "type": "bool",
    },
    "enabled": {
        "type": "bool",
    },
}

RESOURCE = {
    "name": "trust_policy",
    "plural": "trust_policies",
    "prefix": "trust",
    "title": "trust policy",
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
            "name": "provider",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "issuer",
            "shape": {
                "kind": "scalar",
            },
            "required": True,
        },
        {
            "name": "audiences",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "required": True,
        },
        {
            "name": "algorithms",
            "shape": {
                "kind": "set",
                "items": {
                    "kind": "scalar",
                },
            },
            "default": [
                "RS256",
            ],
        },
        {
            "name": "jwks_url",
            "shape": {
                "kind": "scalar",
            },
        },
        {
            "name": "jwks",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
                    "fields": [
                        {
                            "name": "kid",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "kty",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "alg",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "use",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "n",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "e",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "crv",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "x",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                        {
                            "name": "y",
                            "shape": {
                                "kind": "scalar",
                            },
                        },
                    ],
                },
            },
            "default": [],
        },
        {
            "name": "claims",
            "shape": {
                "kind": "list",
                "items": {
                    "kind": "object",
                    "fields": [
                        {
                            "name": "claim",
                            "shape": {
                                "kind": "scalar",
                            },
                            "required": True,
                        },
                        {
                            "name": "values",
                            "shape": {
                                "kind": "set",
                                "items": {
                                    "kind": "scalar",
                                },
                            },
                            "required": True,
                        },
                        {
                            "name": "match",
                            "shape": {
                                "kind": "scalar",
                            },
                            "default": "exact",
                        },
                    ],
                },
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
            "required": True,
        },
        {
            "name": "lifetime",
            "shape": {
                "kind": "scalar",
            },
            "default": 900,
        },
        {
            "name": "max_age",
            "shape": {
                "kind": "scalar",
            },
            "default": 600,
        },
        {
            "name": "single_use",
            "shape": {
                "kind": "scalar",
            },
            "default": True,
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
