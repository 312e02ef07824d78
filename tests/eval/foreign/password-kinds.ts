const symbols = '!|#|%|*|?|+|=|@|^'

/** Passwords as people choose them, as templates; a line of several words is a phrase. */
export const passwordKinds: Readonly<Record<string, string>> = {
  'password of letters and signs': `⟨alnum 4⟩⟨pick ${symbols}⟩⟨alnum 5⟩⟨pick ${symbols}⟩⟨alnum 3⟩⟨digits 1⟩`,
  'password at random': '⟨alnum 13⟩⟨digits 1⟩⟨alnum 2⟩',
  'password of a season':
    '⟨pick Summer|Winter|Autumn|Podzim|Sommer|Herbst|Jaro⟩⟨number 2023 2026⟩⟨pick !|!!|#|*⟩',
  'password in leet':
    '⟨pick L4nt3rn|Gl4c13r|Tr0mb0n3|W1nt3rs0n|P4p4g3n0|B1scu1tz⟩⟨pick &|!|_|#⟩⟨number 10 99⟩',
  'password of a name and a year':
    '⟨pick Marketa|Veronika|Barunka|Nathaniel|Rosalie|Karolina⟩⟨number 1961 2019⟩⟨pick |!|*⟩',
  'password of a town':
    '⟨pick Olomouc|Leipzig|Brighton|Trencin|Denver|Liberec⟩⟨pick -|.|_|⟩⟨number 100 9999⟩',
  'password of a date':
    '⟨pick 12.11.1968|October27|17March1984|5.kvetna1972|June-14-1981|19600612⟩',
  'password of a word':
    '⟨pick butterscotch|snowdrift|marzipan|woodpecker|pomegranate|pampeliska|schneemann|marmalade|wheelbarrow|gooseberry|porcupine|levandule|lokomotiva⟩',
  'password of two words': '⟨czech-word⟩⟨czech-word⟩⟨number 1 99⟩',
  'password of keys in a row':
    '⟨pick qwertz|asdfgh|Zxcvbn|1q2w3e4r|qazwsx|yxcvbn⟩⟨pick |A|!⟩⟨number 100 9999⟩',
  'password of words with dashes': '⟨word⟩-⟨word⟩-⟨word⟩-⟨word⟩',
  'password of a vendor':
    '⟨pick Postgres|Admin|Kafka|Grafana|Tableau|Airflow⟩⟨pick @|#|_|!⟩⟨number 1000 99999⟩',
  'password of a company and a year': '⟨client⟩⟨pick @|#|!|_|.⟩⟨pick 2024|2025|2026|BI99|dwh1⟩',
  'password of a name and a birthday':
    '⟨pick Tomas|Helena|Robert|Nina|Karel⟩⟨pick 14|03|27|19⟩⟨pick 02|11|07|09⟩⟨number 55 99⟩⟨pick |x⟩',
  'password of two names': '⟨pick Tomas|Helena|Robert|Nina|Karel⟩⟨pick Ema|Filip|Sara|Oskar⟩',
  'password of three words with dashes': '⟨word⟩-⟨word⟩-⟨word⟩',
  'password with marks above letters':
    '⟨pick Größenwahn|Käsekuchen|Žlutýkůň|Příliš|Smrťáček|Müllabfuhr⟩⟨pick -|!|#|⟩⟨number 10 999⟩',
}

/** Passwords that need no quotation marks in a command. */
export const plainPasswordKinds: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(passwordKinds).filter(([kind]) =>
    /at random|two words|with dashes|of a word/.test(kind),
  ),
)

/** Passwords of several words. */
export const phraseKinds: Readonly<Record<string, string>> = {
  'phrase of words': '⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩',
  'phrase of Czech words': '⟨czech-word⟩ ⟨czech-word⟩ ⟨czech-word⟩ ⟨czech-word⟩',
}
