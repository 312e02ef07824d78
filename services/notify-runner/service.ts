import { bearerEnv, bearerSecrets } from '#core/identity/bearer-needs.ts'
import type { Service } from '#core/service.ts'

export default {
  id: 'notify-runner',
  title: 'Scripts and alerts',
  description: 'Runs people’s notification scripts on schedule and tells them what they say',
  kind: 'daemon',
  port: 8080,
  env: {
    ...bearerEnv,
    SCRIPTS_PARALLEL: {
      kind: 'integer',
      minimum: 1,
      default: '4',
      description: 'Scripts that run at the same moment; one a person in any case',
    },
    SCRIPTS_KEEP_DAYS: {
      kind: 'integer',
      default: '30',
      description: 'How long the runs of scripts and their output are kept',
    },
  },
  routes: [
    { path: '/api/scripts', auth: 'token' },
    { path: '/api/desktop/scripts', auth: 'token' },
  ],
  health: '/health',
  secrets: { ...bearerSecrets, 'portal-identity': 'text', 'runner-token': 'text' },
  volumes: [{ name: 'homes', path: '/homes' }],
  needs: ['script-sandbox'],
  limits: { memory: '256m', pids: 128 },
  portal: {
    page: { path: '/scripts', title: 'Scripts', icon: 'play', order: 30 },
    widget: { path: '/scripts/widget', title: 'Scripts', order: 30 },
  },
} satisfies Service
