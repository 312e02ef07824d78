/** Names that belong to systems or roles: nobody gets one of them. */
const reserved = new Set(
  (
    'root admin administrator administrators daemon bin sys sync games man lp mail news uucp proxy ' +
    'www-data backup list irc nobody postgres mysql redis systemd sshd ssh git docker podman caddy ' +
    'nginx apache node deploy data data-ops everyone guest anonymous system support security webmaster ' +
    'postmaster hostmaster abuse api stack analyst test user users me self null undefined'
  ).split(' '),
)

/** The names to try for an address, best first: its local part in ASCII, then the same with a number. */
export function* usernameCandidates(email: string): Generator<string> {
  const local = email.slice(0, email.lastIndexOf('@'))
  const ascii = local
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z]+|[^a-z0-9]+$/g, '')
    .slice(0, 28)
  const base = ascii || 'person'
  if (!reserved.has(base)) yield base
  for (let number = 2; ; number += 1) yield `${base}${number}`
}
