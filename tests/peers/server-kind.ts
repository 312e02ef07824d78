/** One way to run the stack on a server, as far as an operator's hands differ. All scripts are of bash. */
export interface ServerKind {
  readonly name: string
  /** Options of `stack install`. */
  readonly install: string
  /** Whose installation it is. */
  readonly user: string
  /** Where the portal answers. */
  readonly portal: string
  /** Whether it runs images, in an archive beside the checkout. */
  readonly images: boolean
  /** What root does on the bare server before. */
  readonly before: string
  /** `systemctl` and the folder of units that are gone after a restart. */
  readonly systemctl: string
  readonly passingUnits: string
  /** Answers a query that it is given as the last word. */
  readonly psql: string
  /** Where the files of a store lie. */
  store(name: string): string
  /** Makes the server forget everything, for root: data, secrets, configuration. */
  readonly wipe: string
}

const PODMAN = { images: true, portal: 'http://127.0.0.1:8080' } as const
const PSQL = 'psql --username=stack --tuples-only --no-align --dbname=stack --command'
const FORGET_VOLUMES = 'podman volume rm --all --force >/dev/null'

/** Node on the server, with its own PostgreSQL and Caddy. */
export const plainUnits: ServerKind = {
  name: 'Plain systemd units',
  install: '--target systemd',
  user: 'root',
  portal: 'http://127.0.0.1',
  images: false,
  before: 'systemctl start caddy postgresql',
  systemctl: 'systemctl',
  passingUnits: '/run/systemd/system',
  psql: 'runuser -u postgres -- psql --tuples-only --no-align --dbname=stack --command',
  store: (name) => `/var/lib/ai-data-analyst/${name}`,
  wipe: `rm -rf /var/lib/ai-data-analyst /etc/ai-data-analyst
    runuser -u postgres -- psql --command 'drop database stack' --command 'drop role stack'`,
}

/** Containers of the system's podman. */
export const rootfulQuadlets: ServerKind = {
  ...PODMAN,
  name: 'Rootful quadlets',
  install: '--target quadlet',
  user: 'root',
  before: 'true',
  systemctl: 'systemctl',
  passingUnits: '/run/systemd/system',
  psql: `podman exec postgres ${PSQL}`,
  store: (name) => `/var/lib/containers/storage/volumes/ai-data-analyst-${name}/_data`,
  wipe: `${FORGET_VOLUMES}; rm -rf /var/lib/ai-data-analyst /etc/ai-data-analyst`,
}

const USER = 'keeper'
const HOME = `/home/${USER}`

/** Containers of an ordinary user's podman, who need not be signed in. */
export const rootlessQuadlets: ServerKind = {
  ...PODMAN,
  name: 'Rootless quadlets',
  install: '--target quadlet --rootless',
  user: USER,
  before: `useradd --create-home --shell /bin/bash ${USER}; chown -R ${USER} /srv; loginctl enable-linger ${USER}
    until runuser -l ${USER} -c 'XDG_RUNTIME_DIR=/run/user/$(id -u) systemctl --user is-active default.target'; do sleep 1; done`,
  systemctl: 'systemctl --user',
  passingUnits: '$XDG_RUNTIME_DIR/systemd/user',
  psql: `podman exec postgres ${PSQL}`,
  store: (name) => `${HOME}/.local/share/containers/storage/volumes/ai-data-analyst-${name}/_data`,
  wipe: `runuser -l ${USER} -c 'export XDG_RUNTIME_DIR=/run/user/$(id -u); ${FORGET_VOLUMES}'
    rm -rf ${HOME}/.local/share/ai-data-analyst ${HOME}/.config/ai-data-analyst`,
}
