# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import absolute_import, division, print_function
__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  hub_url:
    description:
      - Where the hub is.
      - Or the environment variable C(PATCHBAY_URL).
    type: str
    default: http://127.0.0.1:8085
  hub_key:
    description:
      - An API key.
      - Or the environment variable C(PATCHBAY_KEY).
    type: str
    required: true
  hub_tenant:
    description:
      - Picks a tenant for a key that belongs to several.
      - Or the environment variable C(PATCHBAY_TENANT).
    type: str
  hub_timeout:
    description:
      - Seconds for one try of a request.
    type: int
    default: 30
  hub_retries:
    description:
      - How often a request is sent again when the hub is down, busy or asks to wait. The default takes about a minute.
    type: int
    default: 14
  validate_certs:
    description:
      - Whether the certificate of the hub is checked.
    type: bool
    default: true
attributes:
  check_mode:
    description: Says what would happen and changes nothing; the hub checks it all the same.
    support: full
  diff_mode:
    description: Shows what is there and what will be.
    support: full
'''
