import { SETTINGS } from './config';
import { nearSettings } from './near-settings';

test.each([
  ['DATADIR', 'DATA_DIR'],
  ['KAFKA_BROKER', 'KAFKA_BROKERS'],
  ['TOKEN_ISSUR', 'TOKEN_ISSUER'],
  ['JWKS_FIEL', 'JWKS_FILE'],
  ['EVENT_STORE_URL', 'EVENTSTORE_URL'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['port', 'PORT'],
  ['HOSTS', 'HOST'],
])('%s is hinted at as %s', (name, meant) => {
  expect(nearSettings({ [name]: 'x' })).toEqual([
    `the variable ${name} is no setting: did you mean ${meant}?`,
  ]);
});

test('no setting is near to another one', () => {
  expect(nearSettings(Object.fromEntries(SETTINGS.map(({ name }) => [name, 'x'])))).toEqual([]);
});

const COMMON = `PATH HOME USER USERNAME LOGNAME SHELL PWD OLDPWD TERM LANG LC_ALL LANGUAGE EDITOR HOSTNAME HOSTTYPE TZ TMPDIR
  TEMP TMP MAIL PS1 SHLVL DISPLAY COLORTERM NO_COLOR FORCE_COLOR DEBUG CI NODE_OPTIONS NODE_PATH NODE NODE_VERSION
  NODE_EXTRA_CA_CERTS NODE_NO_WARNINGS HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy MALLOC_ARENA_MAX UV_THREADPOOL_SIZE
  XDG_RUNTIME_DIR XDG_DATA_DIRS SSH_AUTH_SOCK SSH_CONNECTION SUDO_USER INIT_CWD npm_config_cache npm_lifecycle_event
  npm_package_name npm_execpath YARN_VERSION KUBERNETES_PORT KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT
  TRUCKFLOW_PORT KAFKA_PORT KAFKA_SERVICE_HOST KURRENTDB_PORT POD_NAME POST COST HOSTALIASES INVOCATION_ID
  JOURNAL_STREAM SYSTEMD_EXEC_PID NOTIFY_SOCKET LISTEN_FDS API_PORT DOCKER_HOST JEST_WORKER_ID`;

test('what every environment holds is left alone', () => {
  const environment = Object.fromEntries(COMMON.split(/\s+/).map((name) => [name, 'x']));
  expect(nearSettings(environment)).toEqual([]);
});
