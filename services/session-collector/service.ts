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
    SESSIONS_KEEP_REDACTED_DAYS: {
      kind: 'integer',
      default: '400',
      description: 'Days after its last change that the redacted twin is kept. 0: for ever',
    },
    SESSIONS_PRICES: {
      kind: 'list',
      default: '',
      description:
        'Prices of models beside or instead of those that are built in, in US dollars for a million tokens in and out; a model is named by how its name begins',
      example: 'claude-next-1=4/20,my-model=0.5/2',
    },
  },
  routes: [{ path: '/api/sessions', auth: 'token' }],
  health: '/health',
  secrets: { ...bearerSecrets, 'portal-identity': 'text', 'session-redaction': 'text' },
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
