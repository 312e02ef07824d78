import { architectures, CLONE3 } from './syscalls.ts'

/** One instruction of the classic BPF machine (linux/filter.h). */
interface Instruction {
  readonly code: number
  readonly jt?: number
  readonly jf?: number
  readonly k: number
}

// linux/bpf_common.h
const LOAD = 0x20
const JUMP_IF_EQUAL = 0x15
const JUMP_IF_GREATER_OR_EQUAL = 0x35
const JUMP_IF_ANY_BIT = 0x45
const RETURN = 0x06

// linux/seccomp.h; the low half of an error is its number (errno.h).
const ALLOW = 0x7fff0000
const KILL = 0x80000000
const error = (number: number) => 0x00050000 | number
const EPERM = 1
const ENOSYS = 38

// struct seccomp_data: nr, arch, instruction pointer, arguments; little-endian on both architectures.
const NUMBER = 0
const ARCHITECTURE = 4
const argument = (index: number, half: 0 | 1) => 16 + index * 8 + half * 4

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (linux/sched.h); NEWTIME is for clone3 only. */
const NEW_NAMESPACES = 0x7e020000
/** Numbers from here on are of the x32 interface (asm/unistd.h). */
const X32 = 0x40000000

/**
 * The filter for a machine, as `setpriv --seccomp-filter` reads it: a program for the kernel that refuses
 * what could reach other processes or the network, or could leave the process group by which all is ended.
 */
export function seccompFilter(machine: string = process.arch): Buffer {
  const architecture = architectures[machine]
  if (!architecture) throw new Error(`no filter is known for ${machine}`)
  const { audit, denied, clone, prlimit64 } = architecture
  const program: Instruction[] = [
    { code: LOAD, k: ARCHITECTURE },
    { code: JUMP_IF_EQUAL, k: audit, jt: 1 },
    { code: RETURN, k: KILL },
    { code: LOAD, k: NUMBER },
    { code: JUMP_IF_GREATER_OR_EQUAL, k: X32, jf: 1 },
    { code: RETURN, k: KILL },
    ...denied.flatMap((number) => refuse(number, EPERM)),
    // The C library falls back to clone, whose flags can be judged.
    ...refuse(CLONE3, ENOSYS),
    { code: JUMP_IF_EQUAL, k: clone, jf: 4 },
    { code: LOAD, k: argument(0, 0) },
    { code: JUMP_IF_ANY_BIT, k: NEW_NAMESPACES, jt: 1 },
    { code: RETURN, k: ALLOW },
    { code: RETURN, k: error(EPERM) },
    // One's own limits only: the first argument is another process.
    { code: JUMP_IF_EQUAL, k: prlimit64, jf: 3 },
    { code: LOAD, k: argument(0, 0) },
    { code: JUMP_IF_EQUAL, k: 0, jt: 1 },
    { code: RETURN, k: error(EPERM) },
    { code: RETURN, k: ALLOW },
  ]
  const bytes = Buffer.alloc(program.length * 8)
  for (const [index, { code, jt = 0, jf = 0, k }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8)
    bytes.writeUInt8(jt, index * 8 + 2)
    bytes.writeUInt8(jf, index * 8 + 3)
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4)
  }
  return bytes
}

function refuse(number: number, reason: number): readonly Instruction[] {
  return [
    { code: JUMP_IF_EQUAL, k: number, jf: 1 },
    { code: RETURN, k: error(reason) },
  ]
}
