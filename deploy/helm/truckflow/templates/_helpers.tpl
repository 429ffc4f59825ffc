{{- define "truckflow.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "truckflow.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "truckflow.labels" -}}
{{ include "truckflow.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "truckflow.image" -}}
{{- $named := printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- if .Values.image.digest }}
{{- printf "%s@%s" $named .Values.image.digest }}
{{- else if .Values.image.byTag }}
{{- $named }}
{{- else }}
{{- fail "image: give the digest, or say byTag: true" }}
{{- end }}
{{- end }}

{{/* Non-root, nothing to gain, nothing to write but its volumes. 1000 is the user node of the image. */}}
{{- define "truckflow.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "truckflow.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "truckflow.probes" -}}
startupProbe:
  httpGet: { path: /startupz, port: http }
  periodSeconds: 5
  failureThreshold: {{ mul .startupMinutes 12 }}
readinessProbe:
  httpGet: { path: /readyz, port: http }
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{/* What every process of the chart is told. */}}
{{- define "truckflow.environment" -}}
- { name: NODE_ENV, value: production }
- { name: HOST, value: 0.0.0.0 }
- { name: DATA_DIR, value: /data }
- { name: TOKEN_ISSUER, value: {{ .Values.auth.issuer | quote }} }
- { name: TOKEN_AUDIENCE, value: {{ .Values.auth.audience | quote }} }
{{- if .Values.auth.jwksUrl }}
- { name: JWKS_URL, value: {{ .Values.auth.jwksUrl | quote }} }
{{- else if or .Values.auth.jwksSecret .Values.auth.jwksConfigMap }}
- { name: JWKS_FILE, value: /keys/jwks.json }
{{- end }}
{{- if .Values.eventStore.url }}
- { name: EVENTSTORE_URL, value: {{ .Values.eventStore.url | quote }} }
{{- with .Values.eventStore.credentialsSecret }}
- name: EVENTSTORE_USERNAME
  valueFrom: { secretKeyRef: { name: {{ . | quote }}, key: username } }
- { name: EVENTSTORE_PASSWORD_FILE, value: /eventstore/password }
{{- end }}
{{- end }}
{{- end }}

{{- define "truckflow.kafkaEnvironment" -}}
- { name: KAFKA_BROKERS, value: {{ join "," .Values.publisher.brokers | quote }} }
- { name: KAFKA_REPLICAS, value: {{ .Values.publisher.replicationFactor | quote }} }
- { name: KAFKA_TLS, value: {{ ternary "on" "off" .Values.publisher.tls | quote }} }
{{- if .Values.publisher.username }}
- { name: KAFKA_USERNAME, value: {{ .Values.publisher.username | quote }} }
- { name: KAFKA_PASSWORD_FILE, value: /kafka/password }
{{- end }}
{{- end }}

{{- define "truckflow.settings" -}}
{{- range $name, $value := .Values.settings }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- define "truckflow.mounts" -}}
- { name: data, mountPath: /data }
- { name: tmp, mountPath: /tmp }
{{- if and .Values.eventStore.url .Values.eventStore.credentialsSecret }}
- { name: eventstore, mountPath: /eventstore, readOnly: true }
{{- end }}
{{- if or .Values.auth.jwksSecret .Values.auth.jwksConfigMap }}
- { name: keys, mountPath: /keys, readOnly: true }
{{- end }}
{{- end }}

{{- define "truckflow.volumes" -}}
- name: tmp
  emptyDir: {}
{{- if and .Values.eventStore.url .Values.eventStore.credentialsSecret }}
- name: eventstore
  secret: { secretName: {{ .Values.eventStore.credentialsSecret | quote }}, items: [{ key: password, path: password }] }
{{- end }}
{{- if .Values.auth.jwksSecret }}
- name: keys
  secret: { secretName: {{ .Values.auth.jwksSecret | quote }} }
{{- else if .Values.auth.jwksConfigMap }}
- name: keys
  configMap: { name: {{ .Values.auth.jwksConfigMap | quote }} }
{{- end }}
{{- end }}

{{- define "truckflow.kafkaVolume" -}}
{{- with .Values.publisher.passwordSecret }}
- name: kafka
  secret: { secretName: {{ . | quote }} }
{{- end }}
{{- end }}

{{/* The embedded store lets in one process only, so its publisher lives in the server. */}}
{{- define "truckflow.publishesInside" -}}
{{- if and .Values.publisher.enabled (not .Values.eventStore.url) }}yes{{ end }}
{{- end }}
