/** Secrets in files of settings. */
export const settingsFiles: Readonly<Record<string, string>> = {
  dotenv: '```dotenv\n# local only\nAPP_ENV=dev\n⟨variable⟩=⟨token⟩\nLOG_LEVEL=debug\n```',
  'compose yaml':
    '```yaml\nservices:\n  worker:\n    image: acme/worker:1.4\n    environment:\n      - ⟨variable⟩=⟨token⟩\n      - TZ=Europe/Prague\n```',
  'gha yaml':
    '```yaml\n- name: deploy\n  run: ./deploy.sh\n  env:\n    ⟨variable⟩: ⟨quoted ⟨token⟩⟩\n```',
  'helm values': '```yaml\nconfig:\n  ⟨camel ⟨variable⟩⟩: "⟨token⟩"\nreplicas: 2\n```',
  'yaml name value pair':
    '```yaml\nenv:\n  - name: ⟨variable⟩\n    value: "⟨token⟩"\n  - name: PORT\n    value: "8080"\n```',
  ini: '```ini\n[⟨lower ⟨service⟩⟩]\nenabled=1\napikey=⟨token⟩\n```',
  'json config':
    '```json\n{\n  "mcpServers": {\n    "⟨lower ⟨service⟩⟩": {\n      "command": "npx",\n      "args": [\n        "-y",\n        "mcp-server"\n      ],\n      "env": {\n        "⟨variable⟩": "⟨token⟩"\n      }\n    }\n  }\n}\n```',
  properties: '```properties\n⟨lower ⟨variable⟩⟩=⟨token⟩\nspring.profiles.active=local\n```',
  'terraform var':
    '```hcl\nvariable "⟨lower ⟨variable⟩⟩" {\n  type    = string\n  default = "⟨token⟩"\n}\n```',
  'http file':
    '```http\nGET /v1/projects HTTP/1.1\nHost: api.acme.example\nAuthorization: token ⟨token⟩\nAccept: application/json\n```',
  diff: '```diff\n app:\n-  ⟨lower ⟨variable⟩⟩: ${⟨variable⟩}\n+  ⟨lower ⟨variable⟩⟩: ⟨token⟩\n```',
  makefile: '```makefile\ndeploy: export ⟨variable⟩ := ⟨token⟩\ndeploy:\n\t./deploy.sh\n```',
  ansible: "```yaml\nansible_user: ⟨user⟩\nansible_become_pass: '⟨password⟩'\n```",
  'my cnf': '```ini\n[client]\nhost=⟨host⟩\nuser=⟨user⟩\npassword="⟨password⟩"\n```',
  'ado conn':
    '```json\n{\n  "ConnectionStrings": {\n    "Main": "Data Source=⟨host⟩;Initial Catalog=crm;User Id=⟨user⟩;Password=⟨password⟩;TrustServerCertificate=True"\n  }\n}\n```',
  'gradle props': '```properties\nnexusUser=⟨user⟩\nnexusPassword=⟨password⟩\n```',
  'dbt profile':
    '```yaml\ndwh:\n  target: dev\n  outputs:\n    dev:\n      type: postgres\n      host: ⟨host⟩\n      user: ⟨user⟩\n      pass: "⟨password⟩"\n      dbname: dwh\n```',
  'spring yaml':
    "```yaml\nspring:\n  datasource:\n    username: ⟨user⟩\n    password: '⟨any-password⟩'\n```",
  'trailing comment was': '```yaml\npassword: ${DB_PASSWORD}  # = ⟨password⟩\n```',
  'aws pair ini':
    '```ini\n[etl]\naws_access_key_id = AKIA⟨base32 16⟩\naws_secret_access_key = ⟨secret ⟨base64 40⟩⟩\nregion = eu-central-1\n```',
  'wg conf':
    '```ini\n[Interface]\nPrivateKey = ⟨secret ⟨base64 42⟩A=⟩\nAddress = 10.8.0.⟨number 2 250⟩/32\n\n[Peer]\nPublicKey = ⟨base64 43⟩=\nEndpoint = vpn.acme.example:51820\n```',
  pypirc:
    '```ini\n[pypi]\nusername = __token__\npassword = ⟨secret pypi-AgEIcHlwaS5vcmc⟨base64url 152⟩⟩\n```',
  terraformrc:
    '```hcl\ncredentials "app.terraform.io" {\n  token = "⟨secret ⟨alnum 14⟩.atlasv1.⟨alnum 67⟩⟩"\n}\n```',
  'kubeconfig token': '```yaml\nusers:\n- name: etl\n  user:\n    token: ⟨secret ⟨jwt⟩⟩\n```',
  fernet: '```ini\n[core]\nfernet_key = ⟨secret ⟨base64url 43⟩=⟩\n```',
  'yaml nested':
    "```yaml\nconnections:\n  - id: ⟨lowernum 6⟩\n    type: generic\n    auth:\n      method: basic\n      principal: ⟨user⟩\n      # legacy, see wiki\n      value: '⟨password⟩'\n```",
  'toml 2':
    '```toml\n[profiles.prod]\naccount = "acme.example-central-1"\n\n[profiles.prod.credentials]\nuser = "⟨user⟩"\nphrase = \'⟨token⟩\'\n```',
  'ini mycnf': '```ini\n[client]\nuser=⟨user⟩\npassword="⟨password⟩"\nhost=⟨host⟩\n```',
  'xml 2':
    '```xml\n<server>\n  <id>⟨lower ⟨service⟩⟩</id>\n  <username>⟨user⟩</username>\n  <password>⟨token⟩</password>\n</server>\n```',
  'xml attr dotnet':
    '```xml\n<add name="Main" connectionString="Server=⟨host⟩;Database=dwh;User Id=⟨user⟩;Pwd=⟨password⟩;TrustServerCertificate=true" />\n```',
  'terraform tfvars':
    '```hcl\nvariable "upstream" { default = "⟨host⟩" }\nupstream_auth = {\n  user = "⟨user⟩"\n  pass = "⟨token⟩"\n}\n```',
  'wg conf 2':
    '```ini\n[Interface]\nAddress = 10.8.0.7/24\nPrivateKey = ⟨secret ⟨base64 42⟩⟨pick A|E|I|8⟩=⟩\n\n[Peer]\nPublicKey = ⟨base64 43⟩=\nEndpoint = vpn.acme.example:51820\n```',
  'diff fence': '```diff\n auth:\n   user: ⟨user⟩\n-  pass: ${VAULT}\n+  pass: ⟨password⟩\n```',
  'dotenv fence': '```dotenv\nTARGET_SCHEMA=marts\n⟨variable⟩=⟨token⟩\nLOG_LEVEL=info\n```',
  'dbt profiles.yml':
    '```yaml\ntessera:\n  target: prod\n  outputs:\n    prod:\n      type: redshift\n      host: ⟨host⟩\n      user: ⟨user⟩\n      pass: "⟨password⟩"\n      schema: marts\n```',
  'yaml: databricks profile':
    '```yaml\nprod:\n  type: databricks\n  http_path: /sql/1.0/warehouses/⟨hex 16⟩\n  token: ⟨secret dapi⟨hex 32⟩⟩\n```',
  'yaml: value under generic key':
    '```yaml\nsources:\n  - name: ⟨lower ⟨service⟩⟩\n    auth:\n      type: static\n      value: ⟨token⟩\n```',
  'toml secrets.toml': '```toml\n[⟨lower ⟨service⟩⟩]\napi_secret = "⟨token⟩"\npage_size = 250\n```',
  'json config 2':
    '```json\n{"connector": "⟨service⟩", "config": {"start_date": "2024-01-01", "credentials": {"personal_access_token": "⟨token⟩"}}}\n```',
  'xml datasource':
    '```xml\n<connection class="sqlserver" server="⟨host⟩" username="⟨user⟩" password="⟨password⟩" dbname="⟨database⟩"/>\n```',
  'xml maven settings':
    '```xml\n<server><id>nexus-bi</id><username>⟨user⟩</username><password>⟨password⟩</password></server>\n```',
  'java properties':
    '```properties\nspring.datasource.username=⟨user⟩\nspring.datasource.password=⟨password⟩\n```',
  'jaas config kafka':
    '```properties\nsasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="⟨uppernum 16⟩" password="⟨secret ⟨base64 64⟩⟩";\n```',
  'terraform hcl':
    '```hcl\nresource "snowflake_user" "svc" {\n  name     = "⟨user⟩"\n  password = "⟨password⟩"\n}\n```',
  'diff 2':
    '```diff\n-  ⟨variable⟩: ⟨other token⟩\n+  ⟨variable⟩: ⟨token⟩\n   schedule: "0 4 * * *"\n```',
  'npmrc / pypirc / pip.conf': '```ini\n[pypi]\nusername = __token__\npassword = ⟨token⟩\n```',
  'wg0.conf':
    'Tunnel to ⟨client⟩:\n\n```ini\n[Interface]\nPrivateKey = ⟨secret ⟨base64 42⟩⟨pick A|E|I|M|Q|U|Y|c|g|k|o|s|w|0|4|8⟩=⟩\nAddress = 10.77.0.⟨number 2 250⟩/32\n[Peer]\nPublicKey = ⟨base64 43⟩=\nAllowedIPs = 10.20.0.0/16\n```',
  'airflow variables export':
    '```json\n{"load_start": "2024-01-01", "⟨lower ⟨variable⟩⟩": "⟨token⟩", "slack_channel": "#dwh"}\n```',
  'fence env': '```env\nLOG_LEVEL=info\n⟨variable⟩=⟨token⟩\nPORT=8080\n```',
  yaml: '```yaml\nproviders:\n  - name: ⟨service⟩\n    timeout: 30s\n    auth:\n      kind: static\n      token: "⟨token⟩"\n```',
  'toml 3': '```toml\n[remote."⟨lower ⟨service⟩⟩"]\nretries = 3\napi_key = \'⟨token⟩\'\n```',
  'xml attr':
    '```xml\n<add key="⟨variable⟩" value="⟨token⟩" />\n<add key="Timeout" value="00:01:00" />\n```',
  'github actions inline':
    '```yaml\n- name: publish\n  run: ./publish.sh\n  env:\n    ⟨variable⟩: ⟨token⟩ # TODO move to secrets\n```',
  'k8s stringdata': '```yaml\nstringData:\n  DB_USER: ⟨user⟩\n  DB_PASS: "⟨password⟩"\n```',
  'dbt profiles':
    '```yaml\ndwh:\n  target: dev\n  outputs:\n    dev: {type: postgres, host: ⟨host⟩, user: ⟨user⟩, pass: "⟨password⟩", port: 5432, dbname: dwh, schema: dbt_dev}\n```',
  tfvars: '```hcl\nmaster_username = "⟨user⟩"\nmaster_password = "⟨password⟩"\n```',
  'ansible inventory':
    "```ini\n[etl]\n⟨host⟩ ansible_user=⟨user⟩ ansible_become_pass='⟨password⟩'\n```",
  'my cnf 2': '```ini\n[client]\nuser = ⟨user⟩\npassword = "⟨password⟩"\nhost = ⟨host⟩\n```',
  'maven settings 2':
    '```xml\n<server><id>nexus</id><username>⟨user⟩</username><password>⟨password⟩</password></server>\n```',
  'Czech klic hodnota': '```ini\n; ⟨czech-system⟩\nuzivatel = ⟨user⟩\nheslo = ⟨password⟩\n```',
  'Czech json': '```json\n{"server": "⟨host⟩", "uzivatel": "⟨user⟩", "heslo": "⟨password⟩"}\n```',
  'wg0 conf':
    '```ini\n[Interface]\nAddress = 10.8.0.⟨number 2 250⟩/32\nPrivateKey = ⟨secret ⟨base64 43⟩=⟩\n[Peer]\nEndpoint = vpn.corp.example:51820\n```',
  'aws credentials file':
    '```ini\n[etl]\naws_access_key_id = AKIA⟨base32 16⟩\naws_secret_access_key = ⟨secret ⟨base64 40⟩⟩\n```',
  'gradle signing':
    '```groovy\nsigningConfigs { release { storeFile file("rel.jks"); storePassword "⟨secret ⟨alnum 14⟩⟩"; keyAlias "rel" } }\n```',
}
