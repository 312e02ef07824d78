/** A processor architecture that the filter knows, with the numbers of its system calls. */
export interface Architecture {
  /** Its AUDIT_ARCH value (linux/audit.h). */
  readonly audit: number
  /** Calls that a script has no business with. */
  readonly denied: readonly number[]
  /** Calls that do nothing and say that they did. */
  readonly pretended: readonly number[]
  /** Calls that this system is said not to support. */
  readonly unsupported: readonly number[]
  /** Calls that are judged by what is asked of them. */
  readonly judged: Readonly<Record<keyof typeof judged, number>>
}

/** clone3 hides its flags in memory, where no filter can look. */
export const CLONE3 = 435

/**
 * The numbers on x64 and on arm64, or one where they are the same: arch/x86/entry/syscalls/syscall_64.tbl and
 * include/uapi/asm-generic/unistd.h of Linux. Null stands for a call that arm64 does not have.
 */
type Numbers = readonly [x64: number, arm64: number | null] | readonly [both: number]
type Calls = Readonly<Record<string, Numbers>>

const network = { socket: [41, 198] } as const satisfies Calls

const otherProcesses = {
  kill: [62, 129],
  tkill: [200, 130],
  tgkill: [234, 131],
  rt_sigqueueinfo: [129, 138],
  rt_tgsigqueueinfo: [297, 240],
  pidfd_send_signal: [424],
  pidfd_open: [434],
  pidfd_getfd: [438],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  setpriority: [141, 140],
  ioprio_set: [251, 30],
  sched_setparam: [142, 118],
  sched_setscheduler: [144, 119],
  sched_setaffinity: [203, 122],
  sched_setattr: [314, 274],
} as const satisfies Calls

/** By the group all is ended, and by its parent what is over is buried. */
const theGroup = { setsid: [112, 157], setpgid: [109, 154] } as const satisfies Calls

/** What one leaves in them stays when all processes are gone, and others of the account find it. */
const sharedMemory = {
  shmget: [29, 194],
  shmat: [30, 196],
  shmctl: [31, 195],
  semget: [64, 190],
  semop: [65, 193],
  semtimedop: [220, 192],
  semctl: [66, 191],
  msgget: [68, 186],
  msgsnd: [69, 189],
  msgrcv: [70, 188],
  msgctl: [71, 187],
  mq_open: [240, 180],
  mq_unlink: [241, 181],
} as const satisfies Calls

/** Landlock has no rule for watching. */
const watching = {
  inotify_init: [253, null],
  inotify_init1: [294, 26],
  inotify_add_watch: [254, 27],
  fanotify_init: [300, 262],
} as const satisfies Calls

const theSystem = {
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428],
  move_mount: [429],
  fsopen: [430],
  fsconfig: [431],
  fsmount: [432],
  fspick: [433],
  mount_setattr: [442],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425],
  io_uring_enter: [426],
  io_uring_register: [427],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  open_by_handle_at: [304, 265],
  syslog: [103, 116],
  kexec_load: [246, 104],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  swapon: [167, 224],
} as const satisfies Calls

/**
 * Landlock has no rule for these either: a script of the stack's own account could close or open the stack's files.
 * In the run's folder, which is removed, they are of no use, but what copies a file wants them to succeed.
 */
const modesAndTimes = {
  chmod: [90, null],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452],
  chown: [92, null],
  fchown: [93, 55],
  lchown: [94, null],
  fchownat: [260, 54],
  utime: [132, null],
  utimes: [235, null],
  futimesat: [261, null],
  utimensat: [280, 88],
} as const satisfies Calls

const attributes = {
  setxattr: [188, 5],
  lsetxattr: [189, 6],
  fsetxattr: [190, 7],
  setxattrat: [463],
  removexattr: [197, 14],
  lremovexattr: [198, 15],
  fremovexattr: [199, 16],
  removexattrat: [466],
  file_setattr: [469],
} as const satisfies Calls

const judged = {
  clone: [56, 220],
  prlimit64: [302, 261],
  fcntl: [72, 25],
  ioctl: [16, 29],
  socketpair: [53, 199],
} as const satisfies Calls

const denied = {
  ...network,
  ...otherProcesses,
  ...theGroup,
  ...sharedMemory,
  ...watching,
  ...theSystem,
}

/** By the name that Node has for it. */
export const architectures: Readonly<Record<string, Architecture>> = {
  x64: architecture(0xc000003e, 0),
  arm64: architecture(0xc00000b7, 1),
}

function architecture(audit: number, column: 0 | 1): Architecture {
  const numberOf = (numbers: Numbers) => (numbers.length === 1 ? numbers[0] : numbers[column])
  const numbers = (calls: Calls) => Object.values(calls).flatMap((one) => numberOf(one) ?? [])
  return {
    audit,
    denied: numbers(denied),
    pretended: numbers(modesAndTimes),
    unsupported: numbers(attributes),
    judged: {
      clone: judged.clone[column],
      prlimit64: judged.prlimit64[column],
      fcntl: judged.fcntl[column],
      ioctl: judged.ioctl[column],
      socketpair: judged.socketpair[column],
    },
  }
}
