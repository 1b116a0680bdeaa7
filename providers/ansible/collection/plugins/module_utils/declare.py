# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Makes a resource what it is declared to be. What a module knows of its resource is written from the catalog of the hub."""

from __future__ import absolute_import, division, print_function
__metaclass__ = type

import re
import time
from datetime import datetime

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.patchbay.hub.plugins.module_utils.hub import CONNECTION, Hub, HubError

DECLARE = dict(
    state=dict(type='str', choices=['present', 'absent'], default='present'),
    id=dict(type='str'),
    reset=dict(type='list', elements='str', default=[], no_log=False),
    update_secrets=dict(type='str', choices=['on_create', 'always'], default='on_create', no_log=False),
    replace=dict(type='bool', default=False),
    approval_wait=dict(type='int', default=0),
    show_once=dict(type='bool', default=False),
)

LOOK_AGAIN = 2


def declare(resource, options):
    module = AnsibleModule(argument_spec=dict(CONNECTION, **dict(DECLARE, **options)), supports_check_mode=True)
    run(module, lambda: Declaration(module, resource).result())


def read(plurals, options):
    module = AnsibleModule(argument_spec=dict(CONNECTION, **options), supports_check_mode=True)
    params = module.params
    plural = plurals[params['resource']]

    def found():
        hub = Hub(params)
        if params['id']:
            one = hub.get(plural, params['id'])
            return dict(changed=False, resources=[one] if one else [])
        return dict(changed=False, resources=list(hub.each(plural, params['where'])))
    run(module, found)


def run(module, work):
    try:
        result = work()
    except HubError as error:
        module.fail_json(msg=error.words(), code=error.code, fix=error.fix, status=error.status, issues=error.issues, request_id=error.request_id)
    module.exit_json(**result)


class NotThere(Exception):
    """What is referred to is gone; or a task before, which only looked as well, would make it."""


class Declaration(object):
    def __init__(self, module, resource):
        self.module = module
        self.params = module.params
        self.resource = resource
        self.fields = dict((field['name'], field) for field in resource['fields'])
        self.path = '/v1/' + resource['plural']
        self.hub = Hub(module.params)

    def result(self):
        given = dict((name, without_nones(self.params[name], self.fields[name]['shape'])) for name in self.needed() if self.params.get(name) is not None)
        try:
            desired = dict((name, self.resolved(self.fields[name], value)) for name, value in given.items())
        except NotThere as missing:
            if self.params['state'] == 'absent':
                return dict(changed=False)
            self.module.warn('%s. In check mode it is taken for granted that a task before makes it.' % missing)
            shown = self.split(given)[0]
            return dict(changed=True, resource=shown, diff=dict(before={}, after=self.compared(shown)))
        self.check_reset(desired)
        actual = self.find(desired)
        if self.params['state'] == 'absent':
            return self.absent(actual)
        if actual is None:
            return self.create(desired)
        return self.present(desired, actual)

    def needed(self):
        """What is to be absent is only found."""
        if self.params['state'] == 'present':
            return list(self.fields)
        return [] if self.params['id'] else self.resource['key']

    def check_reset(self, desired):
        for name in self.params['reset']:
            if name not in self.fields:
                self.refuse('reset names %s, and a %s has no such option' % (name, self.resource['title']))
            if self.fields[name].get('secret') and self.params['update_secrets'] != 'always':
                self.refuse('reset names %s, and nobody sees whether a secret is there: set update_secrets to always' % name)
            if name in desired:
                self.refuse('%s is given and in reset: leave one of them out' % name)

    def find(self, desired):
        if self.params['id']:
            found = self.hub.get(self.resource['plural'], self.params['id'])
            if found is None and self.params['state'] == 'present':
                self.refuse('There is no %s with the id %s' % (self.resource['title'], self.params['id']))
            return found
        key = dict((name, self.fields[name].get('default') if desired.get(name) is None else desired[name]) for name in self.resource['key'])
        missing = [name for name in self.resource['key'] if key[name] is None]
        if missing:
            self.refuse('A %s is found by %s: give %s, or id' % (self.resource['title'], ' and '.join(self.resource['key']), ' and '.join(missing)))
        return self.hub.find(self.resource['plural'], key)

    def resolved(self, field, value):
        """A reference may be a name, with a slash where a key has several parts: shop/deploy."""
        target = field.get('references')
        if target is None or not isinstance(value, str) or re.match('^%s_[0-7][0-9a-hjkmnp-tv-z]{25}$' % target['prefix'], value):
            return value
        parts = next((parts for parts in splits(value.split('/'), len(target['key'])) if fit(target['key'], parts)), None)
        if parts is None:
            self.refuse('%s: %s does not name a %s; expected its id or %s' % (field['name'], value, target['title'], '/'.join('<%s>' % part['name'] for part in target['key'])))
        found = self.hub.find(target['plural'], dict((part['name'], self.resolved(part, text)) for part, text in zip(target['key'], parts)))
        if found is None:
            missing = '%s: there is no %s %s' % (field['name'], target['title'], value)
            if self.module.check_mode or self.params['state'] == 'absent':
                raise NotThere(missing)
            self.refuse(missing)
        return found['id']

    def create(self, desired):
        headers = {'Dry-Run': 'true'} if self.module.check_mode else {}
        made = self.approved(lambda approval: self.hub.send('POST', self.path, desired, dict(headers, **approval)))
        shown, once = self.split(made if not self.module.check_mode else desired)
        result = dict(changed=True, resource=shown, diff=dict(before={}, after=self.compared(shown)))
        if once and self.params['show_once']:
            result['once'] = once
        return result

    def present(self, desired, actual):
        wanted = dict(desired, **dict((name, None) for name in self.params['reset']))
        changed = [name for name in wanted if self.differs(self.fields[name], wanted[name], actual.get(name))]
        patch = dict((name, wanted[name]) for name in changed)
        before = self.compared(actual)
        if not changed:
            return dict(changed=False, resource=self.split(actual)[0], diff=dict(before=before, after=before))
        because = [name for name in changed if self.fields[name].get('immutable')]
        if because:
            return self.replaced(dict(desired), actual, because)
        headers = {'If-Match': '"%d"' % actual['version']} if isinstance(actual.get('version'), int) else {}
        if self.module.check_mode:
            headers['Dry-Run'] = 'true'
        done = self.approved(lambda approval: self.hub.send('PATCH', '%s/%s' % (self.path, actual['id']), patch, dict(headers, **approval)))
        after = dict(actual, **patch) if self.module.check_mode else done
        return dict(changed=True, resource=self.split(after)[0], diff=dict(before=before, after=self.compared(after)))

    def replaced(self, desired, actual, because):
        if not self.params['replace']:
            self.refuse('%s: only a new %s can have another value. Set replace to delete it and make a new one' % (', '.join(because), self.resource['title']))
        kept = dict((name, actual[name]) for name, field in self.fields.items() if not field.get('secret') and name not in self.params['reset'] and actual.get(name) is not None)
        wanted = dict(kept, **desired)
        self.rehearse(wanted, actual)
        if self.module.check_mode:
            made = dict(changed=True, resource=self.split(wanted)[0], diff=dict(after=self.compared(wanted)))
        else:
            self.delete(actual)
            made = self.create(wanted)
        return dict(made, because=because, diff=dict(before=self.compared(actual), after=made['diff']['after']))

    def rehearse(self, wanted, actual):
        """Nothing is deleted for what can't be made. That the old one has the name is no hindrance."""
        try:
            self.hub.send('POST', self.path, wanted, {'Dry-Run': 'true'})
        except HubError as error:
            if error.code != 'resource.duplicate' or error.details.get('existing') != actual['id']:
                raise

    def absent(self, actual):
        if actual is None:
            return dict(changed=False)
        if not self.module.check_mode:
            self.delete(actual)
        return dict(changed=True, diff=dict(before=self.compared(actual), after={}))

    def delete(self, actual):
        self.approved(lambda approval: self.hub.send('DELETE', '%s/%s' % (self.path, actual['id']), headers=approval))

    def approved(self, change):
        """A destructive change is allowed by somebody else. The hub names one approval for the same change however often it is asked."""
        ends = time.time() + self.params['approval_wait']
        approval = {}
        while True:
            try:
                return change(approval)
            except HubError as error:
                known = error.details.get('approval_id')
                if error.code not in ('approval.required', 'approval.pending') or not known or (approval and time.time() >= ends):
                    raise
                if approval:
                    time.sleep(LOOK_AGAIN)
                approval = {'Approval-Id': known}

    def differs(self, field, desired, actual):
        if field.get('secret'):
            return self.params['update_secrets'] == 'always'
        return not same_field(field, desired, actual)

    def split(self, view):
        """What may be shown, and what is shown only once. A secret that was given is in neither."""
        hidden = [name for name, field in self.fields.items() if field.get('secret')] + list(self.resource['once'])
        return dict((name, view[name]) for name in view if name not in hidden), dict((name, view[name]) for name in self.resource['once'] if name in view)

    def compared(self, view):
        return dict((name, view[name]) for name, field in self.fields.items() if not field.get('secret') and view.get(name) is not None)

    def refuse(self, message):
        self.module.fail_json(msg=message + '.', code='input.invalid')


def splits(segments, parts):
    """Every way to make so many parts of the segments: parts may contain slashes themselves."""
    if parts == 1:
        return [['/'.join(segments)]]
    return [['/'.join(segments[:at])] + rest for at in range(1, len(segments) - parts + 2) for rest in splits(segments[at:], parts - 1)]


def fit(key, parts):
    return all(re.match(part.get('pattern', ''), text) for part, text in zip(key, parts))


def without_nones(value, shape):
    """Ansible puts None where a suboption was left out. Free JSON keeps its own."""
    kind = shape['kind']
    if kind in ('list', 'set') and isinstance(value, list):
        return [without_nones(item, shape['items']) for item in value]
    if kind == 'map' and isinstance(value, dict):
        return dict((key, without_nones(item, shape['values'])) for key, item in value.items())
    if kind == 'object' and isinstance(value, dict):
        fields = dict((field['name'], field) for field in shape['fields'])
        return dict((name, without_nones(item, fields[name]['shape']) if name in fields else item) for name, item in value.items() if item is not None)
    return value


def same_field(field, a, b):
    default = field.get('default')
    return same(field['shape'], default if a is None else a, default if b is None else b)


def same(shape, a, b):
    """Whether two spellings mean the same to the hub: it sorts sets, fills in defaults and writes instants its own way."""
    if a is None or b is None:
        return a is b
    kind = shape['kind']
    if kind == 'instant':
        return a == b or instant(a) == instant(b)
    if kind == 'list':
        return len(a) == len(b) and all(same(shape['items'], x, y) for x, y in zip(a, b))
    if kind == 'set':
        return same_members(shape['items'], a, list(b))
    if kind == 'map':
        return set(a) == set(b) and all(same(shape['values'], a[key], b[key]) for key in a)
    if kind == 'object':
        return all(same_field(field, a.get(field['name']), b.get(field['name'])) for field in shape['fields'])
    return a == b


def same_members(items, a, left):
    if len(a) != len(left):
        return False
    for member in a:
        at = next((index for index, other in enumerate(left) if same(items, member, other)), None)
        if at is None:
            return False
        left.pop(at)
    return True


def instant(text):
    match = re.match(r'^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$', text)
    if match is None:
        return text
    seconds = (datetime.strptime(match.group(1), '%Y-%m-%dT%H:%M:%S') - datetime(1970, 1, 1)).total_seconds() + float(match.group(2) or 0)
    zone = match.group(3)
    return seconds if zone == 'Z' else seconds - int(zone[0] + '1') * (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60)
