import type { StackModel } from '../../deploy/stack-model.ts'

/** A stack with one part of each kind, and in it everything that a manifest may say. */
export const exampleStack: StackModel = {
  version: '1.2.3',
  stackEnv: {
    PORT: { kind: 'port', default: '8080', description: 'Where the portal listens' },
  },
  providers: [],
  connectors: [],
  services: [
    {
      id: 'webapp',
      title: 'Portal',
      description: 'The pages',
      kind: 'daemon',
      role: 'portal',
      port: 8080,
      routes: [{ path: '/', auth: 'none' }],
      health: '/health',
      units: ['auth'],
      secrets: { csrf: 'text' },
      env: { TRUSTED_PROXIES: { kind: 'integer', default: '0', description: 'Proxies in front' } },
    },
    {
      id: 'bot',
      title: 'Bot',
      description: 'Runs where its token is given',
      kind: 'daemon',
      port: 9000,
      routes: [
        { path: '/bot', auth: 'token' },
        { path: '/bot/hooks', auth: 'none', websocket: true },
        { path: '/bot-page', auth: 'session' },
      ],
      health: '/health',
      env: { BOT_TOKEN: { kind: 'secret', description: 'From the messenger' } },
      enabledWhen: ['BOT_TOKEN'],
      volumes: [
        { name: 'data', path: '/data' },
        { name: 'bot-media', path: '/media', readOnly: true },
      ],
      limits: { memory: '64m', cpus: 0.5, pids: 16 },
    },
    {
      id: 'postgres',
      title: 'Database',
      description: 'Not ours',
      kind: 'daemon',
      role: 'database',
      port: 5432,
      secrets: { 'postgres-password': 'text' },
      volumes: [{ name: 'postgres', path: '/var/lib/postgresql/data' }],
      container: {
        image: 'postgres:17',
        user: '999:999',
        env: {
          POSTGRES_USER: 'stack',
          POSTGRES_DB: 'stack',
          POSTGRES_PASSWORD_FILE: '${secret:postgres-password}',
        },
        command: ['sh', '-c', 'echo $HOME'],
        health: ['pg_isready'],
        scratch: ['/tmp'],
      },
    },
    {
      id: 'edge',
      title: 'Edge',
      description: 'The door',
      kind: 'daemon',
      role: 'edge',
      port: 80,
      container: {
        publish: [{ port: 80, variable: 'HTTP_PORT', default: 8080 }],
        health: ['true'],
        capabilities: ['NET_BIND_SERVICE'],
      },
    },
    {
      id: 'secrets',
      title: 'Secrets',
      description: 'Before all others',
      kind: 'setup',
    },
  ],
}
