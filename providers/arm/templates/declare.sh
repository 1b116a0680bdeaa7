#!/bin/bash
# Written from the catalog of the hub: npm run catalog.
set -euo pipefail
python3 - <<'PATCHBAY'
# Declares what is on a Patchbay hub: finds each by its natural key, creates what is not there, changes what differs, deletes what shall be absent.
# Run twice, it changes nothing the second time. Needs nothing but Python. What it is told comes by environment variables; what came of it goes to $AZ_SCRIPTS_OUTPUT_PATH.
import http.client
import json
import os
import random
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

HEADER = re.compile(r'[!-~]*\Z')
STATES, KNOWN = ('present', 'absent'), {'resource': str, 'label': str, 'fields': dict, 'state': str, 'reset': list, 'replace': bool}
NAMES = {str: 'text', dict: 'an object', list: 'a list', bool: 'true or false', int: 'a number', float: 'a number', type(None): 'null'}
KINDS = json.loads(r'''{"api_key":{"plural":"api_keys","title":"api key","key":{"name":null},"secrets":[]},"endpoint":{"plural":"endpoints","title":"endpoint","key":{"name":null},"secrets":["secret_headers","auth_secret","signing_secret"]},"environment":{"plural":"environments","title":"environment","key":{"project":null,"slug":null},"secrets":[]},"event_type":{"plural":"event_types","title":"event type","key":{"name":null},"secrets":[]},"flag":{"plural":"flags","title":"flag","key":{"name":null},"secrets":[]},"installation":{"plural":"installations","title":"installation","key":{"plugin":null,"name":"default"},"secrets":["secrets"]},"mcp_server":{"plural":"mcp_servers","title":"mcp server","key":{"slug":null},"secrets":["auth_secret"]},"pipeline":{"plural":"pipelines","title":"pipeline","key":{"project":null,"name":null},"secrets":[]},"project":{"plural":"projects","title":"project","key":{"slug":null},"secrets":[]},"registry":{"plural":"registries","title":"registry","key":{"name":null},"secrets":["token"]},"role_binding":{"plural":"role_bindings","title":"role binding","key":{"subject_kind":null,"subject":null,"role":null},"secrets":[]},"rule":{"plural":"rules","title":"rule","key":{"name":null},"secrets":[]},"runbook":{"plural":"runbooks","title":"runbook","key":{"slug":null},"secrets":[]},"secret":{"plural":"secrets","title":"secret","key":{"name":null},"secrets":["value"]},"sink":{"plural":"sinks","title":"sink","key":{"name":null},"secrets":["auth_secret"]},"source":{"plural":"sources","title":"source","key":{"slug":null},"secrets":["secret"]},"template":{"plural":"templates","title":"template","key":{"name":null},"secrets":[]},"tenant":{"plural":"tenants","title":"tenant","key":{"slug":null},"secrets":["egress_proxy_authorization"]},"trust_policy":{"plural":"trust_policies","title":"trust policy","key":{"name":null},"secrets":[]}}''')
AGAIN = (429, 502, 503, 504)
# With the pauses between them a minute or two: a hub that restarts must not fail a deployment.
TRIES, TRY_SECONDS, LONGEST_WAIT, LOOK_AGAIN = 20, 30, 60, 2


class Refused(Exception):
    def __init__(self, code, message, fix='', status=0, told=None):
        super(Refused, self).__init__(message)
        self.code, self.fix, self.status, self.told = code, fix, status, told or {}

    def words(self):
        where = ['%s: %s.' % (issue.get('path'), issue.get('message')) for issue in self.told.get('issues') or []]
        approval = ['Somebody else must allow it: patchbay approvals approve %s; then deploy again.' % self.told['approval_id']] if self.told.get('approval_id') else []
        named = ['%s: %s.' % (name, in_words(self.told[name])) for name in ('needs', 'used_by') if self.told.get(name)]
        existing = ['It is %s.' % self.told['existing']] if self.told.get('existing') else []
        request = ', request %s' % self.told['request_id'] if self.told.get('request_id') else ''
        return ' '.join(['%s.' % str(self).rstrip('.')] + where + existing + approval + named + ([self.fix] if self.fix else []) + ['(%s%s)' % (self.code, request)])


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could carry the key to another host."""
    def redirect_request(self, *args, **kwargs):
        return None


class Hub(object):
    def __init__(self, url, key, tenant):
        if not re.match('^https?://[^@]+$', url):
            raise Refused('client.misused', 'Expected the URL of the hub with http:// or https://, and without a user name or password', 'Correct hubUrl.')
        for name, value in (('hubKey', key), ('hubTenant', tenant or '')):
            if not HEADER.match(value):
                raise Refused('client.misused', 'Expected one line of plain text without spaces', 'Correct %s.' % name)
        self.url, self.opener = url.rstrip('/'), urllib.request.build_opener(NoRedirect)
        self.headers = {'Authorization': 'Bearer ' + key, 'Accept': 'application/json', 'Content-Type': 'application/json', 'User-Agent': 'patchbay-arm'}
        if tenant:
            self.headers['X-Tenant-Id'] = tenant

    def ask(self, method, path, body=None, headers=None):
        sent = dict(self.headers, **(headers or {}))
        if method != 'GET':
            sent.setdefault('Idempotency-Key', str(uuid.uuid4()))
        for tried in range(1, TRIES + 1):
            try:
                answer = self.attempt(method, path, body, sent)
                if tried > 2:
                    print('The hub answers again.', flush=True)
                return answer
            except Refused as refused:
                after = refused.told.get('_after')
                passes = refused.status in AGAIN or refused.code in ('client.unreachable', 'idempotency.in_progress')
                if passes and tried == TRIES:
                    refused.args = ('%s (tried %d times)' % (str(refused).rstrip('.'), tried),)
                if not passes or tried == TRIES or (after or 0) > LONGEST_WAIT:
                    raise
                if tried == 2:
                    print('The hub does not answer yet: %s. Asking again.' % str(refused).rstrip('.'), flush=True)
                time.sleep((after or 0) + random.random() * min(8, 0.25 * 2 ** tried))

    def attempt(self, method, path, body, headers):
        request = urllib.request.Request(self.url + path, method=method, headers=headers, data=None if body is None else json.dumps(body).encode())
        try:
            with self.opener.open(request, timeout=TRY_SECONDS) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise refusal(error)
        except (OSError, http.client.HTTPException) as error:
            raise Refused('client.unreachable', 'Could not reach the hub at %s: %s' % (self.url, getattr(error, 'reason', error)), 'Check hubUrl, and that containers of the deployment may reach it.')
        try:
            return json.loads(text) if text else None
        except ValueError:
            raise no_hub('JSON', answer.status)


def no_hub(expected, status):
    return Refused('client.not_a_hub', 'Expected %s, but the answer with status %d was something else' % (expected, status), 'Check hubUrl: something other than a Patchbay hub answered.', status)


def refusal(error):
    try:
        told = json.loads(error.read())
        refused = Refused(told['code'], told.get('detail') or told['code'], told.get('fix') or '', error.code, told)
    except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
        refused = no_hub('problem details', error.code)
    after = error.headers.get('Retry-After') if error.headers else None
    if after and after.isdigit():
        refused.told['_after'] = int(after)
    return refused


class Tenant(object):
    def __init__(self, hub, secrets, settings):
        self.hub, self.secrets, self.ids, self.changes, self.unknown = hub, secrets, {}, [], set()
        self.dry, self.patience, self.again = settings.get('dryRun') is True, settings.get('approvalWait') or 0, settings.get('updateSecrets') is True

    def declare(self, declarations):
        """In order, and what shall be absent backwards at the end: it may be needed by what stands after it."""
        self.check(declarations)
        leaving = []
        for each in declarations:
            if each.get('state') == 'absent':
                self.one(each, lambda *declared: self.look(leaving, *declared))
            else:
                self.one(each, self.present)
        for each, actual in reversed(leaving):
            self.one(each, lambda kind, label, *_: self.leave(kind, label, actual))

    def check(self, declarations):
        """What is spelt wrongly is not to be taken for left out, and what has one label twice is not to get the id or the secrets of another one."""
        for number, each in enumerate(declarations, 1):
            expect(each, dict, 'declaration %d' % number)
            for name in [name for name in KNOWN if each.get(name) is not None]:
                expect(each[name], KNOWN[name], '%s of declaration %d' % (name, number))
            for name in each.get('reset') or []:
                expect(name, str, 'each of reset of declaration %d' % number)
        for label, secrets in self.secrets.items():
            expect(secrets or {}, dict, 'secrets of %s' % label)
        labels = [label_of(each) for each in declarations]
        for each, label in zip(declarations, labels):
            strange = [name for name in each if name not in KNOWN]
            if strange:
                raise Refused('declaration.invalid', '%s: there is no %s; expected %s' % (label, ', '.join(strange), ', '.join(KNOWN)), 'Correct the declaration.')
            if label.startswith('#'):
                raise Refused('declaration.invalid', '%s: a label can’t begin with #, for a $ref to it is one of a JSON schema' % label, 'Give it another label.')
            if (each.get('state') or 'present') not in STATES:
                raise Refused('declaration.invalid', '%s: expected the state present or absent, but got %s' % (label, json.dumps(each['state'])), 'Correct `state`.')
            if labels.count(label) > 1:
                raise Refused('declaration.invalid', 'Several declarations have the label %s' % label, 'Give each a label of its own.')
        nobody = [label for label in self.secrets if label not in labels]
        if nobody:
            raise Refused('declaration.invalid', 'There are secrets for %s, and no declaration has that label' % ', '.join(nobody), 'Correct the labels of `secrets`.')

    def one(self, declaration, do):
        kind = KINDS.get(declaration.get('resource'))
        if kind is None:
            raise Refused('declaration.invalid', 'There is no resource %r; expected one of %s' % (declaration.get('resource'), ', '.join(sorted(KINDS))), 'Correct `resource`.')
        label = label_of(declaration)
        fields = dict((name, value) for name, value in (declaration.get('fields') or {}).items() if value is not None)
        try:
            shown = [name for name in kind['secrets'] if name in fields]
            if shown:
                raise Refused('declaration.invalid', '%s is a secret, and fields are shown to whoever reads the deployment' % ', '.join(shown), 'Give it in `secrets`, under the label.')
            do(kind, label, declaration, fields)
        except Refused as refused:
            what = '/'.join(part for part in self.key(kind, fields).values() if isinstance(part, str))
            refused.args = ('Could not declare the %s %s: %s' % (kind['title'], what or label, refused),)
            raise

    def look(self, leaving, kind, label, declaration, fields):
        key = self.key(kind, fields)
        if any(reference(part) is not None and reference(part) not in self.ids for part in key.values()):
            return  # what it belongs to is not there
        actual = self.find(kind, self.resolved(key))
        if actual is not None:
            self.ids[label] = actual['id']
            leaving.append((declaration, actual))

    def leave(self, kind, label, actual):
        self.delete(kind, actual)
        self.changes.append({'label': label, 'id': actual['id'], 'change': 'delete'})

    def present(self, kind, label, declaration, given):
        fields = self.resolved(given)
        secrets = dict((name, value) for name, value in (self.secrets.get(label) or {}).items() if value is not None)
        strange = [name for name in secrets if name not in kind['secrets']]
        if strange:
            raise Refused('declaration.invalid', '%s is no secret of a %s' % (', '.join(strange), kind['title']), 'Move it to `fields`.')
        known = not any(holds(value, self.unknown) for value in fields.values())
        actual = self.find(kind, fields) if known else None
        if actual is None:
            return self.create(kind, label, dict(fields, **secrets), known)
        self.ids[label] = actual['id']
        reset = declaration.get('reset') or []
        hidden = [name for name in reset if name in kind['secrets']]
        if hidden and not self.again:
            raise Refused('declaration.invalid', 'reset names %s, and nobody sees whether a secret is there' % ', '.join(hidden), 'Set updateSecrets to true.')
        wanted = dict(fields, **dict((name, None) for name in reset))
        try:
            would = self.hub.ask('PATCH', self.path(kind, actual['id']), wanted, {'Dry-Run': 'true'}) if wanted else actual
        except Refused as refused:
            if refused.code != 'resource.immutable' or not declaration.get('replace'):
                raise
            return self.replace(kind, label, actual, dict(fields, **secrets))
        differing = [name for name in wanted if would.get(name) != actual.get(name)]
        if self.again:
            differing += sorted(set(secrets).union(hidden))
        if not differing:
            return
        if not self.dry:
            self.update(kind, actual, dict((name, secrets[name] if name in secrets else wanted[name]) for name in differing))
        self.changes.append({'label': label, 'id': actual['id'], 'change': 'update', 'fields': differing})

    def create(self, kind, label, fields, known=True):
        made = None
        if known:
            headers = {'Idempotency-Key': str(uuid.uuid4())}
            made = self.approved(lambda more: self.hub.ask('POST', '/v1/' + kind['plural'], fields, dict(headers, **more)))
        self.changes.append({'label': label, 'id': made['id'] if made and not self.dry else None, 'change': 'create'})
        self.ids[label] = made['id'] if made else 'unknown'
        if self.dry:
            self.unknown.add(self.ids[label])

    def known_ids(self):
        """What was only rehearsed has no id yet."""
        return dict((label, 'unknown' if id in self.unknown else id) for label, id in self.ids.items())

    def replace(self, kind, label, actual, fields):
        self.rehearse(kind, actual, fields)
        if self.dry:
            return self.changes.append({'label': label, 'id': actual['id'], 'change': 'replace'})
        self.leave(kind, label, actual)
        self.create(kind, label, fields)
        self.changes[-2:] = [dict(self.changes[-1], change='replace')]

    def rehearse(self, kind, actual, fields):
        """Nothing is deleted for what can't be made. That the old one has the name is no hindrance."""
        try:
            self.hub.ask('POST', '/v1/' + kind['plural'], fields, {'Dry-Run': 'true'})
        except Refused as refused:
            if refused.code != 'resource.duplicate' or refused.told.get('existing') != actual['id']:
                raise

    def update(self, kind, actual, patch):
        before = actual
        for last in (False, True):
            match = {'If-Match': '"%d"' % actual['version']} if isinstance(actual.get('version'), int) else {}
            try:
                return self.approved(lambda more: self.hub.ask('PATCH', self.path(kind, actual['id']), patch, dict(match, **more)))
            except Refused as refused:
                if refused.code != 'resource.changed' or last:
                    raise
                # The hub itself writes some fields. Only when somebody changed what is declared is it a conflict.
                actual = self.hub.ask('GET', self.path(kind, actual['id']))
                if any(actual.get(name) != before.get(name) for name in patch):
                    raise

    def delete(self, kind, actual):
        if self.dry:
            return
        try:
            self.approved(lambda more: self.hub.ask('DELETE', self.path(kind, actual['id']), None, more))
        except Refused as refused:
            if refused.code != 'resource.not_found':
                raise

    def approved(self, change):
        """A destructive change is allowed by somebody else. The hub names one approval for the same change however often it is asked."""
        ends, approval, said = time.time() + self.patience, {'Dry-Run': 'true'} if self.dry else {}, False
        while True:
            try:
                return change(approval)
            except Refused as refused:
                known = refused.told.get('approval_id')
                if refused.code not in ('approval.required', 'approval.pending') or not known or ('Approval-Id' in approval and time.time() >= ends):
                    raise
                if 'Approval-Id' in approval:
                    if not said:
                        print('Waiting for somebody to approve it: patchbay approvals approve %s' % known, flush=True)
                    said = True
                    time.sleep(LOOK_AGAIN)
                approval = {'Approval-Id': known}

    def key(self, kind, fields):
        return dict((name, fields.get(name, preset)) for name, preset in kind['key'].items())

    def find(self, kind, fields):
        key = self.key(kind, fields)
        missing = [name for name in key if key[name] is None]
        if missing:
            raise Refused('declaration.invalid', 'A %s is found by %s, and %s is missing' % (kind['title'], ' and '.join(key), ' and '.join(missing)), 'Give it.')
        items = self.hub.ask('GET', '/v1/%s?%s' % (kind['plural'], urllib.parse.urlencode(dict(key, limit=1))))['items']
        return items[0] if items else None

    def resolved(self, value):
        label = reference(value)
        if label is not None:
            if label not in self.ids:
                raise Refused('declaration.invalid', 'Nothing before it has the label %s' % label, 'Put what is referred to first.')
            return self.ids[label]
        if isinstance(value, list):
            return [self.resolved(item) for item in value]
        return dict((name, self.resolved(item)) for name, item in value.items()) if isinstance(value, dict) else value

    def path(self, kind, id):
        return '/v1/%s/%s' % (kind['plural'], urllib.parse.quote(id, safe=''))


def label_of(declaration):
    return declaration.get('label') or declaration.get('resource') or 'a declaration'


def in_words(told):
    each = told if isinstance(told, list) else [told]
    return ', '.join('%s %s' % (one.get('resource'), one.get('id')) if isinstance(one, dict) else str(one) for one in each)


def reference(value):
    """{"$ref": label} is the id of what stands before it. "#/…" is none: a JSON schema refers within itself like that."""
    label = value['$ref'] if isinstance(value, dict) and list(value) == ['$ref'] else None
    return label if isinstance(label, str) and not label.startswith('#') else None


def expect(value, kind, what):
    """Azure looks at no more than the outermost. The value is not quoted: it may be a secret."""
    if not isinstance(value, kind):
        raise Refused('declaration.invalid', 'Expected %s to be %s, but it is %s' % (what, NAMES[kind], NAMES[type(value)]), 'Correct the declaration.')


def holds(value, unknown):
    if isinstance(value, (dict, list)):
        return any(holds(item, unknown) for item in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and value in unknown


def given(name, preset):
    text = os.environ.get(name) or ''
    try:
        return json.loads(text) if text.strip() else preset
    except ValueError:
        raise Refused('declaration.invalid', '%s is not JSON' % name, 'Use the template as it is.')


def main():
    settings = given('PATCHBAY_SETTINGS', {})
    hub = Hub(os.environ.get('PATCHBAY_URL') or '', (os.environ.get('PATCHBAY_KEY') or '').strip(), settings.get('tenant'))
    tenant = Tenant(hub, given('PATCHBAY_SECRETS', {}), settings)
    try:
        tenant.declare(given('PATCHBAY_DECLARATIONS', []))
    finally:
        for each in tenant.changes:
            print('%s%s %s%s' % ('would ' if tenant.dry else '', each['change'], each['label'], ': ' + ', '.join(each['fields']) if each.get('fields') else ''))
    if os.environ.get('AZ_SCRIPTS_OUTPUT_PATH'):
        with open(os.environ['AZ_SCRIPTS_OUTPUT_PATH'], 'w') as output:
            json.dump({'changed': len(tenant.changes), 'changes': tenant.changes, 'ids': tenant.known_ids()}, output)


if __name__ == '__main__':
    try:
        main()
    except Refused as refused:
        print(refused.words(), file=sys.stderr)
        sys.exit(1)
PATCHBAY
