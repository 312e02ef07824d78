/** Secrets in tables, away from what names them. */
export const tableCells: Readonly<Record<string, string>> = {
  'table value col':
    '| service | owner | key |\n|---|---|---|\n| ⟨service⟩ | data-platform | ⟨token⟩ |\n| Confluence | me | n/a |',
  'table wide':
    '| env | host | ⟨variable⟩ | note |\n|:--|:--|:--|--:|\n| dev | localhost | (none) | |\n| prod | ⟨host⟩ | `⟨token⟩` | read only |',
  'csv fence': '```csv\nservice,owner,token\n⟨service⟩,platform,⟨token⟩\nintranet,it,\n```',
  'Czech tabulka': '| systém | správce | klíč |\n|---|---|---|\n| ⟨service⟩ | Honza | ⟨token⟩ |',
  'pw table': '| host | user | pwd |\n|---|---|---|\n| ⟨host⟩ | ⟨user⟩ | ⟨any-password⟩ |',
  'pw table rows':
    '| ⟨system⟩ | |\n|---|---|\n| host | ⟨host⟩ |\n| login | ⟨user⟩ |\n| password | ⟨any-password⟩ |',
  'pw table col as env':
    '| password for | dev | prod |\n|---|---|---|\n| ⟨user⟩ | ask me | `⟨any-password⟩` |',
  'german passwort tabelle':
    '| Dienst | Benutzer | Passwort |\n|---|---|---|\n| Prüfsystem | ⟨user⟩ | ⟨any-password⟩ |',
  'Czech tabulka heslo':
    '| prostředí | jméno | heslo |\n|---|---|---|\n| TEST | ⟨user⟩ | ⟨any-password⟩ |\n| PROD | – | přes trezor |',
  'Czech table far':
    '| # | pole | kde se zadává |\n|---|---|---|\n| 1 | login | první obrazovka |\n| 2 | heslo | druhá obrazovka |\n\nHodnoty v pořadí podle tabulky: 1 = ⟨user⟩, 2 = ⟨password⟩',
  'Czech table far 2':
    '| systém | kdo spravuje | jméno | heslo | pozn. |\n|:--|:--|:--|:--|:--|\n| Účetnictví | účtárna | ⟨user⟩ | ⟨password⟩ | mění se ročně |\n| Docházka | HR | – | – | přes SSO |',
  'Czech table far 3':
    '| údaj | Brno | Plzeň |\n|---|---|---|\n| adresa | ⟨host⟩ | gw2.lan |\n| uživatel | ⟨user⟩ | ⟨user⟩ |\n| psw | – | ⟨password⟩ |',
  'heading far':
    '## Secrets\n\nOwned by platform. Rotated quarterly, see ADR-17.\n\n| env | note |\n|---|---|\n| dev | none |\n\nprod:\n\n    ⟨token⟩',
  'table other column':
    '| service | owner | last rotated | ticket | credential | usage |\n|---|---|---|---|---|---|\n| ⟨service⟩ | data | 2026-01 | OPS-⟨digits 4⟩ | ⟨token⟩ | nightly |\n| S3 | infra | n/a | - | IAM role | - |',
  'table other column 2':
    '| | prod | stage |\n|---|---|---|\n| url | ⟨host⟩ | localhost |\n| login | ⟨user⟩ | dev |\n| password | ⟨token⟩ | none |',
  'table transposed index':
    '| 1 | 2 | 3 | 4 |\n|---|---|---|---|\n| ⟨host⟩ | 5432 | ⟨user⟩ | ⟨password⟩ |\n\nColumns: 1 host, 2 port, 3 user, 4 secret.',
  'table name above rows':
    '| Secrets we share with the agency |\n|---|\n| do not forward |\n| ⟨service⟩ |\n| ⟨token⟩ |',
  'html table':
    '<table><tr><th>what</th><th>secret</th></tr><tr><td>⟨service⟩</td><td>⟨token⟩</td></tr></table>',
  'definition list': '<dl><dt>Bind password</dt><dd>used by nginx auth</dd><dd>⟨token⟩</dd></dl>',
  'table: value in column':
    '| system | host | user | password | note |\n|---|---|---|---|---|\n| ⟨system⟩ | ⟨host⟩ | ⟨user⟩ | ⟨password⟩ | read only |\n| wiki | - | sso | - | - |',
  'table: transposed, name in first column':
    '| | ⟨service⟩ |\n|---|---|\n| Region | EU |\n| Secret | ⟨token⟩ |\n| Schedule | 04:10 |',
  'table: terse headers u/p':
    '| env | u | p |\n|---|---|---|\n| stage | ⟨user⟩ | ⟨other password⟩ |\n| prod | ⟨user⟩ | ⟨password⟩ |',
  'table: heading row names the tokens, value row':
    '| connector | schedule | credential |\n|:--|:-:|--:|\n| ⟨service⟩ → ⟨table⟩ | hourly | `⟨token⟩` |',
  'table: HTML':
    '<table>\n<tr><th>Login</th><td>⟨user⟩</td></tr>\n<tr><th>Password</th><td>⟨password⟩</td></tr>\n<tr><th>Server</th><td>⟨host⟩</td></tr>\n</table>',
  'table: CSV paste':
    '```csv\nsystem,username,password,comment\n"⟨system⟩",⟨user⟩,"⟨password⟩","rotate in Q3"\n```',
  'Czech tabulka přístupů':
    '| systém | uživatel | heslo | poznámka |\n|---|---|---|---|\n| ⟨system⟩ | ⟨user⟩ | ⟨password⟩ | jen čtení |',
  'Czech původně – nyní':
    '| účet | původně | nyní |\n|---|---|---|\n| ⟨user⟩ (heslo) | ⟨other password⟩ | ⟨password⟩ |',
  'Slovak prístupy tabuľka':
    '| systém | meno | heslo |\n|---|---|---|\n| DWH | ⟨user⟩ | ⟨password⟩ |',
  'table col':
    '| service | env | value | owner |\n|---|---|---|---|\n| ⟨service⟩ | prod | ⟨token⟩ | platform |\n| Redash | prod | (in vault) | BI |',
  'table transposed':
    '| | ⟨service⟩ | Looker |\n|---|---|---|\n| region | eu-central-1 | eu-west-1 |\n| api token | ⟨token⟩ | n/a |\n| rate limit | 60/min | 100/min |',
  'Czech table': '| služba | prostředí | klíč |\n|---|---|---|\n| ⟨service⟩ | produkce | ⟨token⟩ |',
  'table other col':
    '| host | login | password | note |\n|---|---|---|---|\n| ⟨host⟩ | ⟨user⟩ | ⟨password⟩ | read only |\n| ⟨host⟩ | sso | – | new |',
  'table cell pair': '| tool | how to get in |\n|---|---|\n| ⟨system⟩ | ⟨user⟩ / ⟨password⟩ |',
  'table transposed 2':
    '| | stage | prod |\n|---|---|---|\n| host | ⟨host⟩ | ⟨host⟩ |\n| pwd | ⟨password⟩ | ask ops |',
  'Czech tabulka 2':
    '| systém | uživatel | heslo | poznámka |\n|---|---|---|---|\n| ⟨czech-system⟩ | ⟨user⟩ | ⟨password⟩ | jen čtení |',
}
