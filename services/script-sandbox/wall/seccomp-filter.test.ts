import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seccompFilter } from './seccomp-filter.ts'
import { architectures, CLONE3 } from './syscalls.ts'

const ALLOW = 0x7fff0000
const KILL = 0x80000000
const EPERM = 0x00050001
const ENOSYS = 0x00050026

/** Runs the program as the kernel does, on one system call. */
function judge(filter: Buffer, call: { nr: number; arch: number; arg0?: number }): number {
  const data = Buffer.alloc(64)
  data.writeUInt32LE(call.nr >>> 0, 0)
  data.writeUInt32LE(call.arch >>> 0, 4)
  data.writeUInt32LE((call.arg0 ?? 0) >>> 0, 16)
  let accumulator = 0
  for (let pc = 0; ; pc += 1) {
    const code = filter.readUInt16LE(pc * 8)
    const [jt, jf] = [filter.readUInt8(pc * 8 + 2), filter.readUInt8(pc * 8 + 3)]
    const k = filter.readUInt32LE(pc * 8 + 4)
    if (code === 0x06) return k
    if (code === 0x20) accumulator = data.readUInt32LE(k)
    else if (code === 0x15) pc += accumulator === k ? jt : jf
    else if (code === 0x35) pc += accumulator >= k ? jt : jf
    else if (code === 0x45) pc += (accumulator & k) !== 0 ? jt : jf
    else assert.fail(`unknown instruction ${code}`)
  }
}

for (const [machine, { audit: arch, denied, clone, prlimit64 }] of Object.entries(architectures)) {
  const filter = seccompFilter(machine)

  test(`on ${machine} each denied call is refused and usual ones are allowed`, () => {
    for (const nr of denied) assert.equal(judge(filter, { nr, arch }), EPERM, String(nr))
    for (const nr of [0, 1, 3]) {
      if (!denied.includes(nr)) assert.equal(judge(filter, { nr, arch }), ALLOW)
    }
  })

  test(`on ${machine} processes may be made, but no namespaces`, () => {
    assert.equal(judge(filter, { nr: clone, arch, arg0: 0x003d0f00 }), ALLOW)
    for (const bit of [0x00020000, 0x10000000, 0x20000000, 0x40000000])
      assert.equal(judge(filter, { nr: clone, arch, arg0: bit }), EPERM)
    assert.equal(judge(filter, { nr: CLONE3, arch }), ENOSYS)
  })

  test(`on ${machine} limits of other processes are out of reach`, () => {
    assert.equal(judge(filter, { nr: prlimit64, arch, arg0: 0 }), ALLOW)
    assert.equal(judge(filter, { nr: prlimit64, arch, arg0: 1 }), EPERM)
  })

  test(`on ${machine} calls of another architecture and of x32 end the process`, () => {
    assert.equal(judge(filter, { nr: 0, arch: 0x40000003 }), KILL)
    assert.equal(judge(filter, { nr: 0x40000000, arch }), KILL)
  })
}

test('a machine that no filter is known for has none', () => {
  assert.throws(() => seccompFilter('mips'), /no filter is known/)
})
