import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { freePort } from '../../tests/peers/free-port.ts'
import { openFilesSource } from '../../tests/peers/files-source.ts'
import { checkAddress, download, remoteMarker, type RequestBounds } from './download.ts'

function bounds(more: Partial<RequestBounds> = {}): RequestBounds {
  const signal = new AbortController().signal
  return { signal, timeoutSeconds: 60, maxBytes: 1_000_000, progress: () => undefined, ...more }
}

test('a full disk was blamed on the server, which broke nothing off', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) => response.end('x'.repeat(500_000)))
  const program = `
    import { download } from ${JSON.stringify(join(import.meta.dirname, 'download.ts'))}
    const [address, target] = process.argv.slice(1)
    const bounds = { signal: new AbortController().signal, timeoutSeconds: 60, maxBytes: 1e9, progress() {} }
    await download(address, target, bounds).catch(({ code, syscall }) => console.log(code, syscall))`
  const words = [process.execPath, '--input-type=module', '--eval', program]
  const target = join(lab.outside, 'target')
  // A process that may write files of some kilobytes: the write fails in the middle, as on a full disk.
  const limited = ['-c', 'ulimit -f 64; exec "$@"', 'sh', ...words, `${address}/a.csv`, target]
  const { stdout } = await promisify(execFile)('sh', limited)
  assert.match(stdout, /^E(FBIG|NOSPC) write\n$/)
  assert.ok(!(await readdir(lab.outside)).includes('target'), 'and no part of it is left')
})

test('a server that does not say how long it is may send as much as is allowed, and no byte more', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) => {
    response.write('x'.repeat(50_000))
    response.end('x'.repeat(50_000))
  })
  const target = join(lab.outside, 'target')
  assert.equal(await download(`${address}/a`, target, bounds({ maxBytes: 100_000 })), 100_000)
  const other = join(lab.outside, 'other')
  await assert.rejects(download(`${address}/a`, other, bounds({ maxBytes: 99_999 })), {
    code: 'download_too_large',
    remedy: /maxBytes/,
  })
  assert.deepEqual((await readdir(lab.outside)).toSorted(), ['data', 'staging', 'target'])
})

test('a server that is away is named with the reason of the network', async () => {
  await using lab = await openFilesSource()
  const address = `http://127.0.0.1:${await freePort()}/a.csv`
  const failure = { code: 'source_failed', message: /a\.csv cannot be reached: .*ECONNREFUSED/ }
  await assert.rejects(remoteMarker(address, bounds()), failure)
  await assert.rejects(download(address, join(lab.outside, 'target'), bounds()), failure)
})

test('an answer without a length that is cut off in the middle is no whole file', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) => {
    response.write('a\n1\n', () => response.socket?.destroy())
  })
  await assert.rejects(download(`${address}/a`, join(lab.outside, 'target'), bounds()), {
    code: 'download_truncated',
  })
  assert.ok(!(await readdir(lab.outside)).includes('target'))
})

test('a server that packs its answer against our wish is unpacked, and its length is not believed', async () => {
  await using lab = await openFilesSource()
  const packed = gzipSync('a\n1\n'.repeat(1000))
  const address = await lab.serve((request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity')
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length })
    response.end(packed)
  })
  const target = join(lab.outside, 'target')
  const told: (number | undefined)[] = []
  const size = await download(
    `${address}/a`,
    target,
    bounds({ progress: (_done, total) => void told.push(total) }),
  )
  assert.equal(size, 4000)
  assert.equal(await readFile(target, 'utf8'), 'a\n1\n'.repeat(1000))
  assert.deepEqual([...new Set(told)], [undefined])
})

test('a server that begins and then says nothing is given up after its time', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) => void response.write('a\n'))
  const target = join(lab.outside, 'target')
  await assert.rejects(download(`${address}/a`, target, bounds({ timeoutSeconds: 1 })), {
    code: 'download_truncated',
  })
  const silent = await lab.serve(() => undefined)
  await assert.rejects(download(`${silent}/a`, target, bounds({ timeoutSeconds: 1 })), {
    code: 'source_failed',
    remedy: /address and the network/,
  })
})

test('a run that is stopped ends a download with its own reason, and keeps no part of it', async () => {
  await using lab = await openFilesSource()
  const stop = new AbortController()
  const address = await lab.serve((_request, response) => {
    response.write('a\n', () => stop.abort(new Error('the service stops')))
  })
  const target = join(lab.outside, 'target')
  await assert.rejects(download(`${address}/a`, target, bounds({ signal: stop.signal })), {
    message: 'the service stops',
  })
  assert.ok(!(await readdir(lab.outside)).includes('target'))
})

test('an address with a name and a password could not be read, and its error told them to everyone', async () => {
  await using lab = await openFilesSource()
  const asked: (string | undefined)[] = []
  const other = await lab.serve((request, response) => {
    asked.push(`other: ${request.headers.authorization}`)
    response.end('there')
  })
  const address = await lab.serve((request, response) => {
    asked.push(request.headers.authorization)
    if (request.url === '/away') return response.writeHead(302, { location: `${other}/x` }).end()
    if (request.url === '/here') return response.writeHead(302, { location: '/there' }).end()
    return response.end('there')
  })
  const basic = (words: string) => `Basic ${Buffer.from(words).toString('base64')}`
  const get = (credentials: string, path: string) => {
    asked.length = 0
    const target = join(lab.outside, `${asked.length}${credentials.length}${path.slice(1)}`)
    return download(address.replace('//', `//${credentials}@`) + path, target, bounds())
  }
  assert.equal(await get('ann:s%40cret', '/'), 5)
  assert.deepEqual(asked, [basic('ann:s@cret')])
  await get('ann:50%', '/here')
  assert.deepEqual(asked, [basic('ann:50%'), basic('ann:50%')])
  await get('ann:secret', '/away')
  assert.deepEqual(asked, [basic('ann:secret'), 'other: undefined'], 'nobody else is told')
  await get('token', '/')
  assert.deepEqual(asked, [basic('token:')])
})

test('whatever goes wrong with an address, its secrets are in no message', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((request, response) => {
    const answers: Record<string, () => unknown> = {
      '/gone': () => response.writeHead(404).end(),
      '/down': () => response.destroy(),
      '/loop': () => response.writeHead(302, { location: '/loop?key=secret' }).end(),
      '/weak': () => response.writeHead(302, { location: 'http://ann:secret@192.0.2.1/x' }).end(),
      '/large': () => response.writeHead(200, { 'content-length': 2_000_000 }).end(),
      '/cut': () => response.write('a', () => response.socket?.destroy()),
    }
    answers[request.url?.split('?')[0] ?? '']?.()
  })
  const hidden = address.replace('//', '//ann:secret@')
  const addresses = ['/gone', '/down', '/loop', '/weak', '/large', '/cut'].map(
    (path) => `${hidden}${path}?key=secret#secret`,
  )
  for (const bad of [...addresses, 'http://ann:secret@127.0.0.1:1/x', 'ftp://ann:secret@x/y']) {
    await assert.rejects(
      download(bad, join(lab.outside, 'target'), bounds()),
      (error: Error & { remedy?: string }) => {
        assert.doesNotMatch(`${error.message} ${error.remedy}`, /secret/, bad)
        return true
      },
    )
  }
})

test('redirects are followed so far, and never from one protocol to a weaker one or to a file', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((request, response) => {
    const left = Number(/\/(\d+)$/.exec(request.url ?? '')?.[1] ?? -1)
    if (left === 0) return response.end('there')
    const location = left > 0 ? `/${left - 1}` : 'file:///etc/passwd'
    return response.writeHead(308, { location }).end()
  })
  const target = join(lab.outside, 'target')
  assert.equal(await download(`${address}/5`, target, bounds()), 5)
  await assert.rejects(download(`${address}/6`, `${target}-6`, bounds()), /more than 5 times/)
  await assert.rejects(download(`${address}/x`, `${target}-x`, bounds()), /only https addresses/)
})

test('a redirect to what is no address at all kept every other table of its source away', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) =>
    response.writeHead(302, { location: 'http://[bad' }).end(),
  )
  const refused = { code: 'invalid_configuration', message: /"http:\/\/\[bad": only https/ }
  await assert.rejects(remoteMarker(`${address}/a`, bounds()), refused)
  await assert.rejects(download(`${address}/a`, join(lab.outside, 'target'), bounds()), refused)
})

test('equal markers promise equal content: a weak ETag promises nothing', async () => {
  await using lab = await openFilesSource()
  const answers: Record<string, Record<string, string>> = {
    '/strong': { etag: '"v1"' },
    '/weak': { etag: 'W/"v1"' },
    '/dated': { etag: 'W/"v1"', 'last-modified': 'Mon, 02 Mar 2026 10:00:00 GMT' },
    '/nothing': {},
  }
  const address = await lab.serve((request, response) => {
    if (request.url === '/no-head') return response.writeHead(405).end()
    return response.writeHead(200, { ...answers[request.url ?? ''], 'content-length': 7 }).end()
  })
  const markers = await Promise.all(
    [...Object.keys(answers), '/no-head'].map((path) => remoteMarker(address + path, bounds())),
  )
  assert.deepEqual(markers, [
    '"v1"',
    undefined,
    'Mon, 02 Mar 2026 10:00:00 GMT 7',
    undefined,
    undefined,
  ])
})

test('only this machine may be asked in the clear, whatever looks like it', () => {
  for (const address of [
    'http://127.0.0.1:1/',
    'http://[::1]/x',
    'http://localhost/',
    'https://x/',
  ])
    assert.ok(checkAddress(address))
  for (const address of [
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://user@192.0.2.1/',
    'http://127.0.0.1@192.0.2.1/',
    'https:',
    'x',
    '',
  ]) {
    assert.throws(() => checkAddress(address), /only https addresses are read/, address)
  }
})
