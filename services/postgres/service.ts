import type { Service } from '#core/service.ts'

const data = '/var/lib/postgresql/data'

export default {
  id: 'postgres',
  title: 'Database',
  description: 'PostgreSQL: everything but the objects that analysts download',
  kind: 'daemon',
  role: 'database',
  port: 5432,
  secrets: { 'postgres-password': 'text' },
  volumes: [{ name: 'postgres', path: data }],
  limits: { memory: '512m', pids: 256 },
  container: {
    image: 'postgres:17',
    // The user of the official image.
    user: '999:999',
    env: {
      POSTGRES_USER: 'stack',
      POSTGRES_DB: 'stack',
      POSTGRES_PASSWORD_FILE: '${secret:postgres-password}',
      POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --data-checksums',
    },
    command: [
      'sh',
      '-c',
      // Its own message names neither the folder on the server nor what to do.
      `test -w ${data} || { echo "error: the folder mounted at ${data} belongs to $(stat -c %u:%g ${data}) and PostgreSQL runs as 999:999" >&2; echo "remedy: on the server: sudo chown -R 999:999 $MOUNTED_FROM && sudo chmod 700 $MOUNTED_FROM" >&2; exit 1; }; exec docker-entrypoint.sh postgres`,
    ],
    health: ['pg_isready', '--quiet', '--username=stack', '--host=127.0.0.1'],
    scratch: ['/var/run/postgresql', '/tmp'],
  },
} satisfies Service
