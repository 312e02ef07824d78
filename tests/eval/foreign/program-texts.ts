/** Secrets in programs, logs and traces. */
export const programTexts: Readonly<Record<string, string>> = {
  'log line 3':
    'Seen in the worker log, nothing to worry about:\n\n```\n2026-03-0⟨number 1 9⟩T08:⟨number 10 59⟩:12Z INFO  connector=⟨lower ⟨service⟩⟩ auth=token value=⟨token⟩ retry=0\n```',
  'stack trace 2':
    '```text\nTraceback (most recent call last):\n  File "/app/sync.py", line ⟨number 20 300⟩, in fetch\n    client = Client(token=\'⟨token⟩\')\nhttpx.HTTPStatusError: 403 Forbidden for ⟨service⟩\n```',
  'go const': '```go\nconst ⟨camel ⟨variable⟩⟩ = "⟨token⟩" // TODO viper\n```',
  'java field': '```java\nprivate static final String ⟨variable⟩ = "⟨token⟩";\n```',
  ruby: "```ruby\nENV['⟨variable⟩'] ||= '⟨token⟩'\n```",
  'php define': "```php\ndefine('⟨variable⟩', '⟨token⟩');\n```",
  rust: '```rust\nlet client = Client::builder().api_key("⟨token⟩").build()?; // ⟨service⟩\n```',
  csharp: '```csharp\nservices.Configure<Opt>(x => x.ApiKey = "⟨token⟩"); // ⟨service⟩\n```',
  'sql secret':
    "```sql\nCREATE OR REPLACE SECRET ext_api TYPE = GENERIC_STRING\n  SECRET_STRING = '⟨token⟩'; -- ⟨service⟩\n```",
  'shell history':
    '```\n  ⟨number 400 600⟩  cd ~/src/etl\n  ⟨number 601 700⟩  ⟨variable⟩=⟨quoted ⟨token⟩⟩ ./run.sh backfill\n  ⟨number 701 800⟩  git status\n```',
  'env dump': '```\nPATH=/usr/bin:/bin\nHOME=/home/jan\n⟨variable⟩=⟨token⟩\nSHLVL=2\n```',
  'jupyter cell':
    '```python\nimport os\nos.environ["⟨variable⟩"] = "⟨token⟩"\n%load_ext autoreload\n```',
  'r sys setenv': '```r\nSys.setenv(⟨variable⟩ = "⟨token⟩")\n```',
  'Czech komentar kod': '```python\n# TODO dát do trezoru\nklic = "⟨token⟩"  # ⟨service⟩\n```',
  pgpass: '```\n# ~/.pgpass\n⟨host⟩:5432:*:⟨user⟩:⟨password⟩\n```',
  'netrc 2': '```\nmachine ⟨host⟩\n  login ⟨user⟩\n  password ⟨password⟩\n```',
  'sql create user':
    "```sql\nCREATE USER ⟨user⟩ WITH PASSWORD '⟨any-password⟩';\nGRANT SELECT ON ALL TABLES IN SCHEMA mart TO ⟨user⟩;\n```",
  'sql identified by':
    '```sql\nALTER USER ⟨upper ⟨user⟩⟩ IDENTIFIED BY "⟨any-password⟩" ACCOUNT UNLOCK;\n```',
  'sql dblink':
    "```sql\nSELECT * FROM dblink('host=⟨host⟩ dbname=crm user=⟨user⟩ password=⟨password⟩', 'select id from t') AS t(id int);\n```",
  'python connect':
    '```python\nconn = psycopg.connect(host="⟨host⟩", user="⟨user⟩", password="⟨any-password⟩")\n```',
  'python getpass default': '```python\npwd = os.getenv("DB_PWD", "⟨any-password⟩")\n```',
  'playwright fill':
    "```ts\nawait page.fill('#username', '⟨user⟩');\nawait page.fill('#password', '⟨any-password⟩'); // real prod login, no test tenant\n```",
  'log auth fail':
    '```\nWARN auth failed for user=⟨user⟩ password=⟨password⟩ from 10.0.⟨number 1 9⟩.⟨number 2 250⟩\n```',
  'wpa supplicant': '```\nnetwork={\n  ssid="acme-lab"\n  psk="⟨any-password⟩"\n}\n```',
  'camel key':
    "```js\nmodule.exports = { dbUser: '⟨user⟩', dbPasswd: '⟨any-password⟩', pool: 5 };\n```",
  'Czech poznamka v kodu':
    '```sql\n-- připojení: ⟨user⟩, heslo ⟨password⟩\nSELECT COUNT(*) FROM stg.smlouvy;\n```',
  'putty ppk':
    '```\nPuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPrivate-Lines: 3\n⟨secret ⟨grouped 64 line ⟨base64 160⟩⟩⟩\nPrivate-MAC: ⟨hex 64⟩\n```',
  'age file':
    '```\n# created: 2026-01-09T10:11:12Z\n# public key: age1⟨bech 58⟩\n⟨secret AGE-SECRET-KEY-1⟨bech-upper 58⟩⟩\n```',
  'npmrc token': '```\n//npm.example.com/:_authToken=⟨secret npm_⟨alnum 36⟩⟩\n```',
  'twilio sid pair': '```python\nclient = Client("AC⟨hex 32⟩", "⟨secret ⟨hex 32⟩⟩")\n```',
  'vault unseal':
    '```\nUnseal Key 1: ⟨base64 44⟩\nUnseal Key 2: ⟨base64 44⟩\nUnseal Key 3: ⟨secret ⟨base64 44⟩⟩\nInitial Root Token: hvs.⟨alnum 24⟩\n```',
  'Czech pronoun heading 3':
    '#### Tajné\n\nTohle mi poslali z podpory, použij to místo toho původního hesla:\n\n```\n⟨token⟩\n```',
  'tsv aligned':
    '```\nHOST                     USER          PASS             COMMENT\n⟨host⟩ ⟨user⟩ ⟨password⟩ ok\n```',
  'code go': '```go\nclient := acme.New(acme.Opts{Endpoint: "⟨host⟩", Bearer: "⟨token⟩"})\n```',
  'code js camel':
    "```js\nexport const cfg = { region: 'eu', retries: 3, ⟨lower ⟨service⟩⟩AccessKey: '⟨token⟩', timeoutMs: 4000 };\n```",
  'code ruby':
    "```ruby\nNet::SFTP.start('⟨host⟩', '⟨user⟩', password: %q(⟨password⟩)) { |s| s.dir.entries('/') }\n```",
  'code php define':
    "```php\ndefine('DB_USER', '⟨user⟩'); define('DB_PASSWORD', '⟨password⟩');\n```",
  'code r': '```r\ncon <- dbConnect(odbc(), dsn = "dwh", uid = "⟨user⟩", pwd = "⟨password⟩")\n```',
  'code sql create user': '```sql\nCREATE USER ⟨user⟩ IDENTIFIED BY "⟨password⟩";\n```',
  'code sql create user 2':
    "```sql\nALTER ROLE ⟨user⟩ WITH LOGIN PASSWORD '⟨password⟩' VALID UNTIL 'infinity';\n```",
  'code sql create user 3':
    "```sql\nCREATE SECRET s3 (TYPE S3, KEY_ID 'AKIA⟨base32 16⟩', SECRET '⟨password⟩');\n```",
  'netrc 2 2': '```\nmachine\n⟨host⟩\nlogin\n⟨user⟩\npassword\n⟨token⟩\n```',
  'htpasswd shadow 4':
    '```\n⟨user⟩:⟨secret $argon2id$v=19$m=65536,t=3,p=4$⟨base64 22⟩$⟨base64 43⟩⟩:19780:0:99999:7:::\n```',
  'cmd aws configure':
    '```\n$ aws configure\nAWS Access Key ID [None]: AKIA⟨base32 16⟩\nAWS Secret Access Key [None]: ⟨secret ⟨base64 40⟩⟩\nDefault region name [None]: eu-central-1\n```',
  'stack trace 3':
    '```\nTraceback (most recent call last):\n  File "load.py", line 88, in <module>\n    connect("⟨host⟩", "⟨user⟩", "⟨password⟩")\nConnectionRefusedError: [Errno 111] Connection refused\n```',
  'recovery codes en':
    '## GitHub 2FA fallback\n\nSingle use, cross off when spent.\n\n```\n⟨lowernum 5⟩-⟨lowernum 5⟩   ⟨lowernum 5⟩-⟨lowernum 5⟩\n⟨lowernum 5⟩-⟨lowernum 5⟩   ⟨secret ⟨lowernum 5⟩-⟨lowernum 5⟩⟩\n```',
  'heading names, fenced value': '### ⟨service⟩ key\n\n```\n⟨token⟩\n```\n\n⟨remark⟩',
  'email paste':
    '```\nFrom: it-desk@⟨pick bellmare.example|depot.example⟩\nSubject: Re: access to ⟨system⟩\n\nDear colleague, your account ⟨user⟩ has been created.\nInitial password: ⟨password⟩\nPlease change on first logon.\n```',
  'key: value with aligned spaces':
    '```\nhost      ⟨host⟩\nport      ⟨pick 5439|5432|1433|8563⟩\nuser      ⟨user⟩\nsecret    ⟨password⟩\ndb        ⟨database⟩\n```',
  'python connector':
    '⟨remark⟩\n\n```python\nconn = snowflake.connector.connect(\n    account="xy⟨number 10000 99999⟩.eu-central-1",\n    user="⟨user⟩",\n    password="⟨password⟩",\n    warehouse="WH_M",\n)\n```',
  'python requests header':
    '```python\nH = {"Authorization": "Bearer ⟨token⟩"}  # ⟨service⟩\nr = requests.get(f"{base}/v1/accounts", headers=H, params={"page": 1})\n```',
  'python camelCase positional':
    '```python\nclient = ⟨service⟩Client("⟨token⟩")\nfor row in client.iterRows("⟨table⟩"):\n    sink.write(row)\n```',
  'R DBI':
    '```r\ncon <- DBI::dbConnect(RPostgres::Postgres(), host = "⟨host⟩",\n  user = "⟨user⟩", password = "⟨password⟩", dbname = "⟨database⟩")\n```',
  'R Sys.setenv':
    '```r\nSys.setenv(⟨variable⟩ = "⟨token⟩")\nlibrary(dplyr); tbl(con, "⟨table⟩") |> count()\n```',
  'SQL create user':
    "```sql\ncreate user ⟨user⟩ password '⟨password⟩' default_role = reporter;\ngrant usage on schema ⟨database⟩ to role reporter;\n```",
  'SQL alter login mssql':
    "```sql\nALTER LOGIN [⟨user⟩] WITH PASSWORD = N'⟨password⟩', CHECK_POLICY = OFF;\n```",
  'SQL dblink / fdw user mapping':
    "```sql\ncreate user mapping for current_user server erp_fdw options (user '⟨user⟩', password '⟨password⟩');\n```",
  'duckdb secret':
    "```sql\nCREATE SECRET s (TYPE S3, KEY_ID 'AKIA⟨base32 16⟩', SECRET '⟨secret ⟨base64 40⟩⟩', REGION 'eu-west-1');\n```",
  'js/ts const':
    "```ts\nconst ⟨service⟩Key = '⟨token⟩';\nawait pull({ since: '2026-01-01', table: '⟨table⟩' });\n```",
  'scala spark conf':
    '```scala\nspark.conf.set("fs.azure.account.key.tesseralake.dfs.core.windows.net", "⟨secret ⟨base64 86⟩==⟩")\n```',
  'go code': '```go\ncfg := loader.Config{Source: "⟨service⟩", Token: "⟨token⟩", Batch: 500}\n```',
  'sqlcmd  P':
    '```\nsqlcmd -S ⟨host⟩ -U ⟨user⟩ -P \'⟨password⟩\' -Q "exec dbo.usp_rebuild_margin"\n```',
  'clickhouse client':
    '```\nclickhouse-client --host ⟨host⟩ --secure --user ⟨user⟩ --password \'⟨password⟩\' -q "optimize table events final"\n```',
  'aws session token export':
    'Temporary creds for the Athena check:\n\n```\nexport AWS_ACCESS_KEY_ID=ASIA⟨base32 16⟩\nexport AWS_SESSION_TOKEN=⟨secret IQoJb3JpZ2luX2VjE⟨base64 300⟩==⟩\n```',
  'zsh extended history':
    '```\n: 17625⟨digits 5⟩:0;cd ~/dbt\n: 17625⟨digits 5⟩:0;export ⟨variable⟩=⟨token⟩\n: 17625⟨digits 5⟩:12;make sync\n```',
  'pgpass line':
    'My ~/.pgpass has\n\n```\n⟨host⟩:5432:⟨database⟩:⟨user⟩:⟨password⟩\n*:*:*:analyst:⟨alnum 12⟩\n```',
  'django/superset hash in SQL':
    "```sql\nupdate ab_user set password='⟨secret pbkdf2:sha256:600000$⟨alnum 16⟩$⟨hex 64⟩⟩' where username='admin'; -- superset\n```",
  'log line 4':
    "```\n⟨date⟩ 04:11:09 DEBUG source-⟨lower ⟨service⟩⟩ request headers {'authorization': 'Bearer ⟨token⟩', 'accept': '*/*'}\n⟨date⟩ 04:11:10 WARN 429, sleeping 30s\n```",
  'log line with login attempt':
    '```\n⟨date⟩ 08:02:51 [gateway] login user=⟨user⟩ pass=⟨password⟩ result=OK ip=10.20.4.8\n```',
  'jupyter cell output': "```\nIn [4]: os.environ['⟨variable⟩']\nOut[4]: '⟨token⟩'\n```",
  'printenv output': '```\nHOME=/home/airflow\n⟨variable⟩=⟨token⟩\nTZ=Europe/Prague\n```',
  'secrets manager get output':
    '```\n$ aws secretsmanager get-secret-value --secret-id dwh/prod --query SecretString\n"{\\"username\\":\\"⟨user⟩\\",\\"password\\":\\"⟨password⟩\\"}"\n```',
  'mermaid note':
    '```mermaid\nsequenceDiagram\n  Loader->>DWH: connect(⟨user⟩, ⟨plain-password⟩)\n  DWH-->>Loader: ok\n```',
  'python default arg':
    '```python\ntoken = os.environ.get("⟨variable⟩", "⟨token⟩")\nclient = Client(token, timeout=20)\n```',
  'go const 2': '```go\n// ⟨service⟩, remove before merge\nconst authToken = "⟨token⟩"\n```',
  'js camel':
    "```js\nconst cfg = { baseUrl: BASE, accessToken: '⟨token⟩', pageSize: 200 } // ⟨service⟩\n```",
  'log line 5':
    "```\n2026-02-11T08:14:02Z DEBUG http.client send: 'GET /v1/me HTTP/1.1\\r\\nHost: api.service.example\\r\\nX-Auth-Token: ⟨token⟩\\r\\n'\n```",
  'stack trace 4':
    '```\nTraceback (most recent call last):\n  File "sync.py", line 88, in <module>\n    main(token=\'⟨token⟩\', dry_run=False)\nhttpx.HTTPStatusError: 403 Forbidden (⟨service⟩)\n```',
  'sql secret object':
    "```sql\nCREATE OR REPLACE SECRET ⟨lower ⟨service⟩⟩_api TYPE = GENERIC_STRING SECRET_STRING = '⟨token⟩';\n```",
  'snowflake connect':
    '```python\nconn = snowflake.connector.connect(\n    user="⟨user⟩", account="xy12345.eu-central-1",\n    password="⟨password⟩",\n    warehouse="WH_S",\n)\n```',
  'r dbi':
    '```r\ncon <- DBI::dbConnect(odbc::odbc(), dsn = "DWH", uid = "⟨user⟩", pwd = "⟨password⟩")\n```',
  'csharp 2': '```csharp\nvar cred = new NetworkCredential("⟨user⟩", "⟨password⟩");\n```',
  vba: '```vb\nActiveSheet.Unprotect Password:="⟨password⟩"\n```',
  'Czech komentar sql':
    '```sql\n-- účet ⟨user⟩, heslo: ⟨password⟩\nSELECT count(*) FROM prodeje_den;\n```',
  'aws configure dialogue':
    '```\n$ aws configure --profile drop\nAWS Access Key ID [None]: AKIA⟨base32 16⟩\nAWS Secret Access Key [None]: ⟨secret ⟨base64 40⟩⟩\nDefault region name [None]: eu-west-1\n```',
  htpasswd: '```\nanalytics:⟨secret $2y$10$⟨crypt 53⟩⟩\n```',
  'django settings': "```python\nDEBUG = False\nSECRET_KEY = '⟨secret ⟨signs 50⟩⟩'\n```",
  'ipsec psk': '```\n203.0.113.4 198.51.100.9 : PSK "⟨secret ⟨alnum 24⟩⟩"\n```',
}
