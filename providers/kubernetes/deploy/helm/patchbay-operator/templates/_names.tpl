{{- define "patchbay-operator.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 53 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" }}{{ end }}
{{- end -}}

{{- define "patchbay-operator.account" -}}
{{- .Values.serviceAccount.name | default (include "patchbay-operator.name" .) }}
{{- end -}}

{{- define "patchbay-operator.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "patchbay-operator.labels" -}}
{{ include "patchbay-operator.selector" . }}
app.kubernetes.io/part-of: patchbay
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "patchbay-operator.subject" -}}
- kind: ServiceAccount
  name: {{ include "patchbay-operator.account" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}
