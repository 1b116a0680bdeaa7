# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import absolute_import, division, print_function
__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  state:
    description:
      - Whether there is one.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - The one with this id, whatever it is called; else it is found by its natural key.
    type: str
  reset:
    description:
      - Options whose default is put back.
      - A secret goes only with I(update_secrets=always), for nobody sees whether there is one.
    type: list
    elements: str
    default: []
  update_secrets:
    description:
      - Secrets can't be compared, for nobody can read them.
      - C(on_create) sends them only with what is new; C(always) sends them each time, and each time that is a change.
    type: str
    choices: [on_create, always]
    default: on_create
  replace:
    description:
      - Whether it may be deleted and made anew, where an option has changed that only a new one can have.
    type: bool
    default: false
  approval_wait:
    description:
      - Seconds that a destructive change waits for somebody to approve it; with 0 it fails and names the approval.
    type: int
    default: 0
  show_once:
    description:
      - Whether to return what the hub shows only when it is created, such as a generated secret. Set I(no_log) on the task then.
    type: bool
    default: false
'''
