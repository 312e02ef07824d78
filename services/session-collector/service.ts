import { bearerEnv, bearerSecrets } from '#core/identity/bearer-needs.ts'
import type { Service } from '#core/service.ts'

export default {
  id: 'session-collector',
  title: 'Session collector',
  description:
    'Keeps people’s transcripts of Claude Code, and reckons what the team’s work with it is',
  kind: 'job',
  schedule: '*/30 * * * *',
  port: 8080,
  env: {
    ...bearerEnv,
    SESSIONS_QUOTA_MB: {
      kind: 'integer',
      default: '5000',
      description: 'Megabytes of transcripts that are kept of one person',
    },
    SESSIONS_KEEP_DAYS: {
      kind: 'integer',
      default: '90',
      description:
        'Days after its last change that a transcript is kept; its figures stay. 0: for ever',
    },
  },
  routes: [{ path: '/api/sessions', auth: 'token' }],
  health: '/health',
  secrets: { ...bearerSecrets, 'portal-identity': 'text' },
  volumes: [
    { name: 'homes', path: '/homes', readOnly: true },
    { name: 'sessions', path: '/data' },
  ],
  limits: { memory: '512m', pids: 128 },
  portal: {
    page: { path: '/sessions', title: 'Sessions', icon: 'pulse', order: 45 },
    widget: { path: '/sessions/widget', title: 'Sessions', order: 45 },
  },
} satisfies Service
