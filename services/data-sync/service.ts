import { bearerEnv, bearerSecrets } from '#core/identity/bearer-needs.ts'
import type { Service } from '#core/service.ts'

export default {
  id: 'data-sync',
  title: 'Data sync',
  description: 'Pulls the sources, publishes typed Parquet, and hands it to analysts',
  kind: 'daemon',
  port: 8080,
  env: {
    ...bearerEnv,
    SYNC_MEMORY_LIMIT: {
      kind: 'memory',
      default: '256MB',
      description:
        'Memory that one conversion may take, such as 512MB or 1.5GiB; more spills to disk',
    },
    SYNC_THREADS: {
      kind: 'integer',
      minimum: 1,
      default: '2',
      description: 'Threads of one conversion',
    },
    SYNC_PARALLEL: {
      kind: 'integer',
      minimum: 1,
      default: '1',
      description: 'Tables that are converted at the same time',
    },
    SYNC_TIMEOUT_MINUTES: {
      kind: 'integer',
      minimum: 1,
      default: '120',
      description: 'A conversion that takes longer is ended and reported',
    },
    SYNC_KEEP_HOURS: {
      kind: 'integer',
      default: '24',
      description: 'How long replaced versions stay for analysts who are still downloading them',
    },
  },
  routes: [{ path: '/sync/v1', auth: 'token' }],
  health: '/health',
  units: ['connectors'],
  secrets: { ...bearerSecrets, 'portal-identity': 'text', 'sync-signing-key': 'ed25519' },
  volumes: [{ name: 'data', path: '/data' }],
  limits: { memory: '1g', pids: 256 },
  portal: {
    page: { path: '/catalog', title: 'Catalog', icon: 'table', order: 10 },
    widget: { path: '/catalog/widget', title: 'Data', order: 10 },
  },
} satisfies Service
