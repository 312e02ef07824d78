import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seccompFilter } from './seccomp-filter.ts'
import { architectures, CLONE3 } from './syscalls.ts'

const ALLOW = 0x7fff0000
const KILL = 0x80000000
const EPERM = 0x00050001
const ENOSYS = 0x00050026
const EOPNOTSUPP = 0x0005005f
const PRETENDED = 0x00050000

/** Runs the program as the kernel does, on one system call. */
function judge(
  filter: Buffer,
  call: { nr: number; arch: number; arg0?: number; arg1?: number },
): number {
  const data = Buffer.alloc(64)
  data.writeUInt32LE(call.nr >>> 0, 0)
  data.writeUInt32LE(call.arch >>> 0, 4)
  data.writeUInt32LE((call.arg0 ?? 0) >>> 0, 16)
  data.writeUInt32LE((call.arg1 ?? 0) >>> 0, 24)
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

for (const [machine, architecture] of Object.entries(architectures)) {
  const { audit: arch, denied, pretended, unsupported, judged } = architecture
  const filter = seccompFilter(machine)

  test(`on ${machine} each denied call is refused and usual ones are allowed`, () => {
    for (const nr of denied) assert.equal(judge(filter, { nr, arch }), EPERM, String(nr))
    const known = new Set([...denied, ...pretended, ...unsupported, CLONE3])
    for (let nr = 0; nr < 500; nr += 1)
      if (!known.has(nr)) assert.equal(judge(filter, { nr, arch }), ALLOW, String(nr))
  })

  test(`on ${machine} modes and times of files are changed in appearance alone`, () => {
    for (const nr of pretended) assert.equal(judge(filter, { nr, arch }), PRETENDED, String(nr))
    for (const nr of unsupported) assert.equal(judge(filter, { nr, arch }), EOPNOTSUPP, String(nr))
  })

  test(`on ${machine} processes and threads may be made, but no namespaces and no children of others`, () => {
    const { clone } = judged
    for (const usual of [17, 0x003d0f00, 0x4111])
      assert.equal(judge(filter, { nr: clone, arch, arg0: usual }), ALLOW)
    for (const bit of [0x00020000, 0x10000000, 0x20000000, 0x40000000, 0x8000])
      assert.equal(judge(filter, { nr: clone, arch, arg0: bit | 17 }), EPERM)
    assert.equal(judge(filter, { nr: CLONE3, arch }), ENOSYS)
  })

  test(`on ${machine} limits of other processes are out of reach`, () => {
    assert.equal(judge(filter, { nr: judged.prlimit64, arch, arg0: 0 }), ALLOW)
    for (const arg0 of [1, 0xffffffff])
      assert.equal(judge(filter, { nr: judged.prlimit64, arch, arg0 }), EPERM)
  })

  test(`on ${machine} a descriptor tells nobody by a signal, and holds nobody off`, () => {
    for (const arg1 of [0, 1, 2, 3, 4, 6, 9, 1030, 1031])
      assert.equal(judge(filter, { nr: judged.fcntl, arch, arg1 }), ALLOW, String(arg1))
    for (const arg1 of [8, 10, 15, 1024, 1026])
      assert.equal(judge(filter, { nr: judged.fcntl, arch, arg1 }), EPERM, String(arg1))
    for (const arg1 of [0x5401, 0x5413, 0x541b, 0x5421, 0x5451])
      assert.equal(judge(filter, { nr: judged.ioctl, arch, arg1 }), ALLOW, String(arg1))
    for (const arg1 of [0x8901, 0x8902])
      assert.equal(judge(filter, { nr: judged.ioctl, arch, arg1 }), EPERM, String(arg1))
  })

  test(`on ${machine} two ends of a pair speak to each other alone`, () => {
    const [stream, datagram, raw, packets] = [1, 2, 3, 5]
    for (const more of [0, 0x800, 0x80000, 0x80800]) {
      assert.equal(judge(filter, { nr: judged.socketpair, arch, arg1: stream | more }), ALLOW)
      for (const type of [datagram, raw, packets])
        assert.equal(judge(filter, { nr: judged.socketpair, arch, arg1: type | more }), EPERM)
    }
  })

  test(`on ${machine} calls of another architecture and of x32 end the process`, () => {
    assert.equal(judge(filter, { nr: 0, arch: 0x40000003 }), KILL)
    assert.equal(judge(filter, { nr: 0x40000000, arch }), KILL)
  })
}

test('a machine that no filter is known for has none', () => {
  assert.throws(() => seccompFilter('mips'), /no filter is known/)
})
