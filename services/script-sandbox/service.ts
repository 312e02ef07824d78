import type { Service } from '#core/service.ts'

export default {
  id: 'script-sandbox',
  title: 'Script sandbox',
  description:
    'Runs people’s scripts behind a wall: no network, no foreign file, no process left over',
  kind: 'daemon',
  isolated: true,
  port: 8080,
  env: {
    SCRIPT_PYTHON: {
      kind: 'text',
      default: '/usr/bin/python3',
      description: 'The Python that runs .py scripts; it must lie below /usr',
    },
    SCRIPT_WALL: {
      kind: 'text',
      default: 'auto',
      description: 'bubblewrap or landlock, to try no other; auto takes the first that holds here',
    },
  },
  health: '/health',
  volumes: [{ name: 'data', path: '/data', readOnly: true }],
  limits: { memory: '2g', cpus: 2, pids: 320 },
} satisfies Service
