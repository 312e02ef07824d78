/** Secrets that are split, spelled, grouped or encoded. */
export const encodedValues: Readonly<Record<string, string>> = {
  'wrapped two lines': '⟨service⟩ key (wraps, join both lines):\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩',
  'backslash continuation': '```sh\nexport ⟨variable⟩=⟨first ⟨token⟩⟩\\\n⟨second ⟨token⟩⟩\n```',
  'python concat':
    '```python\n# linter complains about secrets, so split\n⟨variable⟩ = "⟨first ⟨token⟩⟩" \\\n    "⟨second ⟨token⟩⟩"\n```',
  'js plus concat':
    "```js\nconst ⟨camel ⟨variable⟩⟩ = '⟨first ⟨token⟩⟩' +\n  '⟨second ⟨token⟩⟩';\n```",
  'two halves prose':
    '⟨service⟩ token in two pieces because of the DLP on mail: first `⟨first ⟨token⟩⟩`, second `⟨second ⟨token⟩⟩` (no space between).',
  'table split cells':
    '| key | part 1 | part 2 |\n|---|---|---|\n| ⟨service⟩ token | ⟨first ⟨token⟩⟩ | ⟨second ⟨token⟩⟩ |',
  'spaces in groups': '⟨service⟩ key (remove spaces): ⟨grouped 8 blank ⟨token⟩⟩',
  'zero width': '⟨service⟩ token: ⟨first ⟨token⟩⟩​⟨second ⟨token⟩⟩',
  'soft hyphen': 'Copied from Confluence, ⟨variable⟩ = ⟨first ⟨token⟩⟩­⟨second ⟨token⟩⟩',
  'yaml folded': '```yaml\n⟨lower ⟨variable⟩⟩: >-\n  ⟨grouped 30 indent ⟨token⟩⟩\n```',
  'json unicode escape': '```json\n{ "⟨camel ⟨variable⟩⟩": "⟨first ⟨token⟩⟩\\u0041" }\n```',
  xml: '```xml\n<add key="⟨camel ⟨variable⟩⟩" value="⟨html ⟨token⟩⟩" />\n```',
  'xml element':
    '```xml\n<connection name="⟨html ⟨service⟩⟩">\n  <apiToken>⟨html ⟨token⟩⟩</apiToken>\n</connection>\n```',
  'k8s secret b64':
    '```yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: etl\ndata:\n  ⟨variable⟩: ⟨b64 ⟨token⟩⟩\n```',
  'base64 prose': "⟨service⟩ token, base64'd so grep doesn't find it: ⟨b64 ⟨token⟩⟩",
  'echo b64 decode': '```sh\nexport ⟨variable⟩=$(echo ⟨b64 ⟨token⟩⟩ | base64 -d)\n```',
  'hex encoded': '⟨service⟩ secret in hex (xxd -r -p): ⟨hexadecimal ⟨token⟩⟩',
  reversed: '⟨service⟩ key written backwards: ⟨reversed ⟨token⟩⟩',
  'Czech rozdeleny':
    'Přístupový token ⟨service⟩ (kvůli mailu na dva kusy): začátek ⟨first ⟨token⟩⟩ a zbytek ⟨second ⟨token⟩⟩',
  'pw spelled out': 'Password for ⟨system⟩, letter by letter: ⟨spelled ⟨password⟩⟩',
  'pw dash groups':
    'Initial password for ⟨user⟩ (type without the dashes): ⟨grouped 4 wide-dash ⟨password⟩⟩',
  'basic auth header':
    '```http\nGET /api HTTP/1.1\nHost: ⟨host⟩\nAuthorization: Basic ⟨b64 ⟨user⟩:⟨password⟩⟩\n```',
  'basic b64 prose':
    '⟨system⟩ wants basic auth, the precomputed string is `⟨b64 ⟨user⟩:⟨password⟩⟩`',
  'npmrc auth':
    '```ini\n//nexus.acme.example/repository/npm/:_auth=⟨b64 ⟨user⟩:⟨password⟩⟩\nalways-auth=true\n```',
  'docker config json':
    '```json\n{"auths":{"registry.acme.example":{"auth":"⟨b64 ⟨user⟩:⟨password⟩⟩"}}}\n```',
  'k8s password b64':
    '```yaml\nkind: Secret\nmetadata: {name: pg-⟨user⟩}\ndata:\n  username: ⟨b64 ⟨user⟩⟩\n  password: ⟨b64 ⟨any-password⟩⟩\n```',
  'maven settings':
    '```xml\n<server>\n  <id>nexus</id>\n  <username>⟨user⟩</username>\n  <password>⟨html ⟨any-password⟩⟩</password>\n</server>\n```',
  'form urlencoded':
    '`grant_type=password&client_id=web&username=⟨user⟩&password=⟨url ⟨any-password⟩⟩`',
  'xml odbc attr':
    '```xml\n<datasource host="⟨host⟩" login="⟨user⟩" pw="⟨html ⟨any-password⟩⟩"/>\n```',
  'zero width pw': '⟨system⟩ password: ⟨first ⟨password⟩⟩​⟨second ⟨password⟩⟩',
  'emphasis inside':
    'login ⟨user⟩, password ⟨first ⟨password⟩⟩**⟨second ⟨password⟩⟩** (bold part changed in March)',
  'gcp sa b64':
    'GOOGLE_CREDENTIALS_B64: ⟨b64 {"type":"service_account","private_key":"⟨secret MIIEv⟨base64 120⟩⟩"}⟩',
  'totp groups':
    'Authenticator setup key for ⟨pick GitHub bot|npm publish account|Okta⟩: ⟨grouped 4 blank ⟨secret ⟨lower ⟨base32 16⟩⟩⟩⟩',
  'kubeconfig client key':
    '```yaml\n    client-certificate-data: LS0tLS1CRUdJTiBDRVJU⟨base64 60⟩\n    client-key-data: ⟨secret ⟨b64 -----BEGIN RSA PRIVATE KEY-----\n⟨pem⟩\n-----END RSA PRIVATE KEY-----⟩⟩\n```',
  'rotated from to 2':
    '- 2026-02-03 rotated ⟨service⟩ credential from ⟨first ⟨token⟩⟩… to ⟨token⟩ (INC-⟨digits 4⟩)\n- 2026-02-04 bumped memory limit',
  'voice spelled dashes':
    'One-time bypass password for ⟨system⟩ (type it without the dashes): ⟨grouped 4 dash ⟨secret ⟨uppernum 16⟩⟩⟩',
  'gmail app password':
    'Gmail SMTP for alerts, Google showed it as `⟨grouped 4 blank ⟨secret ⟨lower-letters 16⟩⟩⟩` (app password, once only).',
  'gmail app password 2':
    'SMTP odesílání alertů: alerts@ účet, heslo aplikace ⟨grouped 4 blank ⟨secret ⟨lower-letters 16⟩⟩⟩',
  'yaml block scalar':
    '```yaml\nsecretRef: >-\n  ⟨first ⟨token⟩⟩\\\n  ⟨second ⟨token⟩⟩\n# ^ ⟨service⟩ token, joined\n```',
  'code vba concat':
    '```vb\nConst K1 = "⟨first ⟨password⟩⟩"\nConst K2 = "⟨second ⟨password⟩⟩"\ncn.Open "DWH", "⟨user⟩", K1 & K2\n```',
  'k8s secret b64 2':
    '```yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: ⟨lowernum 6⟩-creds}\ndata:\n  db_password: ⟨b64 ⟨password⟩⟩\n```',
  'docker config auth':
    '```json\n{"auths":{"registry.acme.example":{"auth":"⟨b64 ci:⟨password⟩⟩"}}}\n```',
  'pem body only':
    'Klíč deploy (hlavičku a patičku „openssh private key“ si doplň sám):\n\n⟨grouped 64 line ⟨secret b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAA⟨base64 150⟩⟩⟩',
  'cmd basic b64': 'Postman: header Authorization, hodnota `Basic ⟨b64 ⟨user⟩:⟨password⟩⟩`',
  'zero width 2':
    '⟨system⟩ password/key pasted from Teams: ⟨first ⟨password⟩⟩⟨pick ​|­|⁠|‍⟩⟨second ⟨password⟩⟩',
  'hex encoded 2': 'Heslo je v configu uložené hexa: `⟨hexadecimal ⟨password⟩⟩`',
  'b64 plain': 'pw (base64, decode first): ⟨b64 ⟨password⟩⟩',
  'b64 plain 2': '`echo ⟨b64 ⟨password⟩⟩ | base64 -d` dává heslo k ⟨system⟩',
  'split two lines': '⟨service⟩ key, wrapped by my editor:\n\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩',
  'split two lines 2':
    'Token pro ⟨service⟩ se nevešel na řádek:\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩\n(spojit bez mezery)',
  'two halves apart':
    'The ⟨service⟩ secret is kept in two halves.\n\n- first half (Ana): ⟨first ⟨token⟩⟩\n- second half (me): ⟨second ⟨token⟩⟩',
  'md emphasis inside': '⟨service⟩ klíč: **⟨first ⟨token⟩⟩**⟨second ⟨token⟩⟩',
  'html entities':
    '`<entry login="⟨user⟩" password="⟨html ⟨secret ⟨alnum 5⟩&⟨alnum 4⟩<⟨alnum 3⟩⟩⟩"/>`',
  'reversed hint': 'Heslo napsané pozpátku, ať to nikdo nečte přes rameno: ⟨spelled ⟨password⟩⟩',
  'spaced letters': 'passcode, read out letter by letter: ⟨spelled ⟨secret ⟨alnum 10⟩⟩⟩',
  'TOTP seed grouped by four':
    '2FA of the Google Ads MCC account — seed ⟨grouped 4 blank ⟨secret ⟨base32 32⟩⟩⟩. ⟨remark⟩',
  'chat: with timestamps and typo fix':
    '[09:14] ⟨given⟩: pwd for ⟨system⟩??\n[09:15] me: ⟨first ⟨password⟩⟩\n[09:15] me: *⟨password⟩ sorry\n[09:16] ⟨given⟩: works',
  'yaml: folded scalar over two lines':
    '```yaml\n⟨lower ⟨variable⟩⟩: "⟨first ⟨token⟩⟩\\\n  ⟨second ⟨token⟩⟩"\nretries: 3\n```',
  'js concatenated halves':
    "```js\n// ⟨service⟩, split so that the hook does not nag\nconst apiKey = '⟨first ⟨token⟩⟩' +\n  '⟨second ⟨token⟩⟩';\n```",
  'base64 user:pass in prose':
    '⟨remark⟩ The Jira extractor wants the encoded pair, which is ⟨b64 ⟨user⟩@tessera.example:⟨password⟩⟩. ⟨remark⟩',
  'kubernetes secret base64':
    '```yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: dwh-cred, namespace: airflow}\ndata:\n  username: ⟨b64 ⟨user⟩⟩\n  password: ⟨b64 ⟨password⟩⟩\n```',
  'zero width/soft hyphen inside':
    '⟨remark⟩ ⟨service⟩ token (copied from Confluence): ⟨first ⟨token⟩⟩⟨pick ​|‌|⁠|﻿|­⟩⟨second ⟨token⟩⟩. ⟨remark⟩',
  'zero width in password':
    'Password for ⟨system⟩: ⟨first ⟨plain-password⟩⟩⟨pick ​|‌|⁠|﻿|­⟩⟨second ⟨plain-password⟩⟩ – pasted from Teams. ⟨remark⟩',
  'split over two lines':
    '⟨remark⟩ ⟨service⟩ key (PDF wrapped it, join the lines):\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩',
  'halves described':
    '⟨service⟩ token, first half `⟨first ⟨token⟩⟩` and the second half `⟨second ⟨token⟩⟩`. ⟨remark⟩',
  'halves in table rows':
    '| ⟨service⟩ token | |\n|---|---|\n| part 1 | ⟨first ⟨token⟩⟩ |\n| part 2 | ⟨second ⟨token⟩⟩ |',
  'spaces between groups':
    '⟨service⟩ secret, read to me in fours: ⟨grouped 4 blank ⟨token⟩⟩. ⟨remark⟩',
  'hex encoded 3':
    'Old ETL config of ⟨system⟩ keeps the password in hex: `⟨hexadecimal ⟨password⟩⟩` (xxd -r -p). ⟨remark⟩',
  'base64 plain':
    "⟨remark⟩ Password of ⟨system⟩ base64'd so it's not shoulder-surfed: ⟨b64 ⟨password⟩⟩. ⟨remark⟩",
  'base64 echo pipe':
    '`export ⟨variable⟩=$(echo ⟨b64 ⟨token⟩⟩ | base64 -d)` before the ⟨service⟩ pull. ⟨remark⟩',
  'letters spaced out': 'Password of ⟨system⟩, spelled: ⟨spelled ⟨password⟩⟩. ⟨remark⟩',
  'unicode escape in JSON': '```json\n{"user": "⟨user⟩", "password": "⟨unicode ⟨password⟩⟩"}\n```',
  'escaped markdown characters':
    'Password for ⟨system⟩: ⟨escaped ⟨secret ⟨alnum 4⟩_⟨alnum 3⟩*⟨alnum 3⟩#⟨digits 2⟩⟩⟩ — slashes are only markdown. ⟨remark⟩',
  'backticks splitting emphasis': 'pass(⟨system⟩) = `⟨first ⟨password⟩⟩` + `⟨second ⟨password⟩⟩`',
  'Czech rozdělené na dva řádky':
    '⟨czech-remark⟩ Klíč ⟨service⟩ (zalomilo se to, spojit):\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩',
  'Czech base64 v textu':
    '⟨czech-remark⟩ Hlavička pro Jiru: Basic ⟨b64 ⟨user⟩:⟨password⟩⟩. ⟨czech-remark⟩',
  'split two lines 3':
    '⟨service⟩ token (wrapped by my terminal, it is one string):\n\n```\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩\n```',
  'backslash continuation 2':
    '```bash\nexport ⟨variable⟩=⟨first ⟨token⟩⟩\\\n⟨second ⟨token⟩⟩\n./run_import.sh\n```',
  'string concat':
    '```python\n# ⟨service⟩; split so that the push hook does not complain\nAPI_TOKEN = "⟨first ⟨token⟩⟩" + \\\n            "⟨second ⟨token⟩⟩"\n```',
  'zero width 3': '⟨service⟩ key copied from the wiki: ⟨first ⟨token⟩⟩​⟨second ⟨token⟩⟩',
  'soft hyphen 2':
    '⟨service⟩ token from the PDF handbook: ⟨first ⟨token⟩⟩­⟨second ⟨token⟩⟩ (works).',
  'word joiner in table':
    '| what | token |\n|---|---|\n| ⟨service⟩ | `⟨first ⟨token⟩⟩⁠⟨second ⟨token⟩⟩` |',
  'base64 value':
    '⟨service⟩ token, base64 so that nobody reads it over the shoulder: `⟨b64 ⟨token⟩⟩`',
  'hex value': 'Decode with xxd -r -p to get the ⟨service⟩ key: ⟨hexadecimal ⟨token⟩⟩',
  'Czech split':
    'Klíč k ⟨service⟩ (rozdělený na dva řádky, patří k sobě):\n⟨first ⟨token⟩⟩\n⟨second ⟨token⟩⟩',
  'spelled groups': '⟨system⟩ password, typed without the spaces: ⟨grouped 4 blank ⟨password⟩⟩',
  'dashed groups':
    'pass phrase of the backup disk (leave the dashes out): ⟨grouped 4 dash ⟨password⟩⟩',
  'zero width 4': '⟨system⟩ password: ⟨first ⟨password⟩⟩⟨pick ​|‌|﻿⟩⟨second ⟨password⟩⟩',
  'soft hyphen prose': 'Use ⟨first ⟨password⟩⟩­⟨second ⟨password⟩⟩ as the password for ⟨user⟩.',
  'split labelled':
    'Password of ⟨user⟩: first part `⟨first ⟨password⟩⟩`, second part `⟨second ⟨password⟩⟩`, nothing in between.',
  'split lines':
    'password for ⟨host⟩ (one word, line is too short):\n  ⟨first ⟨password⟩⟩\n  ⟨second ⟨password⟩⟩',
  'base64 userpass': 'Header for ⟨system⟩: `Authorization: Basic ⟨b64 ⟨user⟩:⟨password⟩⟩`',
  'base64 bare pair': 'Encoded ⟨user⟩ login for the proxy config: ⟨b64 ⟨user⟩:⟨password⟩⟩',
  'base64 password cmd':
    "`echo '⟨b64 ⟨password⟩⟩' | base64 -d` prints the sudo password of ⟨host⟩.",
  'k8s secret':
    '```yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ⟨user⟩-db\ntype: Opaque\ndata:\n  username: ⟨b64 ⟨user⟩⟩\n  password: ⟨b64 ⟨password⟩⟩\n```',
  'url encoded form':
    'body sent by the old form: grant_type=password&username=⟨user⟩&password=⟨url ⟨password⟩⟩&scope=read',
  'unicode escape': 'Captured JSON: {"user":"⟨user⟩","pass":"⟨unicode ⟨password⟩⟩"}',
  'Czech rozdelene':
    'Heslo do ⟨czech-system⟩ se nevešlo na řádek:\n⟨first ⟨password⟩⟩\n⟨second ⟨password⟩⟩\n(píše se dohromady)',
  'Czech base64': 'Heslo zakódované přes base64 (uživatel ⟨user⟩): ⟨b64 ⟨password⟩⟩',
  'Czech nulova sirka':
    'Heslo správce (zkopírováno z wiki): ⟨first ⟨password⟩⟩​⟨second ⟨password⟩⟩',
  'pem headless base64 file':
    'runner key, base64 -w0 as stored in the CI variable:\n\n    ⟨b64 ⟨secret -----BEGIN OPENSSH PRIVATE KEY-----\n⟨pem⟩\n-----END OPENSSH PRIVATE KEY-----⟩⟩',
  'npmrc auth base64': '//nexus.corp.example/repository/npm/:_auth=⟨b64 ci:⟨secret ⟨alnum 14⟩⟩⟩',
  'docker config json 2':
    '```json\n{"auths":{"registry.corp.example":{"auth":"⟨b64 robot$ci:⟨secret ⟨alnum 18⟩⟩⟩"}}}\n```',
  'totp grouped':
    '2FA seed for the shared AWS root (type without blanks):\n⟨grouped 4 blank ⟨secret ⟨lower ⟨base32 32⟩⟩⟩⟩',
  'gmail app password spaces':
    'Gmail app password for the alert mailbox: ⟨grouped 4 blank ⟨secret ⟨lower-letters 16⟩⟩⟩',
}
