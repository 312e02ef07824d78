import type { Tool } from '../../known-since.ts'

/**
 * The podman that Debian 13 has, and since which version its generator knows a key (the tables in
 * pkg/systemd/quadlet/quadlet.go at each tag): one it does not know makes it drop the whole unit. What is newer goes
 * through PodmanArgs=.
 */
export const PODMAN: Tool = {
  name: 'podman',
  version: '5.4',
  keys: {
    Container: {
      AddCapability: '4.4',
      AutoUpdate: '4.4',
      ContainerName: '4.4',
      DropCapability: '4.4',
      Environment: '4.4',
      Exec: '4.4',
      Group: '4.4',
      GroupAdd: '5.1',
      HealthCmd: '4.5',
      HealthInterval: '4.5',
      HealthOnFailure: '4.5',
      HealthRetries: '4.5',
      HealthStartPeriod: '4.5',
      HealthStartupCmd: '4.5',
      HealthStartupInterval: '4.5',
      HealthStartupTimeout: '4.5',
      HealthTimeout: '4.5',
      Image: '4.4',
      LogDriver: '4.5',
      Memory: '5.5',
      Network: '4.4',
      NetworkAlias: '5.2',
      NoNewPrivileges: '4.4',
      Notify: '5.0',
      PidsLimit: '4.7',
      PodmanArgs: '4.4',
      PublishPort: '4.4',
      Pull: '4.6',
      ReadOnly: '4.4',
      ReadOnlyTmpfs: '4.8',
      ReloadCmd: '5.5',
      Retry: '5.5',
      RunInit: '4.4',
      ServiceName: '5.3',
      StopTimeout: '5.0',
      Tmpfs: '4.5',
      User: '4.4',
      Volume: '4.4',
    },
    Network: { NetworkName: '4.7', NetworkDeleteOnStop: '5.5' },
    Volume: { VolumeName: '4.4' },
  },
}
