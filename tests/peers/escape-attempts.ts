/** What scripts must not reach, by the names that it has in the place where they are tried. */
export interface Forbidden {
  /** A file that the service may read and a script may not. */
  readonly secret: string
  /** A stored object that nobody granted. */
  readonly foreignObject: string
  /** The folder of the service's own socket. */
  readonly sockets: string
  /** Code of the stack that no script needs. */
  readonly code: string
}

/** Python that must raise, by what it tries; modules, `libc`, `number`, a `pair` of sockets and the service’s `filter` are there for it. */
function attempts(forbidden: Forbidden): Readonly<Record<string, string>> {
  const path = (name: keyof Forbidden) => JSON.stringify(forbidden[name])
  return {
    'reading /etc/passwd': `open('/etc/passwd').read()`,
    'reading a secret': `open(${path('secret')}).read()`,
    'reading an object of others': `open(${path('foreignObject')}, 'rb').read()`,
    'reading the code of the stack': `open(${path('code')}).read()`,
    'listing the sockets of services': `os.listdir(${path('sockets')})`,
    'reading the environment of the first process': `open('/proc/1/environ').read()`,
    'reading the environment of the service': `open(f'/proc/{os.getppid()}/environ').read()`,
    'listing processes': `os.listdir('/proc')`,
    'writing to /tmp': `open('/tmp/escaped', 'w')`,
    'writing beside its folder': `open(os.environ['SCRATCH'] + '-escaped', 'w')`,
    'writing to the objects': `open(${path('foreignObject')} + '-escaped', 'w')`,
    'writing into the program': `open(${path('code')}, 'a')`,
    'writing below /usr': `open('/usr/escaped', 'w')`,
    'a link to a file outside': `os.link(${path('secret')}, 'stolen') or open('stolen').read()`,
    'a symbolic link to a file outside': `os.symlink(${path('secret')}, 'link') or open('link').read()`,
    TCP: `socket.socket(socket.AF_INET, socket.SOCK_STREAM)`,
    UDP: `socket.socket(socket.AF_INET, socket.SOCK_DGRAM)`,
    IPv6: `socket.socket(socket.AF_INET6, socket.SOCK_STREAM)`,
    'unix sockets': `socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)`,
    netlink: `socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)`,
    'raw sockets': `socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)`,
    'a signal to its parent': `os.kill(os.getppid(), 0)`,
    'a signal to the first process': `os.kill(1, 0)`,
    'a signal to everybody': `os.kill(-1, 0)`,
    'a new session': `os.setsid()`,
    'a new process group': `os.setpgid(0, 0)`,
    'a user namespace': `need(libc.unshare(0x10000000))`,
    'a network namespace': `need(libc.unshare(0x40000000))`,
    'a mount namespace': `need(libc.unshare(0x00020000))`,
    'a namespace by clone': `need(libc.syscall(number['clone'], 0x10000000 | 17, 0, 0, 0, 0))`,
    'a namespace by clone3': `need(libc.syscall(435, (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, 17, 0, 0, 0), 64))`,
    ptrace: `need(libc.ptrace(16, 1, 0, 0))`,
    'tracing its parent': `need(libc.ptrace(16, os.getppid(), 0, 0))`,
    io_uring: `need(libc.syscall(425, 8, (ctypes.c_char * 120)()))`,
    bpf: `need(libc.syscall(number['bpf'], 0, (ctypes.c_char * 128)(), 128))`,
    'watching performance': `need(libc.syscall(number['perf'], (ctypes.c_char * 128)(), 0, -1, -1, 0))`,
    'the key ring': `need(libc.syscall(number['keyctl'], 0, -3, 0))`,
    'the memory of its parent': `need(libc.syscall(number['readv'], os.getppid(), 0, 0, 0, 0, 0))`,
    'a descriptor of its parent': `need(libc.syscall(434, os.getppid(), 0))`,
    'limits of its parent': `need(libc.syscall(number['prlimit'], os.getppid(), 7, 0, (ctypes.c_char * 16)()))`,
    'a descriptor that signals to its parent': `fcntl.fcntl(pair[0], fcntl.F_SETOWN, os.getppid())`,
    'a socket that signals to its parent': `fcntl.ioctl(pair[0], 0x8901, struct.pack('i', os.getppid()))`,
    'a descriptor that kills': `fcntl.fcntl(pair[0], fcntl.F_SETSIG, 9)`,
    'datagrams to sockets by their path': `socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)`,
    'the priority of its parent': `os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)`,
    'the processors of its parent': `os.sched_setaffinity(os.getppid(), os.sched_getaffinity(0))`,
    'a child of its parent': `need(libc.syscall(number['clone'], 0x8000 | 17, 0, 0, 0, 0)) or os._exit(0)`,
    'memory that stays': `need(libc.shmget(0x5eed, 4096, 0o1600))`,
    'semaphores that stay': `need(libc.semget(0x5eed, 1, 0o1600))`,
    'messages that stay': `need(libc.msgget(0x5eed, 0o1600))`,
    'a queue that stays': `need(libc.syscall(number['mq_open'], b'left', os.O_CREAT | os.O_RDWR, 0o600, None))`,
    'watching folders': `need(libc.inotify_init())`,
    'cutting a file of others off': `os.truncate(${path('secret')}, 0)`,
    'opening a secret to everybody': `changed(${path('secret')}, lambda secret: os.chmod(secret, 0o666))`,
    'closing a file of the service': `changed(filter, lambda file: os.chmod(file, 0))`,
    'the times of a file of the service': `changed(filter, lambda file: os.utime(file, (0, 0)))`,
    'attributes of a file of the service': `os.setxattr(filter, 'user.escaped', b'x')`,
    mount: `need(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None))`,
    chroot: `os.chroot('.')`,
    'becoming root': `os.setuid(0)`,
    '3 GB of memory': `bytearray(3 * 2**30)`,
  }
}

/** A script that tries all of them, or those named, and what is meant to work; prints what got through. */
export function escapeScript(forbidden: Forbidden, only?: readonly string[]): string {
  const tries = Object.entries(attempts(forbidden))
    .filter(([what]) => only?.includes(what) ?? true)
    .map(([what, code]) => `attempt(${JSON.stringify(what)}, lambda: ${code})`)
    .join('\n')
  return `
import ctypes, fcntl, json, os, platform, socket, struct, subprocess
libc = ctypes.CDLL(None, use_errno=True)
# arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h
number = {
    'x86_64': dict(clone=56, bpf=321, perf=298, keyctl=250, readv=310, prlimit=302, mq_open=240),
    'aarch64': dict(clone=220, bpf=280, perf=241, keyctl=219, readv=270, prlimit=261, mq_open=180),
}[platform.machine()]
tried, through = [], []
def need(result):
    if result == -1: raise OSError(ctypes.get_errno(), 'refused')
    return result
def changed(file, work):
    before = os.stat(file)
    work(file)
    if os.stat(file) == before: raise OSError('nothing changed')
pair = socket.socketpair()
filter = os.path.join(os.path.dirname(os.environ['SCRATCH']), 'filter')
def attempt(name, work):
    tried.append(name)
    try:
        work()
        through.append(name)
    except (OSError, MemoryError):
        pass
${tries}
os.makedirs('mine')
open(os.path.join(os.environ['SCRATCH'], 'mine/file'), 'w').write('x')
child = subprocess.run(['sh', '-c', 'echo from a child'], capture_output=True, text=True)
open('copy', 'w').close()
os.chmod('copy', 0o600)
ours, theirs = pair
ours.sendall(b'x')
print(json.dumps({'tried': len(tried), 'through': through, 'child': child.stdout,
    'pair': theirs.recv(1).decode(), 'env': sorted(os.environ)}))`
}
