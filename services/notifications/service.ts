import { bearerEnv, bearerSecrets } from '#core/identity/bearer-needs.ts'
import type { Service } from '#core/service.ts'

export default {
  id: 'notifications',
  title: 'Notifications',
  description:
    'The inbox of each person: what scripts and the stack told them, with images and preferences',
  kind: 'daemon',
  port: 8080,
  env: { ...bearerEnv },
  routes: [{ path: '/api/notifications', auth: 'token' }],
  health: '/health',
  secrets: { ...bearerSecrets, 'portal-identity': 'text' },
  portal: {
    page: { path: '/notifications', title: 'Notifications', icon: 'bell', order: 20 },
    script: '/notifications/live.js',
    widget: { path: '/notifications/widget', title: 'Notifications', order: 20 },
  },
} satisfies Service
