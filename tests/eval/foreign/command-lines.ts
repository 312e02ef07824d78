/** Secrets in commands, scripts and histories of shells. */
export const commandLines: Readonly<Record<string, string>> = {
  'bash export': '```bash\nexport ⟨variable⟩=⟨quoted ⟨token⟩⟩\nmake deploy ENV=stg\n```',
  'fish set': '```fish\nset -gx ⟨variable⟩ ⟨quoted ⟨token⟩⟩\n```',
  powershell: '```powershell\n$env:⟨variable⟩ = "⟨token⟩"\n.\\build.ps1 -Target Publish\n```',
  'windows setx': '```bat\nsetx ⟨variable⟩ "⟨token⟩"\n```',
  dockerfile:
    '```dockerfile\nFROM python:3.12-slim\nENV ⟨variable⟩=⟨quoted ⟨token⟩⟩ \\\n    PYTHONUNBUFFERED=1\n```',
  'docker login stdin':
    '```sh\necho ⟨quoted ⟨token⟩⟩ | docker login registry.acme.example -u ci --password-stdin\n```',
  'kubectl literal':
    '```sh\nkubectl -n data create secret generic ⟨lower ⟨service⟩⟩ --from-literal=token=⟨quoted ⟨token⟩⟩\n```',
  'gh secret set': '`gh secret set ⟨variable⟩ --body ⟨quoted ⟨token⟩⟩ -R acme/etl`',
  'aws ssm put':
    '```sh\naws ssm put-parameter --name /etl/⟨lower ⟨variable⟩⟩ --type SecureString --value ⟨quoted ⟨token⟩⟩\n```',
  'cli config set': '```sh\nacme-cli config set ⟨lower ⟨variable⟩⟩ ⟨quoted ⟨token⟩⟩\n```',
  'airflow var': "`airflow variables set ⟨lower ⟨variable⟩⟩ '⟨token⟩'`",
  'trailing hash comment':
    '```sh\n./sync.sh --source ⟨lower ⟨service⟩⟩   # uses my key ⟨token⟩\n```',
  'psql pgpassword':
    "```sh\nPGPASSWORD=⟨quoted ⟨password⟩⟩ psql -h ⟨host⟩ -U ⟨user⟩ -d dwh -c 'select 1'\n```",
  'mysql p': '```sh\nmysql -h ⟨host⟩ -u ⟨user⟩ -p⟨quoted ⟨password⟩⟩ reporting < dump.sql\n```',
  'mysqldump long':
    '`mysqldump --user=⟨user⟩ --password=⟨quoted ⟨password⟩⟩ --single-transaction crm > crm.sql`',
  sshpass: '```bash\nsshpass -p ⟨quoted ⟨password⟩⟩ scp report.csv ⟨user⟩@⟨host⟩:/in/\n```',
  'docker login p':
    '```sh\ndocker login -u ⟨user⟩ -p ⟨quoted ⟨password⟩⟩ nexus.acme.example:8083\n```',
  'echo sudo': '```sh\necho ⟨quoted ⟨password⟩⟩ | sudo -S systemctl restart airflow-scheduler\n```',
  sqlplus: '```sh\nsqlplus ⟨user⟩/"⟨password⟩"@//⟨host⟩:1521/DWHT @load.sql\n```',
  sqlcmd: '`sqlcmd -S ⟨host⟩ -U ⟨user⟩ -P ⟨quoted ⟨password⟩⟩ -Q "select @@version"`',
  'redis cli': '`redis-cli -h ⟨host⟩ -a ⟨quoted ⟨password⟩⟩ --no-auth-warning INFO`',
  mongosh:
    '```sh\nmongosh --host ⟨host⟩ --username ⟨user⟩ --password ⟨quoted ⟨password⟩⟩ --authenticationDatabase admin\n```',
  'smb mount':
    '```sh\nsudo mount -t cifs //⟨host⟩/share /mnt/s -o username=⟨user⟩,password=⟨password⟩,vers=3.0\n```',
  'net use': '```bat\nnet use Z: \\\\⟨host⟩\\data ⟨password⟩ /user:ACME\\⟨user⟩\n```',
  'openssl passin': '`openssl pkcs12 -in client.p12 -nodes -passin pass:⟨password⟩`',
  keytool: '`keytool -list -keystore trust.jks -storepass ⟨quoted ⟨password⟩⟩`',
  'zip encrypted': 'Exports from HR come as encrypted zip: `7z x -p⟨quoted ⟨password⟩⟩ payroll.7z`',
  'aws session':
    '```sh\nexport AWS_ACCESS_KEY_ID=ASIA⟨base32 16⟩\nexport AWS_SESSION_TOKEN="⟨secret IQoJb3JpZ2luX2VjE⟨base64 280⟩==⟩"\n```',
  'totp oathtool': '```sh\noathtool --totp -b ⟨secret ⟨base32 26⟩⟩   # CI login to registry\n```',
  'eth private key':
    '```sh\nforge script Deploy --private-key ⟨secret 0x⟨hex 64⟩⟩ --broadcast\n```',
  'code powershell':
    "```powershell\n$p = ConvertTo-SecureString '⟨password⟩' -AsPlainText -Force\n$c = New-Object PSCredential('CORP\\⟨user⟩', $p)\nConnect-VIServer ⟨host⟩ -Credential $c\n```",
  'dotenv odd names':
    '```sh\n# .env.local\n⟨pick |export ⟩⟨variable⟩=⟨token⟩   # ⟨service⟩\nLOG_LEVEL=debug\n```',
  'dotenv odd names 2':
    '```sh\n# .env.local\n⟨pick |export ⟩X_⟨variable⟩=⟨token⟩   # ⟨service⟩\nLOG_LEVEL=debug\n```',
  'dotenv odd names 3':
    '```sh\n# .env.local\n⟨pick |export ⟩⟨variable⟩_AUTH=⟨token⟩   # ⟨service⟩\nLOG_LEVEL=debug\n```',
  'dotenv odd names 4':
    '```sh\n# .env.local\n⟨pick |export ⟩APP__⟨variable⟩__VAL=⟨token⟩   # ⟨service⟩\nLOG_LEVEL=debug\n```',
  'cmd mysql p':
    "`mysqldump -h ⟨host⟩ -u⟨user⟩ -p'⟨password⟩' --single-transaction eshop > dump.sql`",
  'cmd pgpassword':
    "```console\n$ PGPASSWORD='⟨password⟩' psql -h ⟨host⟩ -U ⟨user⟩ -d dwh -c 'select 1'\n```",
  'cmd sshpass': "`sshpass -p '⟨password⟩' scp out.csv ⟨user⟩@⟨host⟩:/in/`",
  'cmd docker login':
    '`echo ⟨token⟩ | docker login registry.acme.example -u ⟨user⟩ --password-stdin`',
  'cmd misc flags': "`redis-cli -h ⟨host⟩ -a '⟨password⟩' ping`",
  'cmd misc flags 2': "`net use Z: \\\\⟨host⟩\\data '⟨password⟩' /user:CORP\\⟨user⟩`",
  'cmd misc flags 4': "`openssl pkcs12 -in cert.p12 -passin pass:'⟨password⟩' -nodes`",
  'cmd misc flags 5': "`7z x -p'⟨password⟩' vyplaty.7z`",
  'cmd misc flags 6': "`keytool -list -keystore app.jks -storepass '⟨password⟩'`",
  'cmd misc flags 7': "`xfreerdp /v:⟨host⟩ /u:⟨user⟩ /p:'⟨password⟩'`",
  'cmd misc flags 8': "`sqlcmd -S ⟨host⟩ -U ⟨user⟩ -P '⟨password⟩'`",
  'cmd misc flags 9':
    "`mongosh --host ⟨host⟩ -u ⟨user⟩ -p '⟨password⟩' --authenticationDatabase admin`",
  'cmd kubectl literal':
    "`kubectl create secret generic ⟨lowernum 5⟩ --from-literal=⟨lower ⟨variable⟩⟩='⟨token⟩' -n dwh`",
  'cmd aws session':
    '```sh\nset -gx AWS_SESSION_TOKEN ⟨secret IQoJb3JpZ2luX2VjE⟨base64 320⟩==⟩\n```',
  'shell history 2':
    '```\n  501  cd /opt/etl\n  502  sudo su - ⟨user⟩\n  503  ⟨password⟩\n  504  sudo su - ⟨user⟩\n  505  ls\n```\nOops, line 503 is me typing the password into the wrong prompt.',
  'cmd expect':
    '```tcl\nspawn telnet ⟨host⟩\nexpect "ogin:"; send "⟨user⟩\\r"\nexpect "word:"; send "⟨password⟩\\r"\n```',
  'dotenv commented out':
    '```sh\n# ⟨variable⟩=⟨token⟩   # old tenant, still alive\nexport TARGET=prod\n```',
  'powershell securestring':
    "```powershell\n$p = ConvertTo-SecureString '⟨password⟩' -AsPlainText -Force\n$c = New-Object PSCredential('⟨user⟩', $p)\n```",
  'dockerfile ENV':
    '```dockerfile\nFROM python:3.12-slim\nENV ⟨variable⟩ ⟨token⟩\nCMD ["python", "load.py"]\n```',
  'unclosed fence': '⟨remark⟩\n\n```bash\nexport ⟨variable⟩="⟨token⟩"\nmake backfill',
  'psql keyword dsn':
    '`psql "host=⟨host⟩ user=⟨user⟩ password=⟨plain-password⟩ dbname=⟨database⟩"` – works only over VPN.',
  'PGPASSWORD prefix':
    "```bash\nPGPASSWORD='⟨password⟩' pg_dump -h ⟨host⟩ -U ⟨user⟩ -t ⟨table⟩ ⟨database⟩ | gzip > d.sql.gz\n```",
  'mysql  p glued':
    '⟨remark⟩ `mysql -h ⟨host⟩ -u ⟨user⟩ -p⟨plain-password⟩ ⟨database⟩ < fix_dates.sql`. ⟨remark⟩',
  'bcp/exaplus/beeline':
    '`bcp ⟨table⟩ out x.csv -S ⟨host⟩ -U ⟨user⟩ -P ⟨plain-password⟩ -c` ⟨remark⟩',
  'redis cli  a':
    'Flush the cache of Superset: `redis-cli -h 10.20.4.9 -a ⟨plain-password⟩ FLUSHDB`. ⟨remark⟩',
  'sshpass sftp':
    "```bash\nsshpass -p '⟨password⟩' sftp -P 2222 ⟨user⟩@⟨host⟩ <<< 'get /out/stock.csv'\n```",
  'docker login pipe':
    '```bash\necho ⟨token⟩ | docker login registry.tessera.example -u ⟨user⟩ --password-stdin   # ⟨service⟩\n```',
  'aws configure set':
    '```bash\naws configure set aws_access_key_id AKIA⟨base32 16⟩ --profile drop\naws configure set aws_secret_access_key ⟨secret ⟨base64 40⟩⟩ --profile drop\n```',
  'kubectl create secret literal':
    "```bash\nkubectl -n airflow create secret generic dwh --from-literal=user=⟨user⟩ --from-literal=pass='⟨password⟩'\n```",
  'snowsql env prefix':
    "`SNOWSQL_PWD='⟨password⟩' snowsql -a xy⟨number 10000 99999⟩.eu-central-1 -u ⟨user⟩ -f grants.sql` ⟨remark⟩",
  'openssl / gpg passphrase':
    '`openssl enc -d -aes-256-cbc -pbkdf2 -in hr.csv.enc -out hr.csv -k ⟨plain-password⟩` ⟨remark⟩',
  'shell history with timestamps':
    '```\n  512  dbt run -s ⟨table⟩\n  513  mysqldump -u⟨user⟩ -p⟨plain-password⟩ ⟨database⟩ > /tmp/x.sql\n  514  rm /tmp/x.sql\n```',
  'windows set / setx': '```bat\nsetx ⟨variable⟩ "⟨token⟩"\nschtasks /run /tn "nightly-load"\n```',
  'net use 2':
    'Mount the client share: `net use Z: \\\\hl-fs01\\export ⟨plain-password⟩ /user:CORP\\⟨user⟩`. ⟨remark⟩',
  'oracle slash form':
    '⟨remark⟩ `sqlplus ⟨user⟩/⟨plain-password⟩@BIPROD @refresh_mv.sql` from the jump box. ⟨remark⟩',
  'query string key':
    'FX rates endpoint (⟨service⟩): `GET /v2/latest?base=EUR&symbols=CZK,PLN&apikey=⟨token⟩` – 1000 calls a month.',
  'Czech příkaz v textu':
    'Obnova: `mysql -h ⟨host⟩ -u ⟨user⟩ -p⟨plain-password⟩ ⟨database⟩ < oprava.sql`. ⟨czech-remark⟩',
  'Czech env s českým komentářem':
    '```sh\n# ⟨service⟩, vyměnit po uzávěrce\nexport ⟨variable⟩=⟨token⟩\n```\n\n⟨czech-remark⟩',
  'export in steps':
    '1. `source .venv/bin/activate`\n2. `export ⟨variable⟩="⟨token⟩"`\n3. `make sync`',
  'docker run e':
    '`docker run --rm -e ⟨variable⟩=⟨token⟩ -e TZ=Europe/Prague registry.corp.example/sync:1.8`',
  'powershell 2':
    '```powershell\n$env:⟨variable⟩ = "⟨token⟩"\nInvoke-RestMethod -Uri $uri -Headers @{ Accept = "application/json" }\n```',
  pfx: '`openssl pkcs12 -in gw.pfx -nodes -passin pass:⟨password⟩`',
  'kubectl literal 2':
    "`kubectl -n etl create secret generic pg --from-literal=password='⟨password⟩'`",
  'mysql p 2': "`mysql -h ⟨host⟩ -u ⟨user⟩ -p'⟨password⟩' dwh -e 'select 1'`",
  'pgpassword env': "`PGPASSWORD='⟨password⟩' psql -h ⟨host⟩ -U ⟨user⟩ -d dwh -c '\\dt'`",
  'docker login stdin 2':
    "`echo '⟨password⟩' | docker login registry.corp.example -u ⟨user⟩ --password-stdin`",
  'sqlcmd P': '`sqlcmd -S ⟨host⟩ -U ⟨user⟩ -P "⟨password⟩" -Q "select @@version"`',
  history:
    '```\n  512  cd /opt/etl\n  513  sudo -u postgres psql -c "ALTER ROLE ⟨user⟩ PASSWORD \'⟨password⟩\'"\n  514  systemctl restart pgbouncer\n```',
  'oracle slash at': '`sqlplus ⟨user⟩/"⟨password⟩"@//⟨host⟩:1521/FINP`',
  'powershell secure':
    "```powershell\n$pw = ConvertTo-SecureString '⟨password⟩' -AsPlainText -Force\n```",
  'aws session token':
    '```bash\nexport AWS_SESSION_TOKEN=⟨secret IQoJb3JpZ2luX2VjE⟨base64 260⟩==⟩\n```',
}
