import type { Service } from '#core/service.ts'

export default {
  id: 'edge',
  title: 'Edge',
  description: 'Caddy: the only door from outside; TLS by itself when a domain is set',
  kind: 'daemon',
  role: 'edge',
  port: 80,
  volumes: [{ name: 'edge', path: '/state' }],
  limits: { memory: '256m', pids: 128 },
  container: {
    publish: [
      { port: 80, variable: 'HTTP_PORT', default: 8080 },
      { port: 443, variable: 'HTTPS_PORT', default: 8443 },
    ],
    // The official image has wget and no bash, a build on Debian has bash and perhaps no wget.
    health: [
      'sh',
      '-c',
      'wget -q -O /dev/null http://127.0.0.1:8081/ || bash -c "exec 3<>/dev/tcp/127.0.0.1/8081"',
    ],
    scratch: ['/tmp'],
    // The binary carries this capability, and the kernel does not start it where it could not be had.
    capabilities: ['NET_BIND_SERVICE'],
  },
} satisfies Service
