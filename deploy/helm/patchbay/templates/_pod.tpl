{{- /* What every hub is told, and nothing secret but by reference. */ -}}
{{- define "patchbay.environment" -}}
- { name: PATCHBAY_HOST, value: "0.0.0.0" }
- { name: PATCHBAY_PORT, value: "8085" }
- { name: PATCHBAY_DATA_DIR, value: /var/lib/patchbay }
- { name: PATCHBAY_LOG_FORMAT, value: json }
- { name: PATCHBAY_DRAIN_MS, value: {{ mul .Values.drainSeconds 1000 | toString | quote }} }
{{- with .Values.publicUrl }}
- { name: PATCHBAY_PUBLIC_URL, value: {{ . | quote }} }
{{- end }}
{{- with .Values.trustProxy }}
- { name: PATCHBAY_TRUST_PROXY, value: {{ join "," . | quote }} }
{{- end }}
{{- with .Values.metrics.tokenSecret }}
{{- if .name }}
- { name: PATCHBAY_METRICS_TOKEN, valueFrom: { secretKeyRef: { name: {{ .name }}, key: {{ .key }} } } }
{{- end }}
{{- end }}
{{- range $name, $value := .Values.config }}
- { name: {{ $name }}, value: {{ (kindIs "string" $value) | ternary $value (toJson $value) | quote }} }
{{- end }}
{{- range $name, $secret := .Values.secretConfig }}
- { name: {{ $name }}, valueFrom: { secretKeyRef: { name: {{ $secret.name }}, key: {{ $secret.key }} } } }
{{- end }}
{{ include "patchbay.database" . }}
{{ include "patchbay.masterKey" . }}
{{- end -}}

{{- define "patchbay.database" -}}
{{- if eq .Values.store "postgres" -}}
- { name: PATCHBAY_DATABASE_URL, valueFrom: { secretKeyRef: { name: {{ .Values.database.secret.name }}, key: {{ .Values.database.secret.key }} } } }
- { name: PATCHBAY_DATABASE_POOL, value: {{ .Values.database.pool | toString | quote }} }
{{- end }}
{{- end -}}

{{- define "patchbay.masterKey" -}}
- { name: PATCHBAY_MASTER_KEY_KIND, value: {{ .Values.masterKey.kind }} }
{{- $secret := .Values.masterKey.secret.name }}
{{- if eq .Values.masterKey.kind "environment" }}
- { name: PATCHBAY_MASTER_KEY, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ .Values.masterKey.secret.key }} } } }
{{- else if eq .Values.masterKey.kind "aws_kms" }}
- { name: PATCHBAY_AWS_KMS_KEY_ID, value: {{ .Values.masterKey.awsKms.keyId | quote }} }
- { name: PATCHBAY_AWS_REGION, value: {{ .Values.masterKey.awsKms.region | quote }} }
- { name: PATCHBAY_AWS_ACCESS_KEY_ID, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: access-key-id } } }
- { name: PATCHBAY_AWS_SECRET_ACCESS_KEY, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: secret-access-key } } }
- { name: PATCHBAY_AWS_SESSION_TOKEN, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: session-token, optional: true } } }
{{- else }}
- { name: PATCHBAY_VAULT_ADDRESS, value: {{ .Values.masterKey.vault.address | quote }} }
- { name: PATCHBAY_VAULT_MOUNT, value: {{ .Values.masterKey.vault.mount | quote }} }
- { name: PATCHBAY_VAULT_KEY, value: {{ .Values.masterKey.vault.key | quote }} }
- { name: PATCHBAY_VAULT_TOKEN, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ .Values.masterKey.secret.key }} } } }
{{- end }}
{{- end -}}

{{- define "patchbay.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "patchbay.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "patchbay.template" -}}
metadata:
  labels:
    {{- include "patchbay.labels" . | nindent 4 }}
    app.kubernetes.io/component: hub
    {{- with .Values.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  {{- if or .Values.metrics.annotations .Values.podAnnotations }}
  annotations:
    {{- if .Values.metrics.annotations }}
    prometheus.io/scrape: "true"
    prometheus.io/port: "8085"
    prometheus.io/path: /metrics
    {{- end }}
    {{- with .Values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
  {{- end }}
spec:
  serviceAccountName: {{ include "patchbay.name" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add .Values.preStopSeconds .Values.drainSeconds 10 }}
  securityContext:
    {{- include "patchbay.podSecurity" . | nindent 4 }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{ toJson . }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "patchbay.selector" . | nindent 10 }}
  containers:
    - name: hub
      image: {{ include "patchbay.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [start]
      env:
        {{- include "patchbay.environment" . | nindent 8 }}
      ports:
        - { name: http, containerPort: 8085, protocol: TCP }
      startupProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 2
        failureThreshold: 150
      livenessProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 3
        timeoutSeconds: 2
        failureThreshold: 2
      {{- if .Values.preStopSeconds }}
      lifecycle:
        preStop: { sleep: { seconds: {{ .Values.preStopSeconds }} } }
      {{- end }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        {{- include "patchbay.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - { name: data, mountPath: /var/lib/patchbay }
        - { name: tmp, mountPath: /tmp }
  volumes:
    - { name: tmp, emptyDir: {} }
    {{- if eq .Values.store "postgres" }}
    - { name: data, emptyDir: {} }
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{ toJson . }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{ toJson . }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{ toJson . }}
  {{- end }}
{{- end -}}
