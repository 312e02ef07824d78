import { knownSince, type Tool } from './known-since.ts'

const old = (...keys: readonly string[]) => knownSince('240.0', ...keys)

/**
 * The systemd of Debian 12, for plain units, timers, and what quadlets pass on; Debian 13 has 257. Since which version
 * it knows a key: NEWS. One it does not know it leaves out, with a line in the log.
 */
export const SYSTEMD: Tool = {
  name: 'systemd',
  version: '252.0',
  keys: {
    Unit: old('After', 'Description', 'Requires', 'StartLimitIntervalSec', 'Wants'),
    Install: old('WantedBy'),
    Timer: old('AccuracySec', 'OnCalendar', 'Persistent', 'Unit'),
    Service: {
      ...old('BindPaths', 'BindReadOnlyPaths', 'CPUQuota', 'CapabilityBoundingSet', 'DevicePolicy'),
      ...old(
        'Environment',
        'EnvironmentFile',
        'ExecReload',
        'ExecStart',
        'ExecStartPost',
        'Group',
        'KeyringMode',
      ),
      ...old('LockPersonality', 'MemoryMax', 'NoNewPrivileges', 'PrivateDevices', 'PrivateNetwork'),
      ...old('PrivateTmp', 'PrivateUsers', 'ProtectControlGroups', 'ProtectHome'),
      ...old('ProtectKernelModules', 'ProtectKernelTunables', 'ProtectSystem', 'ReadOnlyPaths'),
      ...old('ReadWritePaths', 'RemainAfterExit', 'RemoveIPC', 'Restart', 'RestartSec'),
      ...old(
        'RestrictAddressFamilies',
        'RestrictNamespaces',
        'RestrictRealtime',
        'RuntimeDirectory',
      ),
      ...old('SystemCallArchitectures', 'SystemCallErrorNumber', 'SystemCallFilter', 'TasksMax'),
      ...old('TimeoutStartSec', 'TimeoutStopSec', 'Type', 'UMask', 'User', 'WorkingDirectory'),
      IPAddressAllow: '235.0',
      IPAddressDeny: '235.0',
      LoadCredential: '247.0',
      OpenFile: '253.0',
      PrivateIPC: '248.0',
      PrivatePIDs: '257.0',
      ProcSubset: '247.0',
      ProtectClock: '245.0',
      ProtectHostname: '242.0',
      ProtectKernelLogs: '244.0',
      ProtectProc: '247.0',
      RestrictSUIDSGID: '242.0',
    },
  },
}
