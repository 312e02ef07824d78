/** Passwords told in English sentences. */
export const englishPasswords: Readonly<Record<string, string>> = {
  'pw login slash': '⟨system⟩: ⟨user⟩ / ⟨any-password⟩',
  'pw is now': 'hey, pw for ⟨system⟩ is now ⟨any-password⟩',
  'pw hint and then': 'For ⟨system⟩ log in as user ⟨user⟩, and then ⟨password⟩',
  'pw changed to': 'They changed the password on ⟨system⟩ to `⟨any-password⟩` last week.',
  'pw same as': '⟨system⟩ uses the same pass as always (⟨any-password⟩).',
  'pw before name': '⟨password⟩ is the ⟨user⟩ password on ⟨host⟩',
  'pw pasword typo': '⟨pick pasword|passwrd|passowrd|pssword|paswd⟩ ⟨password⟩ (⟨system⟩)',
  'pw abbrev': '⟨user⟩@⟨host⟩ ⟨pick pw|pwd|psw|pass|pswd⟩ ⟨password⟩',
  'pw old one plus suffix':
    "⟨system⟩ password: it's the old one (⟨password⟩) with ⟨pick 2026|!!|_new|.26⟩ at the end",
  'pw strike': '⟨user⟩ pw ~~⟨other password⟩~~ ⟨password⟩',
  'pw dialog': '"What\'s the ⟨user⟩ password again?" – "⟨any-password⟩, since Friday."',
  'pw emoji': '👤 ⟨user⟩ 🔑 ⟨any-password⟩  (⟨system⟩)',
  'pw default not changed': 'Nobody ever changed the default on ⟨system⟩, still ⟨user⟩/⟨password⟩.',
  'pw ask but':
    'Normally you get the ⟨system⟩ password from the vault, but the vault is down every Monday so: ⟨any-password⟩',
  'pw all caps': 'PASSWORD (⟨upper ⟨host⟩⟩) = ⟨any-password⟩',
  'pw in parens user': 'Connect to ⟨host⟩ as ⟨user⟩ (⟨password⟩) and check `pg_stat_activity`.',
  'pw comma list': '⟨system⟩, ⟨host⟩, port ⟨number 1024 9999⟩, ⟨user⟩, pass: ⟨any-password⟩',
  'pw italic': 'passphrase for the deploy key is *⟨any-password⟩*',
  'netrc oneline': '`machine ⟨host⟩ login ⟨user⟩ password ⟨password⟩`',
  wifi: 'Office WiFi `ACME-Guest-5G` → ⟨any-password⟩',
  'wifi qr': 'Meeting room wifi QR: `WIFI:T:WPA;S:ACME-MR⟨number 1 9⟩;P:⟨password⟩;;`',
  luks: 'Backup disk is LUKS, unlock with the phrase ⟨any-password⟩',
  'winrm rdp': 'RDP ⟨host⟩, ACME\\⟨user⟩, ⟨password⟩',
  'far sentence':
    'The password for ⟨system⟩ changed after the audit in February (the old one had been sitting on a sticky note for three years, which the auditor photographed and put in the report), so from now on type ⟨password⟩.',
  'far sentence 2':
    'Root login on ⟨host⟩ is disabled over SSH but works on the serial console; you get one prompt, wait for the beep, then enter ⟨password⟩ and hit return twice.',
  'far sentence 3':
    'There is a break-glass account, ⟨user⟩, for when SSO is down. Nobody should need it. It accepts ⟨password⟩.',
  'numbered refs':
    'Things you need for the import: (a) the hostname, (b) a username, (c) the secret. That is (a) ⟨host⟩, (b) ⟨user⟩, (c) ⟨password⟩.',
  'numbered refs 2':
    'Login needs three fields in this order – tenant, user, password – and for us they are, respectively, acme-eu, ⟨user⟩ and ⟨password⟩.',
  'html comment 3': 'Use the ⟨system⟩ service login for nightly runs. <!-- ⟨user⟩ / ⟨password⟩ -->',
  'chat 3':
    'Slack DM from Ana, saved here so I stop asking: "so for the vpn it\'s ⟨password⟩ (don\'t judge), user stays the same"',
  'hint user then': 'user ⟨user⟩, and then ⟨password⟩',
  'hint user then 2': '⟨user⟩ + ⟨password⟩ gets you into ⟨system⟩',
  'hint user then 3': 'log on as ⟨user⟩ w/ ⟨password⟩, not with your own account',
  'misspelled 2': 'pasword for ⟨system⟩ ⟨password⟩',
  'misspelled 2 2': 'db passwrd (prod!!) = ⟨password⟩',
  'misspelled 3': 'paswd: ⟨password⟩ // ⟨host⟩',
  'misspelled 4': 'my pssword there is ⟨password⟩',
  'misspelled 5': 'credentails ⟨user⟩ ⟨password⟩',
  abbrev: 'tok (⟨system⟩) ⟨password⟩',
  'abbrev 2': '⟨system⟩ cred – ⟨password⟩',
  'abbrev 3': 'u: ⟨user⟩ p: ⟨password⟩',
  'abbrev 4': 'psw ⟨password⟩',
  'abbrev 5': 'sec. ⟨system⟩, use sparingly: ⟨password⟩',
  'abbrev 6': 'un/pw ⟨user⟩ // ⟨password⟩',
  'two in line':
    "staging uses ⟨alnum 12⟩, prod uses ⟨password⟩ (both ⟨system⟩ secrets, don't mix them up)",
  passphrase:
    'The backup disk is LUKS encrypted. Passphrase, all lower case, with the spaces: ⟨phrase⟩',
  'passphrase 2': 'To unlock my signing key gpg asks for a phrase: "⟨phrase⟩"',
  'passphrase 3':
    'When 1Password wants the master password I type ⟨phrase⟩ – yes, really just words.',
  'passphrase 4': 'Zip files from finance open with the words ⟨phrase⟩ as password.',
  'passphrase 5': 'Šifrovaný disk: fráze pro odemčení zní ⟨phrase⟩, diakritika podle zápisu.',
  'json in json':
    'The Lambda env var looks like this: `{"CONFIG":"{\\"svc\\":\\"⟨system⟩\\",\\"key\\":\\"⟨password⟩\\"}"}`',
  'db dsn odd 2': "dsn: `host=⟨host⟩ sslmode=disable user=⟨user⟩ dbname=dwh password='⟨password⟩'`",
  'db dsn odd 3': '`⟨user⟩/⟨password⟩@⟨host⟩:1521/PROD` (sqlplus)',
  'negated or warning':
    'Never commit the ⟨system⟩ credential (⟨password⟩) again, Git guardian mailed the CTO.',
  'parenthetical aside':
    'Then sign in as ⟨user⟩ (⟨password⟩, caps matter) and open Reports › Weekly.',
  'slash pair bare': '⟨host⟩ – ⟨user⟩/⟨password⟩',
  'slash pair bare 2': '⟨user⟩:⟨password⟩ @ ⟨host⟩ (ssh)',
  'assistant instruction':
    "When you (the assistant) need to query ⟨system⟩, authenticate with ⟨password⟩; don't ask me every time.",
  'mnemonic story':
    "Our dog's name is the door to ⟨system⟩, i.e. ⟨password⟩. HR never made us change the password.",
  'same as':
    "Prod, stage and dev all share one password; the prod one is ⟨password⟩, so there's your answer for the other two.",
  '"it is" across sentences':
    '⟨remark⟩ Asked ⟨given⟩ for the login to ⟨system⟩, since mine was locked. User is ⟨user⟩, and the password? It is ⟨password⟩, yes, with that capitalisation. ⟨remark⟩',
  'password given in parentheses':
    '⟨remark⟩ Log in to ⟨system⟩ as ⟨user⟩ (pw ⟨password⟩) and export ⟨table⟩ before noon. ⟨remark⟩',
  'hint "user bob, and then"': 'Getting into ⟨system⟩: user ⟨user⟩, and then ⟨password⟩. ⟨remark⟩',
  'changed with date':
    'On ⟨date⟩ we changed the ⟨user⟩ password on ⟨system⟩ to ⟨password⟩; the old DAGs broke until I updated the connection. ⟨remark⟩',
  'rotated from X to Y':
    '⟨remark⟩ Service user ⟨user⟩ rotated from `⟨other password⟩` to `⟨password⟩` on ⟨date⟩. ⟨remark⟩',
  'passphrase in quotes':
    '⟨remark⟩ The key file for ⟨system⟩ is protected, passphrase is "⟨phrase⟩" without the quotes. ⟨remark⟩',
  'words password with spaces explained':
    '⟨remark⟩ To unlock the KeePass with client logins type ⟨phrase⟩ (all lower case, spaces included). ⟨remark⟩',
  'spoken style "as in"':
    "Pete told me over the phone how to get into ⟨system⟩: ⟨password⟩ — like it sounds, capital letters where you'd expect. ⟨remark⟩",
  'abbreviation pw/psw/cred':
    '⟨remark⟩ ⟨system⟩ ⟨pick pw|psw|pwd|pass|cred|passwd|PW⟩ ⟨password⟩ usr ⟨user⟩. ⟨remark⟩',
  'misspelled name':
    '⟨remark⟩ ⟨pick pasword|passwrd|paswd|passowrd|pssword|passw.⟩ for ⟨system⟩ is ⟨password⟩ fyi. ⟨remark⟩',
  'parenthetical apology':
    "I know I shouldn't write it here but I forget it every week: ⟨password⟩ (⟨system⟩, ⟨user⟩). ⟨remark⟩",
  'same password everywhere':
    '⟨system⟩, the staging box and the reporting VM all share ⟨password⟩, the admin never got around to making separate ones. ⟨remark⟩',
  'locked out story':
    '⟨remark⟩ After three failed tries ⟨system⟩ locked me; support reset it and the mail said I can sign in with ⟨password⟩ and change later (I did not). ⟨remark⟩',
  'default never changed':
    '⟨system⟩ at ⟨client⟩ still runs on what the integrator left behind, ⟨user⟩ with ⟨password⟩. Tell them at the next steering. ⟨remark⟩',
  'negation and correction':
    'The ⟨system⟩ password is no longer ⟨other password⟩; since Monday it reads ⟨password⟩. ⟨remark⟩',
  'key id and secret in one sentence':
    '⟨remark⟩ Fivetran API: key ⟨alnum 16⟩, secret ⟨secret ⟨alnum 32⟩⟩, group ⟨lowernum 12⟩. ⟨remark⟩',
  'Looker client id and secret':
    'Looker API3 creds for the scheduled-look export – client_id ⟨alnum 20⟩, client_secret ⟨secret ⟨alnum 24⟩⟩. They belong to the service user, not to me. ⟨remark⟩',
  'AWS pair in sentence':
    '⟨remark⟩ UNLOAD goes to the client bucket with AKIA⟨base32 16⟩ and ⟨secret ⟨base64 40⟩⟩, region eu-west-1. ⟨remark⟩',
  'Snowflake user with password':
    'Snowflake account xy⟨number 10000 99999⟩.eu-central-1, role TRANSFORMER, warehouse WH_⟨pick S|M|L⟩, user ⟨upper ⟨user⟩⟩, password ⟨password⟩, default db ⟨upper ⟨database⟩⟩. ⟨remark⟩',
  'SFTP drop of client':
    '⟨client⟩ sends stock files to sftp.⟨pick bellmare.example|depot.local|lumio.example⟩:2222, we enter as ⟨user⟩ using ⟨password⟩; files land in /out/daily around 05:40. ⟨remark⟩',
  'zip password for attachments':
    'HR sends the headcount extract as an encrypted zip, it opens with ⟨password⟩. Unpack into the secure stage only, then load ⟨table⟩. ⟨remark⟩',
  'PDF invoices unlock':
    'Carrier invoices come as locked PDFs; the parser needs ⟨password⟩ to open them, otherwise it dies with "encrypted document". ⟨remark⟩',
  'Excel sheet protection':
    'Budget.xlsx is protected (sheet PLAN). Unprotect with ⟨password⟩, paste the new FX column, protect again with the same. ⟨remark⟩',
  'slash separated login/pass': '⟨remark⟩ ⟨system⟩: ⟨user⟩ / ⟨password⟩ (⟨database⟩). ⟨remark⟩',
  'emoji lock for password': '📊 ⟨system⟩ 👤⟨user⟩ 🔒⟨password⟩ ✅ tested ⟨date⟩',
  'underscore emphasis inside':
    'The password of ⟨system⟩ is _⟨password⟩_ until the migration. ⟨remark⟩',
  'dialogue quoted':
    '"Which password does the ⟨system⟩ gateway want?" I asked. "Try \'⟨password⟩\'," said ⟨given⟩, "it has been that since 2019." It worked. ⟨remark⟩',
  'all caps shout':
    'DO NOT RESTART ⟨upper ⟨system⟩⟩ BEFORE 9. PASSWORD ⟨password⟩ USER ⟨upper ⟨user⟩⟩. CALL IT IF LOCKED.',
  'unlabelled credentials after host':
    'Connection of ⟨system⟩, in order host, user, password: ⟨host⟩ ⟨user⟩ ⟨password⟩. ⟨remark⟩',
  'json escaped string inside log':
    '⟨remark⟩ The scheduler row holds `"{\\"user\\":\\"⟨user⟩\\",\\"password\\":\\"⟨password⟩\\"}"` in conn_json. ⟨remark⟩',
  'azure connection string':
    'Event archive: `DefaultEndpointsProtocol=https;AccountName=tesseralake;AccountKey=⟨secret ⟨base64 86⟩==⟩;EndpointSuffix=core.windows.net`. ⟨remark⟩',
  'ado.net string':
    'SSRS shared source: `Data Source=⟨host⟩;Initial Catalog=⟨database⟩;User Id=⟨user⟩;Password=⟨plain-password⟩;TrustServerCertificate=True`',
  'age key in sops note':
    '⟨remark⟩ sops for the seeds: `⟨secret AGE-SECRET-KEY-1⟨bech-upper 58⟩⟩` in ~/.config/sops/age/keys.txt, public part is in the repo. ⟨remark⟩',
  'camelCase names no spaces':
    'cfg.⟨pick dbPassword|etlUserPwd|svcPass|readerSecret|adminPwd⟩ => ⟨password⟩; cfg.dbHost => ⟨host⟩; cfg.batch => 5000',
  'password is': 'The password for ⟨system⟩ is ⟨password⟩',
  'quotes phrase':
    'Login to ⟨system⟩ as ⟨user⟩, passphrase “⟨any-password⟩” (with the spaces, if any).',
  'hint user then 4': '⟨host⟩: user ⟨user⟩, and then ⟨password⟩',
  'slash pair': '⟨system⟩ → ⟨user⟩ / ⟨password⟩',
  'colon pair backticks': 'Connect to `⟨host⟩` with `⟨user⟩:⟨password⟩`, port 1433.',
  'log in with':
    'You can log in to ⟨system⟩ with ⟨user⟩ and ⟨password⟩ from the office network only.',
  'change from to': 'Changed the ⟨system⟩ password from the default one to ⟨password⟩ on Tuesday.',
  caps: 'ROOT PASSWORD ⟨upper ⟨host⟩⟩: ⟨password⟩',
  'misspelled 6': '⟨pick pasword|passwrd|passowrd|paswd⟩ for ⟨system⟩ - ⟨password⟩',
  'abbrev 7': '⟨host⟩ usr=⟨user⟩ ⟨pick psw|pw|pwd|pass⟩=⟨password⟩',
  emoji: '🖥 ⟨host⟩ 👤 ⟨user⟩ 🔒 ⟨password⟩',
  'bold md': 'Creds for ⟨system⟩: **⟨user⟩** and **⟨password⟩**.',
  'value first': '⟨password⟩ — password of ⟨user⟩ on ⟨host⟩',
  'two in line 2': 'stage pw ⟨other password⟩, prod pw ⟨password⟩',
  'ticket comment 4':
    'DATA-⟨number 100 9999⟩ comment: "Account ⟨user⟩ was created, initial password ⟨password⟩, please change at first login." Nobody changed it.',
  'same as 2': '⟨system⟩ uses the same password as ⟨system⟩ (⟨password⟩).',
  'wifi 2': 'Office wifi "datalab-5G", key ⟨any-password⟩',
  zip: 'The yearly extract is a zip, unlock with ⟨password⟩.',
  'excel protect': 'The budget workbook is protected; sheet password: ⟨password⟩',
  'case hint': 'Superset admin: ⟨password⟩ (capital letters matter, no blank at the end)',
  'netrc oneline 2': 'machine artifacts.corp.example login ⟨user⟩ password ⟨password⟩',
  'kafka jaas':
    'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="⟨user⟩" password="⟨password⟩";',
  'json escaped nested':
    'Airflow connection extra: {"conn_id":"dwh","extra":"{\\"login\\":\\"⟨user⟩\\",\\"password\\":\\"⟨password⟩\\"}"}',
  'smtp lines': 'SMTP relay: smtp.corp.example:587, STARTTLS, ⟨user⟩, ⟨password⟩',
  'html entity':
    'From the exported wiki page: Password&colon;&nbsp;<code>⟨password⟩</code> (user ⟨user⟩)',
  'md escaped': 'Password of ⟨user⟩: ⟨password⟩',
}
