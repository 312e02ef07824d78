import type { Service } from '#core/service.ts'

const code = '/app/services/ssh-gateway'

export default {
  id: 'ssh-gateway',
  title: 'SSH gateway',
  description: 'OpenSSH for analysts who use rsync: their own tables, to be read and nothing else',
  kind: 'daemon',
  port: 2222,
  enabledWhen: ['SSH_HOST'],
  volumes: [
    { name: 'ssh-access', path: '/access', readOnly: true },
    { name: 'data', path: '/data', readOnly: true },
  ],
  limits: { memory: '512m', pids: 256 },
  container: {
    // The user that all login names share; ssh-keys writes it into their list.
    user: '9022:10000',
    health: ['node', `${code}/inside/check-health.ts`],
    publish: [{ port: 2222, variable: 'SSH_PORT', default: 2222 }],
    scratch: ['/tmp'],
  },
} satisfies Service
