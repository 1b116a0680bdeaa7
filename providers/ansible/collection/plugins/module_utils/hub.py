# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One request to the hub: tries, waits, tries again. Only what is safe is repeated: reads, and writes under one idempotency key."""

from __future__ import absolute_import, division, print_function
__metaclass__ = type

import json
import random
import re
import time
import uuid

from ansible.module_utils.basic import env_fallback
from ansible.module_utils.six.moves.http_client import HTTPException
from ansible.module_utils.six.moves.urllib.error import HTTPError
from ansible.module_utils.six.moves.urllib.parse import quote, urlencode
from ansible.module_utils.urls import ConnectionError as UrlConnectionError, NoSSLError, SSLValidationError, open_url

CONNECTION = dict(
    hub_url=dict(type='str', default='http://127.0.0.1:8085', fallback=(env_fallback, ['PATCHBAY_URL'])),
    hub_key=dict(type='str', required=True, no_log=True, fallback=(env_fallback, ['PATCHBAY_KEY'])),
    hub_tenant=dict(type='str', fallback=(env_fallback, ['PATCHBAY_TENANT'])),
    hub_timeout=dict(type='int', default=30),
    hub_retries=dict(type='int', default=14),
    validate_certs=dict(type='bool', default=True),
)

AGAIN = (429, 502, 503, 504)
LONGEST_WAIT = 60
LONGEST_TRY = 86400


class HubError(Exception):
    """A refusal of the hub, or that it could not be reached."""

    def __init__(self, code, message, fix='', status=0, issues=None, details=None, request_id=None):
        super(HubError, self).__init__(message)
        self.code = code
        self.fix = fix
        self.status = status
        self.issues = issues or []
        self.details = details or {}
        self.request_id = request_id

    def words(self):
        where = ['%s: %s' % (issue.get('path'), issue.get('message')) for issue in self.issues]
        return ' '.join(['%s (%s).' % (str(self).rstrip('.'), self.code)] + where + ([self.fix] if self.fix else []))


class Hub(object):
    def __init__(self, params):
        # What can't be sent would be quoted by who refuses to send it.
        key = params['hub_key'].strip()
        for name, value in (('hub_key', key), ('hub_tenant', params.get('hub_tenant') or '')):
            if not re.match(r'[!-~]*\Z', value):
                raise HubError('client.misused', 'Expected %s to be one line of plain text without spaces' % name, 'Correct %s.' % name)
        if not re.match('^https?://[^@]+$', params['hub_url']):
            raise HubError('client.misused', 'Expected hub_url with http:// or https://, and without a user name or password', 'Correct hub_url.')
        if not 1 <= params['hub_timeout'] <= LONGEST_TRY:
            raise HubError('client.misused', 'Expected hub_timeout to be 1 to %d seconds, but it is %d' % (LONGEST_TRY, params['hub_timeout']), 'Correct hub_timeout.')
        self.url = params['hub_url'].rstrip('/')
        self.timeout = params['hub_timeout']
        self.retries = params['hub_retries']
        self.validate_certs = params['validate_certs']
        self.headers = {'Authorization': 'Bearer %s' % key, 'Accept': 'application/json', 'Content-Type': 'application/json'}
        if params.get('hub_tenant'):
            self.headers['X-Tenant-Id'] = params['hub_tenant']

    def send(self, method, path, body=None, headers=None, query=None):
        sent = dict(self.headers, **(headers or {}))
        if method != 'GET':
            sent.setdefault('Idempotency-Key', str(uuid.uuid4()))
        url = self.url + path + ('?' + urlencode(query) if query else '')
        failed = 0
        while True:
            try:
                return self._try(method, url, None if body is None else json.dumps(body), sent)
            except HubError as error:
                failed += 1
                wait = self._pause(failed, error)
                if wait is None:
                    raise
                time.sleep(wait)

    def _pause(self, failed, error):
        if failed > self.retries or (error.status not in AGAIN and error.code not in ('client.unreachable', 'idempotency.in_progress')):
            return None
        asked = error.details.get('_retry_after')
        if asked is not None and asked > LONGEST_WAIT:
            return None
        return (asked or 0) + random.random() * min(8, 0.25 * 2 ** (failed - 1))

    def _try(self, method, url, data, headers):
        try:
            answer = open_url(url, method=method, data=data, headers=headers, timeout=self.timeout, validate_certs=self.validate_certs, follow_redirects='none', http_agent='patchbay-ansible', use_netrc=False)
            text = answer.read()
        except HTTPError as error:
            raise refusal(error)
        except (SSLValidationError, NoSSLError) as error:
            raise HubError('client.certificate', 'The certificate of %s is not trusted: %s' % (self.url, error), 'Trust its authority on this machine, or set validate_certs to false in a test.')
        except (UrlConnectionError, HTTPException, OSError) as error:
            raise HubError('client.unreachable', '%s could not be reached: %s' % (self.url, error), 'Check hub_url and that the hub runs.')
        try:
            return json.loads(text) if text else None
        except ValueError:
            raise HubError('client.not_a_hub', 'Expected JSON from %s, but the answer was something else' % self.url, 'Check hub_url.')

    def get(self, plural, id):
        try:
            return self.send('GET', '/v1/%s/%s' % (plural, quote(id, safe='')))
        except HubError as error:
            if error.code == 'resource.not_found':
                return None
            raise

    def find(self, plural, where):
        items = self.send('GET', '/v1/%s' % plural, query=dict(where, limit=1))['items']
        return items[0] if items else None

    def each(self, plural, where):
        cursor = None
        while True:
            page = self.send('GET', '/v1/%s' % plural, query=dict(where, **({'cursor': cursor} if cursor else {})))
            for item in page['items']:
                yield item
            cursor = page.get('next_cursor')
            if not cursor:
                return


def refusal(error):
    """The problem document that the hub answers with."""
    try:
        told = json.loads(error.read())
        code, message = told['code'], told.get('message') or told.get('detail') or told.get('title')
    except (ValueError, KeyError, TypeError, HTTPException, OSError):
        return HubError('client.not_a_hub', 'Something other than a hub answered with status %d' % error.code, 'Check hub_url.', error.code)
    details = dict(told.get('details') or {}, **dict((key, told[key]) for key in told if key in ('approval_id', 'existing')))
    after = error.headers.get('Retry-After') if error.headers else None
    if after and after.isdigit():
        details['_retry_after'] = int(after)
    return HubError(code, message, told.get('fix', ''), error.code, told.get('issues'), details, told.get('request_id'))
