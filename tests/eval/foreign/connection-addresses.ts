/** Secrets inside addresses and connection strings. */
export const connectionAddresses: Readonly<Record<string, string>> = {
  'table transposed 3':
    '| | ⟨service⟩ | Jira |\n|---|---|---|\n| url | app | https://jira.acme.example |\n| token | ⟨token⟩ | sso |',
  toml: '```toml\n[integrations.⟨lower ⟨service⟩⟩]\nbase_url = "https://api.acme.example"\ntoken = "⟨token⟩"\n```',
  'curl bearer':
    '```sh\n# ⟨service⟩\ncurl -s https://api.acme.example/v1/me -H "Authorization: Bearer ⟨token⟩" | jq .id\n```',
  'curl custom header':
    "⟨service⟩ smoke test: `curl --header 'X-Api-Key: ⟨token⟩' https://gw.acme.example/health`",
  'curl multiline':
    "```bash\ncurl -X POST https://gw.acme.example/v2/run \\\n  -H 'content-type: application/json' \\\n  -H 'x-auth-token: ⟨token⟩' \\\n  -d '{\"job\": ⟨number 100 999⟩}'   # ⟨service⟩\n```",
  'query string':
    'Feed for ⟨service⟩: https://hub.acme.example/feed.json?limit=50&access_token=⟨url ⟨token⟩⟩&fmt=full',
  'query string short param':
    '[open ⟨service⟩ report](https://rep.acme.example/r/⟨number 10 999⟩?lang=cs&k=⟨url ⟨token⟩⟩) (k is my api key)',
  'git remote token':
    '```sh\ngit remote set-url origin https://oauth2:⟨url ⟨token⟩⟩@git.acme.example/data/etl.git\n```',
  'link title': '[⟨service⟩ console](https://console.acme.example "key ⟨token⟩")',
  'curl u': '```sh\ncurl -sk -u ⟨user⟩:⟨quoted ⟨password⟩⟩ https://⟨host⟩/api/v1/dags\n```',
  'wget auth':
    '`wget --http-user=⟨user⟩ --http-password=⟨quoted ⟨password⟩⟩ https://⟨host⟩/export.zip`',
  ldapsearch:
    '```sh\nldapsearch -x -H ldap://⟨host⟩ -D "cn=⟨user⟩,dc=acme,dc=io" -w ⟨quoted ⟨password⟩⟩ -b dc=acme,dc=io\n```',
  'odbc ini':
    'ODBC: `Driver={ODBC Driver 18 for SQL Server};Server=⟨host⟩,1433;Database=DWH;UID=⟨user⟩;PWD=⟨password⟩;Encrypt=yes`',
  'jdbc param':
    '`jdbc:postgresql://⟨host⟩:5432/dwh?user=⟨user⟩&password=⟨url ⟨password⟩⟩&sslmode=require`',
  'jdbc oracle thin': '`jdbc:oracle:thin:⟨user⟩/⟨password⟩@⟨host⟩:1521:ORCL`',
  'url postgres':
    '⟨pick DB|Staging|dwh⟩: postgresql+psycopg2://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩:5432/dwh?options=-csearch_path%3Draw',
  'url mongodb':
    '```sh\nMONGO=mongodb+srv://⟨user⟩:⟨url ⟨password⟩⟩@cl0.ab1cd.mongodb.net/?retryWrites=true&w=majority\n```',
  'url amqp': 'broker_url is `amqps://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩:5671/%2Fprod`',
  'url redis': 'cache → rediss://:⟨url ⟨password⟩⟩@⟨host⟩:6380/2',
  'url snowflake':
    '```python\nengine = create_engine("snowflake://⟨user⟩:⟨url ⟨password⟩⟩@ab12345.eu-central-1/RAW/PUBLIC?warehouse=WH_XS&role=LOADER")\n```',
  'url ftp': 'Upload to <ftp://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩/incoming> every morning.',
  'url http basic':
    '[Nexus](https://⟨user⟩:⟨url ⟨password⟩⟩@nexus.acme.example/repository/pypi/simple)',
  'url smtp':
    'EMAIL_URL: smtp://⟨user⟩%40acme.example:⟨url ⟨password⟩⟩@smtp.acme.example:587/?tls=True',
  'url clickhouse': '`clickhouse://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩:8443/events?secure=true`',
  'url proxy':
    '```sh\nexport https_proxy=http://⟨user⟩:⟨url ⟨password⟩⟩@proxy.acme.example:3128\n```',
  'pip conf':
    '```ini\n[global]\nindex-url = https://⟨user⟩:⟨url ⟨password⟩⟩@pypi.acme.example/simple\n```',
  'json login body':
    '```sh\ncurl https://⟨host⟩/api/login -d \'{"email":"⟨user⟩@acme.example","password":"⟨any-password⟩"}\'\n```',
  'slack webhook 2':
    '```sh\ncurl -X POST -d \'{"text":"done"}\' ⟨secret https://hooks.slack.com/services/T⟨uppernum 10⟩/B⟨uppernum 10⟩/⟨alnum 24⟩⟩\n```',
  'telegram url':
    '```sh\ncurl "https://api.telegram.org/bot⟨secret ⟨number 1 7⟩⟨digits 9⟩:AA⟨base64url 33⟩⟩/sendMessage?chat_id=-100⟨digits 10⟩&text=ok"\n```',
  'cookie header':
    "```sh\ncurl -b 'sessionid=⟨secret ⟨base64url 64⟩⟩; csrftoken=⟨alnum 32⟩' https://bi.acme.example/api/card/⟨number 1 900⟩/query/json\n```",
  'npmrc uuid':
    '```ini\n@acme:registry=https://npm.acme.example/\n//npm.acme.example/:_authToken="⟨secret ⟨uuid⟩⟩"\n```',
  'git credentials file':
    '```\n# ~/.git-credentials\nhttps://jnovak:⟨secret ghp_⟨alnum 36⟩⟩@github.com\n```',
  'md link 2': '[dashboard](https://⟨host⟩/api/export?fmt=csv&api_key=⟨url ⟨token⟩⟩)',
  'csv fence 2':
    '```csv\nname,url,username,password,note,totp\n⟨system⟩,https://⟨host⟩,⟨user⟩,"⟨password⟩",,\n```',
  'code python':
    '```python\nimport requests\ns = requests.Session()\ns.auth = ("⟨user⟩", "⟨password⟩")  # ⟨system⟩\nprint(s.get("https://⟨host⟩/v1/me").json())\n```',
  'code java':
    '```java\nds.setUrl("jdbc:oracle:thin:@⟨host⟩:1521/ORCL");\nds.setCredentials("⟨user⟩", "⟨token⟩".toCharArray());\n```',
  npmrc:
    '```\n@acme:registry=https://npm.acme.example/\n//npm.acme.example/:_authToken=⟨secret npm_⟨alnum 36⟩⟩\n```',
  'npmrc 2':
    '```\n@acme:registry=https://npm.acme.example/\n//npm.acme.example/:_authToken=⟨secret ⟨uuid⟩⟩\n```',
  'cmd curl header': '`curl -sS https://⟨host⟩/v2/jobs -H "X-Auth: ⟨token⟩" | jq .`',
  'cmd curl header 2':
    "```bash\ncurl --request POST \\\n  --url https://⟨host⟩/hook \\\n  --header 'content-type: application/json' \\\n  --header 'authorization: Token ⟨token⟩' \\\n  --data '{}'\n```",
  'cmd curl u': "`curl -u '⟨user⟩:⟨password⟩' https://⟨host⟩/api/json`",
  'cmd curl u 2': '`curl --user ⟨user⟩:⟨password⟩ ftp://⟨host⟩/out/`',
  'cmd misc flags 3': "`ldapsearch -x -D cn=⟨user⟩ -w '⟨password⟩' -H ldap://⟨host⟩`",
  'cmd git url': '`git clone https://oauth2:⟨url ⟨token⟩⟩@git.acme.example/data/etl.git`',
  'db url':
    'Dashboards read from ⟨pick postgresql+asyncpg|mysql|mongodb+srv|rediss|amqps|clickhouse|mssql+pyodbc|snowflake|ldap|sftp|smtp⟩://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩/dwh?application_name=nb&sslmode=require',
  'db url 2':
    'pro lokální běh nastav DSN na `⟨pick postgresql+asyncpg|mysql|mongodb+srv|rediss|amqps|clickhouse|mssql+pyodbc|snowflake|ldap|sftp|smtp⟩://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩` a nic jiného',
  'db dsn odd':
    '`jdbc:sqlserver://⟨host⟩:1433;databaseName=dwh;user=⟨user⟩;password={⟨password⟩};encrypt=true`',
  'jdbc query string':
    'jdbc:postgresql://⟨host⟩/dwh?user=⟨user⟩&ssl=true&password=⟨url ⟨password⟩⟩',
  'log line 2':
    '```\nWARN  HikariPool-1 - dataSource{url=jdbc:db2://⟨host⟩, username=⟨user⟩, passwd=⟨token⟩}\n```',
  'table: TSV from 1Password export':
    '```\nTitle\tUsername\tPassword\tURL\n⟨system⟩\t⟨user⟩\t⟨password⟩\thttps://⟨host⟩\n```',
  'link title / target':
    '⟨remark⟩ Preview: [⟨service⟩ export](https://api.example-vendor.example/v2/export?since=2026-01-01&access_token=⟨url ⟨token⟩⟩) gives a CSV.',
  'reference link with basic auth':
    'Docs live at [dbt docs][d], behind basic auth.\n\n[d]: https://docs:⟨plain-password⟩@dbt-docs.tessera.example/#!/overview',
  'SQL external stage credentials':
    "```sql\ncreate stage ext_drop url='s3://bellmare-drop/daily/'\n  credentials=(aws_key_id='AKIA⟨base32 16⟩' aws_secret_key='⟨secret ⟨base64 40⟩⟩');\n```",
  'SQL redshift COPY credentials string':
    "```sql\ncopy raw.events from 's3://x-drop/e/' credentials\n'aws_access_key_id=AKIA⟨base32 16⟩;aws_secret_access_key=⟨secret ⟨base64 40⟩⟩' gzip json 'auto';\n```",
  'ini odbc':
    '```ini\n[DWH]\nDriver=ODBC Driver 18 for SQL Server\nServer=⟨host⟩\nUID=⟨user⟩\nPWD=⟨password⟩\n```',
  'DAX / M query':
    'Power Query for ⟨service⟩:\n\n```\nlet Source = Json.Document(Web.Contents("https://api.vendor.example/v3/rows", [Headers=[#"X-Api-Key"="⟨token⟩"]]))\nin Source\n```',
  'airflow conn uri env':
    "```bash\nexport AIRFLOW_CONN_DWH='redshift://⟨user⟩:⟨plain-password⟩@⟨host⟩:5439/⟨database⟩'\n```",
  'indented code block':
    '⟨service⟩ quick test:\n\n    curl -s -H "X-Auth-Token: ⟨token⟩" https://api.vendor.example/ping\n    # expect 200',
  'curl  u user:pass':
    "```bash\ncurl -s -u '⟨user⟩:⟨password⟩' https://⟨host⟩/api/v1/dags/load_orders/dagRuns\n```",
  'curl header odd name':
    "Reload ⟨table⟩ from ⟨service⟩ with `curl -XPOST -H 'X-⟨service⟩-Api-Token: ⟨token⟩' https://api.vendor.example/jobs/42/run`. ⟨remark⟩",
  'curl basic header base64':
    '```bash\ncurl -H "Authorization: Basic ⟨b64 ⟨user⟩:⟨plain-password⟩⟩" https://metabase.tessera.example/api/card/17/query/csv\n```',
  'psql url':
    '⟨remark⟩ `psql "postgresql://⟨user⟩:⟨plain-password⟩@⟨host⟩:5432/⟨database⟩?sslmode=require"` then \\dt marts.*. ⟨remark⟩',
  'mongosh uri':
    '`mongosh "mongodb+srv://⟨user⟩:⟨plain-password⟩@cluster0.⟨lowernum 5⟩.mongodb.net/crm"` – CRM events, read preference secondary.',
  lftp: '```\nlftp -u ⟨user⟩,⟨plain-password⟩ ftps://ftp.agency-media.example -e "mirror out/ ./in; bye"\n```',
  'git clone with token':
    '`git clone https://oauth2:⟨token⟩@⟨pick gitlab.com|github.com|bitbucket.org⟩/tessera/dbt-marts.git` and then dbt deps. ⟨remark⟩',
  'git clone with token 2':
    '`git clone https://x-token-auth:⟨token⟩@⟨pick gitlab.com|github.com|bitbucket.org⟩/tessera/dbt-marts.git` and then dbt deps. ⟨remark⟩',
  'git clone with token 3':
    '`git clone https://⟨user⟩:⟨token⟩@⟨pick gitlab.com|github.com|bitbucket.org⟩/tessera/dbt-marts.git` and then dbt deps. ⟨remark⟩',
  'pip extra index':
    '```\npip install --extra-index-url https://__token__:⟨token⟩@pypi.tessera.example/simple tessera-etl\n```',
  'tabcmd login':
    '```\ntabcmd login -s https://tableau.bellmare.example -u ⟨user⟩ -p "⟨password⟩"\ntabcmd refreshextracts --datasource "Margin"\n```',
  'backslash continuation in command':
    '```bash\ncurl -X POST https://api.vendor.example/v1/sync \\\n  -H "Content-Type: application/json" \\\n  -H "Authorization: Token \\\n⟨token⟩" \\\n  -d \'{"full": true}\'   # ⟨service⟩\n```',
  'jdbc url params':
    'DBeaver string: `jdbc:sqlserver://⟨host⟩:1433;databaseName=⟨database⟩;user=⟨user⟩;password=⟨plain-password⟩;encrypt=true`. ⟨remark⟩',
  'url encoded password in dsn':
    '⟨remark⟩ SQLAlchemy needs it quoted: `mysql+pymysql://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩/⟨database⟩?charset=utf8mb4`',
  'stack trace':
    '```\nsqlalchemy.exc.OperationalError: (psycopg2.OperationalError) FATAL: too many connections\n  File "/opt/etl/load.py", line 88, in connect\n    create_engine(\'postgresql://⟨user⟩:⟨plain-password⟩@⟨host⟩/⟨database⟩\')\n```',
  'percent encoded whole':
    '⟨service⟩ login link: https://bi.vendor.example/auto?u=⟨user⟩&pw=⟨url ⟨token⟩⟩&go=1',
  'Czech connection string':
    'V DBeaveru je připojení `postgresql://⟨user⟩:⟨plain-password⟩@⟨host⟩/⟨database⟩`, jen přes VPN. ⟨czech-remark⟩',
  'curl bearer 2':
    '```bash\n# ⟨service⟩ smoke test\ncurl -sS -H "Authorization: Bearer ⟨token⟩" https://api.internal.example/v2/projects | jq \'.[0].name\'\n```',
  'curl x header broken lines':
    "```sh\ncurl --request GET \\\n  --url https://api.service.example/v1/export \\\n  --header 'accept: application/json' \\\n  --header 'X-Api-Key: ⟨token⟩'   # ⟨service⟩\n```",
  'query string 2':
    'The ⟨service⟩ feed is at https://hooks.service.example/export?format=csv&api_token=⟨url ⟨token⟩⟩&limit=500 and refreshes hourly.',
  'url encoded in callback':
    'redirect used in the ⟨service⟩ test: https://app.corp.example/cb?next=%2Fjobs%3Faccess_token%3D⟨url ⟨url ⟨token⟩⟩⟩%26x%3D1',
  'link title 2':
    'See [⟨service⟩ console](https://console.service.example "login key ⟨token⟩") for the quotas.',
  'curl u 2': "`curl -u '⟨user⟩:⟨password⟩' https://⟨host⟩:8443/api/jobs`",
  'postgres url':
    'DATABASE_URL=postgresql://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩:5432/dwh?sslmode=require',
  'mongo srv':
    '`mongodb+srv://⟨user⟩:⟨url ⟨password⟩⟩@cluster0.ab1cd.mongodb.net/events?retryWrites=true`',
  'amqp url prose':
    'The consumer reads from amqps://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩:5671/%2Fetl and acks in batches.',
  'redis no user': 'cache: redis://:⟨url ⟨password⟩⟩@⟨host⟩:6379/2',
  'jdbc params':
    'jdbc:sqlserver://⟨host⟩:1433;databaseName=Fin;user=⟨user⟩;password=⟨password⟩;encrypt=true',
  odbc: 'Driver={ODBC Driver 18 for SQL Server};Server=⟨host⟩;Uid=⟨user⟩;Pwd={⟨password⟩};TrustServerCertificate=yes',
  'ftp url': 'lftp: sftp://⟨user⟩:⟨url ⟨password⟩⟩@sftp.carrier.example/outbound',
  'Czech url': 'Zdroj dat pro sestavu: postgres://⟨user⟩:⟨url ⟨password⟩⟩@⟨host⟩/sklad (jen čtení)',
  'Czech curl': "Ověření, že to běží: `curl -su '⟨user⟩:⟨password⟩' https://⟨host⟩/stav`",
  'git remote token 2':
    '```\n$ git remote -v\norigin  https://oauth2:⟨secret glpat-⟨base64url 20⟩⟩@gitlab.corp.example/bi/models.git (fetch)\n```',
  'npmrc 3':
    '```\n@corp:registry=https://npm.corp.example/\n//npm.corp.example/:_authToken=⟨secret npm_⟨alnum 36⟩⟩\n```',
  'ansible curl body':
    '```yaml\n- uri:\n    url: https://sso.corp.example/token\n    method: POST\n    body: "client_id=etl&client_secret=⟨secret ⟨alnum 22⟩⟩&grant_type=client_credentials"\n```',
}
