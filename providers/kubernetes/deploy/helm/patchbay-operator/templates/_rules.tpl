{{- /* generated: npm run catalog */ -}}
{{- define "patchbay-operator.rules" -}}
- apiGroups:
    - patchbay.io
  resources:
    - apikeys
    - endpoints
    - environments
    - eventtypes
    - flags
    - installations
    - mcpservers
    - pipelines
    - projects
    - registries
    - rolebindings
    - rules
    - runbooks
    - secrets
    - sinks
    - sources
    - templates
    - tenants
    - trustpolicies
  verbs:
    - get
    - list
    - watch
    - patch
- apiGroups:
    - patchbay.io
  resources:
    - apikeys/status
    - endpoints/status
    - environments/status
    - eventtypes/status
    - flags/status
    - installations/status
    - mcpservers/status
    - pipelines/status
    - projects/status
    - registries/status
    - rolebindings/status
    - rules/status
    - runbooks/status
    - secrets/status
    - sinks/status
    - sources/status
    - templates/status
    - tenants/status
    - trustpolicies/status
  verbs:
    - patch
- apiGroups:
    - patchbay.io
  resources:
    - apikeys/finalizers
    - endpoints/finalizers
    - environments/finalizers
    - eventtypes/finalizers
    - flags/finalizers
    - installations/finalizers
    - mcpservers/finalizers
    - pipelines/finalizers
    - projects/finalizers
    - registries/finalizers
    - rolebindings/finalizers
    - rules/finalizers
    - runbooks/finalizers
    - secrets/finalizers
    - sinks/finalizers
    - sources/finalizers
    - templates/finalizers
    - tenants/finalizers
    - trustpolicies/finalizers
  verbs:
    - update
- apiGroups:
    - ""
  resources:
    - secrets
  verbs:
    - get
    - list
    - watch
    - create
    - patch
- apiGroups:
    - ""
  resources:
    - events
  verbs:
    - create
{{- end -}}
{{- define "patchbay-operator.viewRules" -}}
- apiGroups:
    - patchbay.io
  resources:
    - apikeys
    - endpoints
    - environments
    - eventtypes
    - flags
    - installations
    - mcpservers
    - pipelines
    - projects
    - registries
    - rolebindings
    - rules
    - runbooks
    - secrets
    - sinks
    - sources
    - templates
    - tenants
    - trustpolicies
  verbs:
    - get
    - list
    - watch
{{- end -}}
{{- define "patchbay-operator.editRules" -}}
- apiGroups:
    - patchbay.io
  resources:
    - apikeys
    - endpoints
    - environments
    - eventtypes
    - flags
    - installations
    - mcpservers
    - pipelines
    - projects
    - registries
    - rolebindings
    - rules
    - runbooks
    - secrets
    - sinks
    - sources
    - templates
    - tenants
    - trustpolicies
  verbs:
    - create
    - delete
    - deletecollection
    - patch
    - update
{{- end -}}
