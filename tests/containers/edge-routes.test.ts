import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const IMAGE = 'caddy:2'
const root = join(import.meta.dirname, '../..')
const skip =
  spawnSync('docker', ['image', 'inspect', IMAGE]).status === 0
    ? false
    : `the container image ${IMAGE} is not here`

/** Caddy's own reading of a file of routes, as it is done before one is taken. */
function validate(file: string, site?: string) {
  const config = ['--config', '/routes/Caddyfile', '--adapter', 'caddyfile']
  const given = site === undefined ? [] : ['--env', `SITE_ADDRESS=${site}`]
  const folder = `${dirname(file)}:/routes:ro`
  const words = ['run', '--rm', '--network', 'none', '--volume', folder, ...given, IMAGE]
  return spawnSync('docker', [...words, 'caddy', 'validate', ...config], { encoding: 'utf8' })
}

test(
  'the first check fails for a missing certificate (of the original): Caddy takes the routes as they are, with a domain and without',
  { skip },
  () => {
    const files = globSync('deploy/{caddy,systemd/*}/Caddyfile', { cwd: root })
    assert.equal(files.length, 3)
    for (const file of files) {
      for (const site of [undefined, 'data.example.com', 'http://data.example.com:8080']) {
        const { status, stderr } = validate(join(root, file), site)
        assert.equal(status, 0, `${file} at ${site}: ${stderr}`)
      }
    }
    const { status, stderr } = validate(join(root, files[0] ?? ''), 'http://x:port')
    assert.notEqual(status, 0, `it reads what it is given: ${stderr}`)
  },
)
