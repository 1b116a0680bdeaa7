/** The definitions and the rights of the operator as files, by path. */
import type { ModelSource } from '@patchbay/reconcile';
import { stringify } from 'yaml';
import { liveModels } from '../kinds.ts';
import { definitionOf } from './definition.ts';
import { GROUP, pluralOf } from './names.ts';

const NOTE = '# generated: npm run catalog\n';

export function deployFiles(resources: readonly ModelSource[]): Readonly<Record<string, string>> {
  const models = liveModels(resources);
  const plurals = models.map(({ plural }) => pluralOf(plural)).sort();
  const rules = rulesOf(plurals);
  return {
    'kustomize/crds/patchbay.io.yaml': NOTE + models.map((model) => `---\n${yaml(definitionOf(model))}`).join(''),
    'kustomize/operator/cluster-role.yaml': NOTE + yaml({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'patchbay-operator' }, rules }),
    'kustomize/operator/user-roles.yaml': NOTE + ['view', 'edit'].map((role) => `---\n${yaml(userRole(role, plurals))}`).join(''),
    'helm/patchbay-operator/templates/_rules.tpl': `{{- /* generated: npm run catalog */ -}}\n${[block('rules', rules), block('viewRules', userRules('view', plurals)), block('editRules', userRules('edit', plurals))].join('')}`,
  };
}

/** No more than what the operator does. */
function rulesOf(plurals: readonly string[]): readonly object[] {
  return [
    { apiGroups: [GROUP], resources: plurals, verbs: ['get', 'list', 'watch', 'patch'] },
    { apiGroups: [GROUP], resources: plurals.map((plural) => `${plural}/status`), verbs: ['patch'] },
    { apiGroups: [GROUP], resources: plurals.map((plural) => `${plural}/finalizers`), verbs: ['update'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'create', 'patch'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create'] },
  ];
}

/** Whoever may view or edit in a namespace may do so with what is declared there. */
const userRole = (role: string, plurals: readonly string[]): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: `patchbay-${role}`, labels: { [`rbac.authorization.k8s.io/aggregate-to-${role}`]: 'true', ...(role === 'edit' ? { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' } : {}) } },
  rules: userRules(role, plurals),
});

const userRules = (role: string, plurals: readonly string[]): readonly object[] => [{ apiGroups: [GROUP], resources: plurals, verbs: role === 'view' ? ['get', 'list', 'watch'] : ['create', 'delete', 'deletecollection', 'patch', 'update'] }];

const block = (name: string, rules: readonly object[]): string => `{{- define "patchbay-operator.${name}" -}}\n${yaml(rules)}{{- end -}}\n`;

/** Kubernetes reads YAML 1.1, where `off` is a truth value unless it stands in quotes. */
const yaml = (value: object): string => stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
