/** A processor architecture that the filter knows. */
export interface Architecture {
  /** Its AUDIT_ARCH value (linux/audit.h). */
  readonly audit: number
  /** Numbers of system calls that a script has no business with. */
  readonly denied: readonly number[]
  readonly clone: number
  readonly prlimit64: number
}

/** New mount interface, io_uring, pidfd: one table for all architectures since 5.1 (asm-generic/unistd.h). */
const common = [424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 442]

/** clone3 hides its flags in memory, where no filter can look. */
export const CLONE3 = 435

/**
 * By the name that Node has for it. Numbers: arch/x86/entry/syscalls/syscall_64.tbl and
 * include/uapi/asm-generic/unistd.h of Linux. In order: socket, kill, tkill, tgkill, rt_sigqueueinfo,
 * rt_tgsigqueueinfo, setsid, setpgid, unshare, setns, ptrace, process_vm_readv, process_vm_writev, mount,
 * umount2, pivot_root, chroot, bpf, perf_event_open, userfaultfd, add_key, request_key, keyctl,
 * open_by_handle_at, kexec_load, init_module, finit_module, delete_module, reboot, swapon.
 */
export const architectures: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    denied: [
      41,
      62,
      200,
      234,
      129,
      297,
      112,
      109,
      272,
      308,
      101,
      310,
      311,
      165,
      166,
      155,
      161,
      321,
      298,
      323,
      248,
      249,
      250,
      304,
      246,
      175,
      313,
      176,
      169,
      167,
      ...common,
    ],
    clone: 56,
    prlimit64: 302,
  },
  arm64: {
    audit: 0xc00000b7,
    denied: [
      198,
      129,
      130,
      131,
      138,
      240,
      157,
      154,
      97,
      268,
      117,
      270,
      271,
      40,
      39,
      41,
      51,
      280,
      241,
      282,
      217,
      218,
      219,
      265,
      104,
      105,
      273,
      106,
      142,
      224,
      ...common,
    ],
    clone: 220,
    prlimit64: 261,
  },
}
