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
const NOTHING = 0
const EPERM = 1
const ENOSYS = 38
const EOPNOTSUPP = 95

// struct seccomp_data: nr, arch, instruction pointer, arguments; little-endian on both architectures.
const NUMBER = 0
const ARCHITECTURE = 4
const argument = (index: number, half: 0 | 1) => 16 + index * 8 + half * 4

/**
 * CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (linux/sched.h); NEWTIME is for clone3 only. And
 * CLONE_PARENT: a child of ours that we know nothing of would stay as one that nobody buries.
 */
const NEW_NAMESPACES_OR_PARENT = 0x7e028000
/** A socket that is no stream (linux/net.h) can be turned to another one: to that of a log, say. */
const NO_STREAM = 0xe
/** F_SETOWN, F_SETSIG, F_SETOWN_EX: a signal to whom one likes; F_SETLEASE, F_NOTIFY (linux/fcntl.h). */
const FCNTL_REFUSED = [8, 10, 15, 1024, 1026]
/** FIOSETOWN, SIOCSPGRP (asm-generic/sockios.h): the same of a socket. */
const IOCTL_REFUSED = [0x8901, 0x8902]
/** Numbers from here on are of the x32 interface (asm/unistd.h). */
const X32 = 0x40000000

/**
 * The filter for a machine, as `setpriv --seccomp-filter` reads it: a program for the kernel that refuses
 * what could reach other processes or the network, could leave the process group by which all is ended, or could leave
 * something behind. What changes the modes of files says that it did, and does nothing.
 */
export function seccompFilter(machine: string = process.arch): Buffer {
  const architecture = architectures[machine]
  if (!architecture) throw new Error(`no filter is known for ${machine}`)
  const { audit, denied, pretended, unsupported, judged } = architecture
  const program: Instruction[] = [
    { code: LOAD, k: ARCHITECTURE },
    { code: JUMP_IF_EQUAL, k: audit, jt: 1 },
    { code: RETURN, k: KILL },
    { code: LOAD, k: NUMBER },
    { code: JUMP_IF_GREATER_OR_EQUAL, k: X32, jf: 1 },
    { code: RETURN, k: KILL },
    ...denied.flatMap((number) => answer(number, EPERM)),
    ...pretended.flatMap((number) => answer(number, NOTHING)),
    ...unsupported.flatMap((number) => answer(number, EOPNOTSUPP)),
    // The C library falls back to clone, whose flags can be judged.
    ...answer(CLONE3, ENOSYS),
    ...judge(judged.clone, 0, [{ code: JUMP_IF_ANY_BIT, k: NEW_NAMESPACES_OR_PARENT }]),
    ...judge(judged.socketpair, 1, [{ code: JUMP_IF_ANY_BIT, k: NO_STREAM }]),
    ...judge(judged.fcntl, 1, FCNTL_REFUSED.map(isEqual)),
    ...judge(judged.ioctl, 1, IOCTL_REFUSED.map(isEqual)),
    // One's own limits only: the first argument is another process.
    ...judge(judged.prlimit64, 0, [{ code: JUMP_IF_GREATER_OR_EQUAL, k: 1 }]),
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

/** One call gets this answer, whatever it asks. */
function answer(number: number, reason: number): readonly Instruction[] {
  return [
    { code: JUMP_IF_EQUAL, k: number, jf: 1 },
    { code: RETURN, k: error(reason) },
  ]
}

const isEqual = (k: number): Instruction => ({ code: JUMP_IF_EQUAL, k })

/** One call is refused where one of `tests` is true of the lower half of an argument, and else allowed. */
function judge(
  number: number,
  index: number,
  tests: readonly Instruction[],
): readonly Instruction[] {
  const jumps = tests.map((test, place) => ({ ...test, jt: tests.length - place }))
  return [
    { code: JUMP_IF_EQUAL, k: number, jf: tests.length + 3 },
    { code: LOAD, k: argument(index, 0) },
    ...jumps,
    { code: RETURN, k: ALLOW },
    { code: RETURN, k: error(EPERM) },
  ]
}
