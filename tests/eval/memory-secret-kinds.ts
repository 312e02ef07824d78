const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const digits = '0123456789'
const hex = '0123456789abcdef'

/** What a made-up secret is: known by its form, only by its name beside it, a word like any other, or data of a person. */
export type Nature = 'formed' | 'named' | 'word' | 'personal'

/** A kind of secret that is planted. */
export interface SecretKind {
  readonly nature: Nature
  /** Whether it is called a password. */
  readonly isPassword?: boolean
  make(random: Random): string
}

/** Random picks and texts. */
export interface Random {
  pick<T>(from: readonly T[]): T
  of(alphabet: string, length: number): string
}

const formed = (make: SecretKind['make']): SecretKind => ({ nature: 'formed', make })
const named = (make: SecretKind['make']): SecretKind => ({ nature: 'named', make })
const password = (make: SecretKind['make']): SecretKind => ({
  nature: 'named',
  isPassword: true,
  make,
})
const personal = (make: SecretKind['make']): SecretKind => ({ nature: 'personal', make })

const twoWords = ({ pick, of }: Random) =>
  pick(['Zimni', 'Harbor', 'kocour', 'Slunce', 'Falcon', 'velvet']) +
  pick(['', '-', '_', '.']) +
  pick(['Krajina', 'Rocket', 'horse', 'Sklad']) +
  of(digits, 1 + (of(digits, 1).charCodeAt(0) % 3)) +
  pick(['!', '', '#', '*', '?'])

/** Kinds of secrets and personal data, each made anew by chance. */
export const secretKinds: Readonly<Record<string, SecretKind>> = {
  github: formed(({ pick, of }) => `gh${pick(['p', 'o', 's', 'u'])}_${of(letters, 36)}`),
  gitlab: formed(({ of }) => `glpat-${of(letters, 20)}`),
  awsId: formed(({ pick, of }) => `${pick(['AKIA', 'ASIA'])}${of(capitals, 16)}`),
  slack: formed(({ of }) => `xoxb-${of(digits, 11)}-${of(digits, 12)}-${of(letters, 24)}`),
  jwt: formed(({ of }) => `eyJhbGciOiJIUzI1NiJ9.eyJ${of(letters, 40)}.${of(letters, 43)}`),
  telegram: formed(({ of }) => `7${of(digits, 9)}:AA${of(letters, 33)}`),
  google: formed(({ of }) => `AIza${of(letters, 35)}`),
  stripe: formed(({ of }) => `sk_live_${of(letters, 24)}`),
  anthropic: formed(({ of }) => `sk-ant-api03-${of(letters, 93)}AA`),
  openai: formed(({ of }) => `sk-${of(letters, 48)}`),
  npm: formed(({ of }) => `npm_${of(letters, 36)}`),
  sendgrid: formed(({ of }) => `SG.${of(letters, 22)}.${of(letters, 43)}`),
  twilio: formed(({ of }) => `SK${of(hex, 32)}`),
  storage: formed(({ of }) => `1${of(digits, 3)}-${of(digits, 6)}-${of(letters, 40)}`),
  databricks: formed(({ of }) => `dapi${of(hex, 32)}`),
  vault: formed(({ of }) => `hvs.${of(letters, 90)}`),
  address: formed(
    (random) => `postgres://app:${twoWords(random).replace(/[#?]/, 'x')}@db.depot:5432/prod`,
  ),
  random: formed(({ pick, of }) => of(letters, pick([32, 40]))),
  hexadecimal: named(({ pick, of }) => of(hex, pick([32, 40, 64]))),
  uuid: named(
    ({ of }) => `${of(hex, 8)}-${of(hex, 4)}-4${of(hex, 3)}-a${of(hex, 3)}-${of(hex, 12)}`,
  ),
  azure: named(({ of }) => `${of(letters, 3)}8Q~${of(`${letters}_.~`, 33)}4`),
  password: password(twoWords),
  phrase: password(() => 'meadow-rain-velvet-lantern-orbit'),
  signs: password(
    ({ pick }) =>
      pick(['Harbor', 'kocour', 'Slunce']) +
      pick(['!', '@', '*', '&']) +
      pick(['Rocket', 'horse', 'Sklad']),
  ),
  runTogether: password(
    ({ pick }) =>
      pick(['Harbor', 'Meadow', 'Slunce']) +
      pick(['Rocket', 'Horse', 'Zima']) +
      pick(['Velvet', 'Lantern', 'Kocour']),
  ),
  grouped: named(({ of }) =>
    Array.from({ length: 4 }, () => of(capitals, 4) + of(digits, 1)).join('-'),
  ),
  word: {
    nature: 'word',
    isPassword: true,
    make: ({ pick }) =>
      pick(['kocourleti', 'harbormaster', 'MeadowRain', 'velvet-horse', 'correcthorse']),
  },
  email: personal(({ of }) => `${of('abcdefghij', 6)}.${of('klmnopqrst', 7)}@firma.cz`),
  phone: personal(({ of }) => `+420 7${of(digits, 2)} ${of(digits, 3)} ${of(digits, 3)}`),
  card: personal(({ pick }) =>
    pick(['5555 5555 5555 4444', '4012888888881881', '3782 822463 10005']),
  ),
  iban: personal(({ pick }) => pick(['GB29 NWBK 6016 1331 9268 19', 'CZ6508000000192000145399'])),
}
