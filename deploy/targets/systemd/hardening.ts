import type { Service } from '#core/service.ts'
import type { Line } from '../../unit-file.ts'

/**
 * What keeps a unit to itself. Memory that is both written and run stays allowed: V8 compiles into it and
 * ends at once where it may not.
 */
export function hardening({ isolated }: Service): readonly Line[] {
  return [
    ['UMask', '0007'],
    ['NoNewPrivileges', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['ProtectProc', 'invisible'],
    ['ProcSubset', 'pid'],
    ['PrivateTmp', 'yes'],
    ['PrivateDevices', 'yes'],
    ['PrivateUsers', 'yes'],
    ['PrivateIPC', 'yes'],
    ['ProtectHostname', 'yes'],
    ['ProtectClock', 'yes'],
    ['ProtectKernelTunables', 'yes'],
    ['ProtectKernelModules', 'yes'],
    ['ProtectKernelLogs', 'yes'],
    ['ProtectControlGroups', 'yes'],
    ['RestrictNamespaces', 'yes'],
    ['RestrictRealtime', 'yes'],
    ['RestrictSUIDSGID', 'yes'],
    ['LockPersonality', 'yes'],
    ['RemoveIPC', 'yes'],
    ['KeyringMode', 'private'],
    ['DevicePolicy', 'closed'],
    ['SystemCallArchitectures', 'native'],
    ['SystemCallFilter', '@system-service'],
    ['SystemCallFilter', '~@privileged @resources'],
    ...(isolated ? withoutNetwork : [['RestrictAddressFamilies', families] as Line]),
    ['SystemCallErrorNumber', 'EPERM'],
  ]
}

const families = 'AF_INET AF_INET6 AF_UNIX'

/** It sets limits, Landlock and seccomp for what it runs; its health is asked at its socket. */
const withoutNetwork: readonly Line[] = [
  ['SystemCallFilter', '@sandbox prlimit64 setrlimit'],
  ['PrivateNetwork', 'yes'],
  ['IPAddressDeny', 'any'],
  ['RestrictAddressFamilies', 'AF_UNIX'],
]
