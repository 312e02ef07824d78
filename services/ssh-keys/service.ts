import type { Service } from '#core/service.ts'

export default {
  id: 'ssh-keys',
  title: 'SSH keys',
  description: 'People’s public keys, and what each may read by rsync at the SSH gateway',
  kind: 'daemon',
  port: 8080,
  env: {
    SSH_HOST: {
      kind: 'text',
      required: true,
      description: 'The name by which analysts reach the SSH gateway; without it there is none',
      example: 'data.example.com',
    },
    SSH_PORT: {
      kind: 'port',
      default: '2222',
      description: 'The port of the SSH gateway, for people',
    },
  },
  health: '/health',
  secrets: { 'portal-identity': 'text', 'ssh-host-key': 'ed25519' },
  volumes: [{ name: 'ssh-access', path: '/data' }],
  needs: ['ssh-gateway'],
  enabledWhen: ['SSH_HOST'],
  portal: {
    page: { path: '/ssh-keys', title: 'SSH keys', icon: 'key', order: 70 },
  },
} satisfies Service
