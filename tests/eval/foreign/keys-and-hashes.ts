/** Private keys, hashes of passwords, webhooks, cookies and pairs of keys. */
export const keysAndHashes: Readonly<Record<string, string>> = {
  'azure sas':
    'Landing container: https://acmedl.blob.core.windows.net/landing?sv=2023-11-03&ss=b&srt=sco&sp=rwdl&se=2027-01-01T00:00:00Z&sig=⟨url ⟨secret ⟨base64 43⟩=⟩⟩',
  'azure connstring':
    '`DefaultEndpointsProtocol=https;AccountName=acmedl;AccountKey=⟨secret ⟨base64 86⟩==⟩;EndpointSuffix=core.windows.net`',
  'servicebus conn':
    'Service bus for the events topic:\n\nEndpoint=sb://acme-ev.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=⟨secret ⟨base64 43⟩=⟩',
  'gcp sa json':
    '```json\n{\n  "type": "service_account",\n  "project_id": "acme-dwh-⟨number 1 99⟩",\n  "private_key_id": "⟨hex 40⟩",\n  "private_key": "-----BEGIN PRIVATE KEY-----\\n⟨secret ⟨grouped 64 escaped-line MIIEv⟨base64 380⟩⟩⟩\\n-----END PRIVATE KEY-----\\n",\n  "client_email": "etl@acme-dwh.iam.gserviceaccount.com"\n}\n```',
  'pem rsa':
    'Client cert key for the bank API:\n\n```\n⟨secret -----BEGIN ⟨pick RSA PRIVATE KEY|PRIVATE KEY|EC PRIVATE KEY|ENCRYPTED PRIVATE KEY⟩-----\n⟨pem⟩\n-----END ⟨pick RSA PRIVATE KEY|PRIVATE KEY|EC PRIVATE KEY|ENCRYPTED PRIVATE KEY⟩-----⟩\n```',
  'pem no header':
    'Snowflake private key (header and footer stripped, one line as the connector wants it):\n⟨secret MIIEvQIBADANBgkqhkiG9w0BAQEFAASC⟨base64 500⟩⟩',
  'ssh key':
    'cat ~/.ssh/id_deploy\n\n```\n⟨secret -----BEGIN OPENSSH PRIVATE KEY-----\n⟨pem⟩\n-----END OPENSSH PRIVATE KEY-----⟩\n```',
  'ssh key heredoc':
    '```sh\ncat > /tmp/k <<EOF\n⟨secret -----BEGIN OPENSSH PRIVATE KEY-----\n⟨pem⟩\n-----END OPENSSH PRIVATE KEY-----⟩\nEOF\nchmod 600 /tmp/k\n```',
  'pgp key':
    'Import before decrypting the insurer files:\n\n```\n⟨secret -----BEGIN PGP PRIVATE KEY BLOCK-----\n⟨pem⟩\n-----END PGP PRIVATE KEY BLOCK-----⟩\n```',
  'wg psk prose': 'wg preshared key for my peer: ⟨secret ⟨base64 43⟩=⟩',
  'htpasswd 2': '```\n# /etc/nginx/.htpasswd\n⟨user⟩:⟨secret ⟨bcrypt⟩⟩\n```',
  'htpasswd apr1': 'Basic auth line for staging: `⟨user⟩:⟨secret $apr1$⟨crypt 8⟩$⟨crypt 22⟩⟩`',
  'shadow line': '```\ndeploy:⟨secret ⟨shadow-hash⟩⟩:19780:0:99999:7:::\n```',
  'slack webhook':
    'Alerts go to ⟨secret https://hooks.slack.com/services/T⟨uppernum 10⟩/B⟨uppernum 10⟩/⟨alnum 24⟩⟩',
  'slack webhook 3':
    'Notifikace do kanálu #etl posílej na ⟨secret https://hooks.slack.com/services/T⟨uppernum 10⟩/B⟨uppernum 10⟩/⟨alnum 24⟩⟩',
  'discord webhook':
    '- on-call hook: <⟨secret https://discord.com/api/webhooks/⟨digits 19⟩/⟨base64url 68⟩⟩>',
  'teams webhook':
    'Teams channel for failures: [hook](⟨secret https://acme.webhook.office.com/webhookb2/⟨uuid⟩@⟨uuid⟩/IncomingWebhook/⟨hex 32⟩/⟨uuid⟩⟩)',
  'zapier make hook':
    'POST the row to our automation webhook (anyone with the url can trigger it): ⟨secret https://hooks.zapier.com/hooks/catch/⟨digits 8⟩/⟨lowernum 7⟩/⟩',
  'zapier make hook 2':
    'POST the row to our automation webhook (anyone with the url can trigger it): ⟨secret https://hook.eu1.make.com/⟨lowernum 32⟩⟩',
  'logic app sig':
    'Logic app trigger: https://prod-12.westeurope.logic.azure.com:443/workflows/⟨hex 32⟩/triggers/manual/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=⟨secret ⟨base64url 43⟩⟩',
  'cookie devtools':
    'Copied from devtools, works till logout:\n\nCookie: connect.sid=⟨secret s%3A⟨base64url 32⟩.⟨base64url 43⟩⟩; lang=cs',
  'cookie cs': 'Přihlášení obejdu cookie z prohlížeče: JSESSIONID=⟨secret ⟨upper ⟨hex 32⟩⟩⟩',
  'fivetran pair': 'Fivetran REST key/secret: `⟨alnum 16⟩:⟨secret ⟨alnum 32⟩⟩`',
  'kubeadm join':
    '`kubeadm join 10.0.0.5:6443 --token ⟨secret ⟨lowernum 6⟩.⟨lowernum 16⟩⟩ --discovery-token-ca-cert-hash sha256:⟨hex 64⟩`',
  'jwt localstorage': "Paste in console: `localStorage.setItem('id_token', '⟨secret ⟨jwt⟩⟩')`",
  'oauth refresh': 'Google Ads refresh token (never expires): ⟨secret 1//0⟨base64url 98⟩⟩',
  'sentry dsn legacy':
    'Old DSN with secret: `https://⟨hex 32⟩:⟨secret ⟨hex 32⟩⟩@sentry.acme.example/⟨number 2 60⟩`',
  'snmp community':
    '`snmpset -v2c -c ⟨secret ⟨czech-word⟩RW⟨number 10 99⟩⟩ 10.1.1.⟨number 2 200⟩ sysName.0 s sw-core` (rw community string)',
  'licence key':
    'Windows Server licence key (volume, paid): ⟨secret ⟨uppernum 5⟩-⟨uppernum 5⟩-⟨uppernum 5⟩-⟨uppernum 5⟩-⟨uppernum 5⟩⟩',
  'aes key': 'Column encryption AES-256 key for `mart.clients.rc_enc` is ⟨secret ⟨hex 64⟩⟩',
  'rails master': 'config/master.key contains ⟨secret ⟨hex 32⟩⟩',
  'security question':
    'Bank portal security question "mother\'s maiden name" → answer we set: ⟨secret ⟨given⟩ ⟨pick Skola|Fiala|Bistro|Kralova⟩⟩',
  'github app key escaped':
    '```dotenv\nGITHUB_APP_PRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----\\n⟨secret ⟨grouped 64 escaped-line MIIEowIBAAKCAQEA⟨base64 240⟩⟩⟩\\n-----END RSA PRIVATE KEY-----"\n```',
  'Czech hint season 2':
    'pw je ⟨secret ⟨pick Hrochodyl|Malotraktor|Kostival|Krtecek⟩⟩ a hned za to ⟨number 2024 2026⟩, dohromady bez mezery, na ⟨host⟩',
  'Czech pin alarm 4':
    'Dveře do serverovny mají klávesnici, naťukej ⟨secret ⟨digits 6⟩⟩# a zatáhni.',
  'Czech pin alarm 5': 'Číselný zámek na skříňce s klíči otevře kombinace ⟨secret ⟨digits 4⟩⟩.',
  'old plus hint 2':
    'same pw as last year, ⟨secret ⟨pick Peregrine|Marmalade|Sandcastle|Buttercup⟩⟩, just append ⟨pick 2026|77|#1|!!⟩ – for ⟨host⟩',
  pin: 'Side door keypad: ⟨secret ⟨digits 4⟩⟩ then the bell symbol.',
  'pin 3': 'Safe in the finance office opens with ⟨secret ⟨digits 8⟩⟩, turn right.',
  'wg conf 2 2':
    'wg0: můj soukromý klíč ⟨secret ⟨base64 42⟩⟨pick A|E|I|8⟩=⟩, veřejný má Kuba v routeru',
  'htpasswd shadow': '```\n⟨user⟩:⟨secret ⟨bcrypt⟩⟩:19780:0:99999:7:::\n```',
  'htpasswd shadow 2': 'Row for ⟨user⟩ in `users.pw` is ⟨secret $6$⟨alnum 8⟩$⟨crypt 86⟩⟩',
  'htpasswd shadow 3': 'htpasswd line for the proxy – `⟨user⟩:⟨secret $apr1$⟨alnum 8⟩$⟨crypt 22⟩⟩`',
  'pem block':
    '```\n⟨secret -----BEGIN ⟨pick RSA PRIVATE KEY|PRIVATE KEY|OPENSSH PRIVATE KEY|EC PRIVATE KEY|ENCRYPTED PRIVATE KEY|PGP PRIVATE KEY BLOCK⟩-----\n⟨pem⟩\n-----END ⟨pick RSA PRIVATE KEY|PRIVATE KEY|OPENSSH PRIVATE KEY|EC PRIVATE KEY|ENCRYPTED PRIVATE KEY|PGP PRIVATE KEY BLOCK⟩-----⟩\n```',
  'age key': 'sops decrypts with ⟨secret AGE-SECRET-KEY-1⟨bech-upper 58⟩⟩',
  'age key 2': 'Soubory *.sops.yaml rozšifruje ⟨secret AGE-SECRET-KEY-1⟨bech-upper 58⟩⟩\\',
  'webhook url':
    'Alerty padají do kanálu přes ⟨secret https://hooks.slack.com/services/T⟨uppernum 8⟩/B⟨uppernum 10⟩/⟨alnum 24⟩⟩',
  'webhook url 2':
    'Post to <⟨secret https://discord.com/api/webhooks/⟨digits 18⟩/⟨base64url 68⟩⟩> when the load fails; anyone with the link can write.',
  'webhook url 3':
    '[notify](⟨secret https://acme.webhook.office.com/webhookb2/⟨uuid⟩@⟨uuid⟩/IncomingWebhook/⟨hex 32⟩/⟨uuid⟩⟩)',
  'webhook url 4':
    'Alerty padají do kanálu přes ⟨secret https://hooks.zapier.com/hooks/catch/⟨digits 7⟩/⟨lowernum 7⟩/⟩',
  'webhook url 5':
    'Post to <⟨secret https://hc-ping.com/⟨uuid⟩⟩> when the load fails; anyone with the link can write.',
  'webhook url 6': '[notify](⟨secret https://n8n.acme.example/webhook/⟨uuid⟩⟩)',
  'azure sas 2':
    'Export leží na https://acmedata.blob.core.windows.net/out/2026.parquet?sp=r&st=2026-01-01T00:00:00Z&se=2027-01-01T00:00:00Z&sv=2024-11-04&sr=b&sig=⟨secret ⟨url ⟨base64 43⟩=⟩⟩',
  'azure conn string':
    '`DefaultEndpointsProtocol=https;AccountName=acmedata;AccountKey=⟨secret ⟨base64 86⟩==⟩;EndpointSuffix=core.windows.net`',
  'url presigned or reset':
    'One-click login for the demo tenant: https://app.acme.example/magic?next=%2Fhome&t=⟨secret ⟨base64url 64⟩⟩',
  'url presigned or reset 2':
    'Kalendář směn (soukromý odkaz, kdo ho má, vidí vše): https://cal.acme.example/ics/private-⟨secret ⟨hex 48⟩⟩/basic.ics',
  'url presigned or reset 3':
    'One-click login for the demo tenant: https://app.acme.example/magic?next=%2Fhome&t=⟨secret ⟨jwt⟩⟩',
  'cookie header 2':
    '`Cookie: _ga=GA1.2.⟨digits 9⟩; lang=cs; sessionid=⟨secret ⟨hex 40⟩⟩; theme=dark`',
  'cookie header 2 2':
    'Superset API zatím volám s mojí přihlášenou session: cookie `session`, obsah ⟨secret s%3A⟨base64url 32⟩.⟨alnum 43⟩⟩',
  'cookie header 3':
    '`curl -b \'connect.sid=⟨secret ⟨b64 {"_user_id":"⟨digits 3⟩"}⟩.⟨base64url 6⟩.⟨base64url 27⟩⟩\' https://⟨host⟩/`',
  'jwt bearer': 'service_role for the Supabase project → ⟨secret ⟨jwt⟩⟩',
  'jwt bearer 2': '`Authorization: Bearer ⟨secret ⟨jwt⟩⟩`',
  'jwt bearer 3': 'Kdyby API chtělo autorizaci, platnost do 2030:\n\n    ⟨secret ⟨jwt⟩⟩',
  'license key':
    'Paid licence for the ETL tool, activation key ⟨secret ⟨grouped 5 dash ⟨uppernum 25⟩⟩⟩, one seat only.',
  'license key 2':
    'Licenční klíč (zaplacený, 1 instalace): ⟨secret ⟨grouped 5 dash ⟨uppernum 25⟩⟩⟩',
  'hint with composition "old one with 2026 at the end"':
    "hey, ⟨system⟩ pw changed again. It's the old one with ⟨pick 2026|2026!|#26|_v2⟩ at the end: ⟨secret ⟨word⟩⟨word⟩⟨pick 2026|2026!|#26|_v2⟩⟩. ⟨remark⟩",
  'security question answer':
    'The old Oracle support account asks a security question (first school), answer is "⟨secret ⟨word⟩ ⟨pick Terrace|Street|Primary|Farm⟩⟩". ⟨remark⟩',
  'webhook slack':
    '⟨remark⟩ Freshness alerts post to #dwh-alerts via ⟨secret https://hooks.slack.com/services/T0⟨uppernum 9⟩/B0⟨uppernum 9⟩/⟨alnum 24⟩⟩ (Airflow on_failure_callback). ⟨remark⟩',
  'webhook teams/discord/make/n8n':
    'When ⟨table⟩ is late the flow fires: ⟨secret https://discord.com/api/webhooks/⟨digits 19⟩/⟨base64url 68⟩⟩\n\n⟨remark⟩',
  'bq / gcloud access token':
    '⟨remark⟩ `curl -H "Authorization: Bearer ⟨secret ya29.a0⟨base64url 160⟩⟩" https://bigquery.googleapis.com/bigquery/v2/projects/tessera-dwh/jobs`',
  'azure SAS url':
    '⟨remark⟩ Agency uploads to https://tesseralake.blob.core.windows.net/drop?sv=2023-11-03&ss=b&srt=sco&sp=rwdl&se=2027-01-01T00:00:00Z&sig=⟨url ⟨secret ⟨base64 43⟩=⟩⟩ with azcopy. ⟨remark⟩',
  'service bus / event hub string':
    'Event Hub → ⟨table⟩: Endpoint=sb://tess-ev.servicebus.windows.net/;SharedAccessKeyName=listen;SharedAccessKey=⟨secret ⟨base64 43⟩=⟩;EntityPath=clicks',
  'google sheets / private share with authkey':
    '⟨remark⟩ No login needed for the board, just open https://app.vendor-bi.example/embed/dashboards/311?authkey=⟨secret ⟨base64url 28⟩⟩&theme=light. ⟨remark⟩',
  'ical / feed url with secret':
    'Release calendar loads from ⟨secret https://calendar.google.com/calendar/ical/bi%40tessera.io/private-⟨hex 32⟩/basic.ics⟩ each hour into dim_release. ⟨remark⟩',
  'PEM fenced (snowflake key pair)':
    'Key pair of SVC_DBT:\n\n```\n⟨secret -----BEGIN ⟨pick RSA PRIVATE KEY|PRIVATE KEY|ENCRYPTED PRIVATE KEY⟩-----\n⟨pem⟩\n-----END ⟨pick RSA PRIVATE KEY|PRIVATE KEY|ENCRYPTED PRIVATE KEY⟩-----⟩\n```',
  'PEM body without header lines':
    'Snowflake private key for the connector, Fivetran wants it without BEGIN/END:\n\n⟨secret MIIEv⟨base64 59⟩\n⟨base64 64⟩\n⟨base64 64⟩\n⟨base64 64⟩⟩',
  'PEM one line with \\n':
    '```\nSNOWFLAKE_PRIVATE_KEY="⟨secret -----BEGIN PRIVATE KEY-----\n⟨pem⟩\n-----END PRIVATE KEY-----⟩"\n```',
  'PGP block':
    'Bank statement decryption:\n\n⟨secret -----BEGIN PGP PRIVATE KEY BLOCK-----\n⟨pem⟩\n-----END PGP PRIVATE KEY BLOCK-----⟩',
  'JWT as embed token':
    '⟨remark⟩ Metabase embedding preview uses ⟨secret ⟨jwt⟩⟩ until the proxy is fixed. ⟨remark⟩',
  'cookie header 4':
    'Scraping the old BI: send `Cookie: ⟨pick metabase.SESSION|session|workgroup_session_id|JSESSIONID|connect.sid⟩=⟨secret ⟨base64url 44⟩⟩; lang=en`, lasts 14 days. ⟨remark⟩',
  'htpasswd line': 'dbt docs nginx:\n\n```\n⟨user⟩:⟨secret ⟨bcrypt⟩⟩\n```',
  'htpasswd line 2': 'dbt docs nginx:\n\n```\n⟨user⟩:⟨secret ⟨apr1⟩⟩\n```',
  'shadow line 2':
    'From the broken ETL box before reinstall: `⟨user⟩:⟨secret ⟨shadow-hash⟩⟩:19700:0:99999:7:::`',
  'fernet key airflow':
    '⟨remark⟩ New Airflow must keep the same fernet key or all connections are garbage: ⟨secret ⟨base64url 43⟩=⟩. ⟨remark⟩',
  'superset SECRETKEY':
    "superset_config.py: SECRET_KEY = '⟨secret ⟨base64 56⟩⟩' , don't lose it, metadata is encrypted by it. ⟨remark⟩",
  'Czech webhook':
    '⟨czech-remark⟩ Upozornění na zpoždění chodí přes ⟨secret https://hook.eu2.make.com/⟨lowernum 32⟩⟩ do Teams. ⟨czech-remark⟩',
  'fence pem':
    'Deploy key of the runner:\n\n```\n⟨secret -----BEGIN OPENSSH PRIVATE KEY-----\n⟨pem⟩\n-----END OPENSSH PRIVATE KEY-----⟩\n```',
  'pem escaped newlines json':
    '```json\n{"type":"service_account","project_id":"dwh-prod-⟨digits 6⟩","private_key":"-----BEGIN PRIVATE KEY-----\\n⟨secret MII⟨base64 61⟩\\n⟨base64 64⟩\\n⟨base64 64⟩\\n⟨base64 40⟩⟩\\n-----END PRIVATE KEY-----\\n","client_email":"loader@dwh-prod.iam.gserviceaccount.com"}\n```',
  'pgp block':
    '```\n⟨secret -----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYB⟨base64 59⟩\n⟨base64 64⟩\n⟨base64 64⟩\n=⟨base64 4⟩\n-----END PGP PRIVATE KEY BLOCK-----⟩\n```',
  'sops age comment':
    'sops decrypts with the age identity\n⟨secret AGE-SECRET-KEY-1⟨bech-upper 58⟩⟩\n(public part is in .sops.yaml)',
  'azure conn string 2':
    'DefaultEndpointsProtocol=https;AccountName=dwhdrop⟨digits 3⟩;AccountKey=⟨secret ⟨base64 86⟩==⟩;EndpointSuffix=core.windows.net',
  'sas url':
    'Download link for the actuals: https://dwhdrop.blob.core.windows.net/in/actuals.csv?sv=2023-11-03&se=2027-01-01T00%3A00%3A00Z&sr=c&sp=rl&sig=⟨url ⟨secret ⟨base64 43⟩=⟩⟩',
  'servicebus conn 2':
    'Endpoint=sb://events-weu.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=⟨secret ⟨base64 43⟩=⟩',
  'jwt in curl': '`curl -H "authorization: bearer ⟨secret ⟨jwt⟩⟩" https://api.corp.example/me`',
  'jwt cz': 'Můj přihlašovací token do API (platí do konce roku): ⟨secret ⟨jwt⟩⟩',
  'cookie header 5':
    'Scraper needs the browser session: `Cookie: lang=cs; sessionid=⟨secret ⟨base64url 64⟩⟩; theme=dark`',
  'cookie jar cz':
    'Do portálu se dostaneš jen s mojí cookie z prohlížeče: PHPSESSID=⟨secret ⟨hex 48⟩⟩',
  'webhook curl':
    '`curl -d \'{"content":"ok"}\' -H \'content-type: application/json\' ⟨secret https://discord.com/api/webhooks/⟨digits 19⟩/⟨base64url 68⟩⟩`',
  'webhook md link':
    'Post the summary to the [data channel](⟨secret https://corpx.webhook.office.com/webhookb2/⟨uuid⟩@⟨uuid⟩/IncomingWebhook/⟨hex 32⟩/⟨uuid⟩⟩).',
  'private ical':
    'On-call rota (secret address, whoever has it can read): ⟨secret https://calendar.google.com/calendar/ical/oncall%40corp.example/private-⟨hex 32⟩/basic.ics⟩',
  'git credentials file 2':
    '~/.git-credentials has https://x-access-token:⟨secret ghp_⟨alnum 36⟩⟩@github.com',
  'pip conf 2':
    '`pip install --extra-index-url https://reader:⟨secret ⟨alnum 20⟩⟩@pypi.corp.example/simple corp-utils`',
  'shadow line 3':
    'Copied from /etc/shadow of the golden image: deploy:⟨secret $6$⟨alnum 12⟩$⟨crypt 86⟩⟩:19780:0:99999:7:::',
  puk: 'SIM in the LTE modem: PUK ⟨secret ⟨digits 8⟩⟩',
  'eth private': 'Signer private key for the payout contract: `⟨secret 0x⟨hex 64⟩⟩`',
  'fernet env': 'AIRFLOW__CORE__FERNET_KEY=⟨secret ⟨base64url 43⟩=⟩',
  'rails master key': 'config/master.key (not in git): ⟨secret ⟨hex 32⟩⟩',
  'laravel app key': 'APP_KEY=⟨secret base64:⟨base64 43⟩=⟩',
  'snmp community 2':
    '`snmpwalk -v2c -c ⟨secret ⟨lowernum 10⟩⟩ 10.1.1.1 system` – community string is the real one, keep it out of git.',
  'wifi qr 3': 'QR content on the door: WIFI:T:WPA;S:DATA-GUEST;P:⟨secret ⟨alnum 12⟩⟩;;',
  'ldapsearch w':
    "`ldapsearch -x -D 'cn=bind,dc=corp,dc=example' -w ⟨secret ⟨alnum 14⟩⟩ -b dc=corp,dc=example`",
  'url userinfo cz':
    'Dashboard pro vedení: https://vedeni:⟨secret ⟨alnum 12⟩⟩@dash.corp.example/kpi',
  'PEM in a quote':
    '> -----BEGIN PRIVATE KEY-----\n> ⟨secret ⟨grouped 64 quote MII⟨base64 400⟩⟩⟩\n> -----END PRIVATE KEY-----',
  'PEM in a list':
    '- key pair of the warehouse\n\n    -----BEGIN RSA PRIVATE KEY-----\n    ⟨secret ⟨grouped 64 indent MII⟨base64 400⟩⟩⟩\n    -----END RSA PRIVATE KEY-----\n\n- then open the tunnel',
  'mail address spelled':
    'Reach ⟨name⟩ privately: ⟨secret ⟨lower-letters 6⟩.⟨lower-letters 7⟩⟩ (at) gmail dot com',
}
