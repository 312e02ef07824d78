import type { SecretRule } from './secret-rule.ts'

/** Keys that services give out in a form of their own. */
export const serviceRules: readonly SecretRule[] = [
  {
    id: 'aws-access-key',
    name: 'an AWS access key',
    pattern: /\b(?:AKIA|ASIA|AGPA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
    hits: ['id AKIA~QYLPMN5HFIQR7XYA in prod'],
    clean: ['AKIA is the prefix of AWS keys'],
  },
  {
    id: 'github-token',
    name: 'a GitHub token',
    pattern: /\b(?:gh[opsur]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/g,
    hits: [
      'use gh~p_x8Kq2LmN4pR6sT8vW0yZ2aB4cD6eF8gH0iJ2',
      'github_~pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTu',
    ],
    clean: ['tokens start with ghp_ and are long'],
  },
  {
    id: 'k3s-token',
    name: 'the token of a cluster',
    pattern: /\bK10[\da-f]{40,64}::[\w-]{1,40}:[\w.]{8,64}/g,
    hits: [
      'K3S_TOKEN=K10~bc839ae53ffb58f803df940d3e276c2d9928fde55f3ece781a438b32c9d76789::server:f3bc29aaa15d5141',
    ],
    clean: ['K10 is the prefix of such tokens'],
  },
  {
    id: 'jenkins-token',
    name: 'a token of Jenkins',
    pattern: /(?<![\da-z])11[\da-f]{32}(?![\da-z])/g,
    check: (found) => /[a-f]/.test(found),
    hits: ['trigger it as loader:11bfd4a38d2fe51d~422485e6f43be42fad'],
    clean: ['the sum 11bfd4a38d2fe51d422485e6f43be42f'],
  },
  {
    id: 'gitlab-token',
    name: 'a GitLab token',
    pattern: /\bgl(?:pat|dt|ptt|rt|cbt|soat|ft|agent|imt|ffct)-[\w-]{20,64}/g,
    hits: ['glp~at-xY9kLmN3pQrStUvWzZ12'],
    clean: ['a glpat- token is needed'],
  },
  {
    id: 'slack-token',
    name: 'a Slack token or webhook',
    pattern:
      /\bxox[abceoprs]-[\w-]{10,250}|\bxapp-\d-[\w-]{10,200}|hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{20,200}/g,
    hits: [
      'xox~b-2912345678-2998765432-abcDEFghi',
      'https://hooks.sla~ck.com/services/T0AB/B0CD/xyzXYZ0123456789',
    ],
    clean: ['post to hooks.slack.com'],
  },
  {
    id: 'stripe-key',
    name: 'a Stripe key',
    pattern: /\b(?:[rs]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/]{20,100})/g,
    hits: ['sk_~live_51HxYzAbCdEfGhIjKl'],
    // What begins with pk_ stands in every page of a shop.
    clean: ['use sk_test_ keys locally', 'pk_live_JJlKU8rhzBihouIzsAtLfTg0'],
  },
  {
    id: 'ai-key',
    name: 'a key of an AI service',
    pattern:
      /\b(?:sk-[\w-]{20,250}|hf_[A-Za-z0-9]{30,60}|r8_[A-Za-z0-9]{30,60}|gsk_[A-Za-z0-9]{30,80}|xai-[A-Za-z0-9]{30,120}|pplx-[A-Za-z0-9]{30,80})/g,
    check: (found) => /\d/.test(found),
    hits: ['sk-~ant-api03-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8', 'sk-~proj-Zz9Yy8Xx7Ww6Vv5Uu4Tt3'],
    clean: ['the class sk-navigation-container-wide is styled'],
  },
  {
    id: 'google-key',
    name: 'a Google key or token',
    pattern:
      /\bAIza[\w-]{30,45}|\bya29\.[\w-]{20,400}|\bGOCSPX-[\w-]{20,40}|\b1\/\/0[\w-]{30,120}/g,
    hits: ['AIza~SyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v'],
    clean: ['keys of Google begin with AIza'],
  },
  {
    id: 'jwt',
    name: 'a signed token (JWT)',
    pattern:
      /\beyJ[\w-]{8,2000}\.(?:eyJ[\w-]{8,4000}(?:\.[\w-]{0,4000})?|[\w-]{5,4000}\.[\w-]{20,4000})/g,
    hits: ['eyJ~hbGciOiJIUzI1NiJ9.eyJ~zdWIiOiIxMjM0NTY3ODkwIn0.abc'],
    clean: ['a JWT has three parts, the first begins with eyJ'],
  },
  {
    id: 'private-key',
    name: 'a private key',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?!-----`)(?:[^\u0000]{0,8000}?-----END [A-Z0-9 ]{0,60}-----)?|AGE-SECRET-KEY-1[A-Z0-9]{20,80}|PuTTY-User-Key-File-\d|LS0tLS1CRUdJTi(?!BDRVJU|BQVUJM)[A-Za-z0-9+/]{10,8000}/g,
    // The last is how one begins in Base64, in one line; not a certificate's or a public key's.
    hits: [
      '-----BE~GIN OPENSSH PRIVATE KEY-----',
      'in base64: LS0tLS1CRUdJTi~BPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS0K',
    ],
    clean: [
      'ca: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM',
      'keep the private key out of git',
      'it starts with `-----BEGIN RSA PRIVATE KEY-----`',
    ],
  },
  {
    id: 'telegram-token',
    name: 'the token of a Telegram bot',
    pattern: /\b(?:bot)?\d{7,11}:[A-Za-z0-9_-]{33,40}/g,
    hits: [
      '7012345678:AA~Hq9xK2mN4pR6sT8vW0yZ2aB4cD6eF8gHi',
      'https://chat.example/bot7012345678:AA~Hq9xK2mN4pR6sT8vW0yZ2aB4cD6eF8gHi/send',
    ],
    clean: ['it runs at 12345678:8080'],
  },
  {
    id: 'mail-service-key',
    name: 'a key of a mail or message service',
    pattern:
      /\bSG\.[\w-]{16,40}\.[\w-]{16,80}|\bkey-[0-9a-f]{32}\b|\b(?:AC|SK)[0-9a-f]{32}\b|\bxkeysib-[0-9a-f]{40,80}/g,
    hits: ['SG~.aBcDeFgHiJkLmNoPqRsT.uVwXyZ0123456789aBcDeF'],
    clean: ['SG.1 is the region'],
  },
  {
    id: 'registry-token',
    name: 'a token of a package registry or host',
    pattern:
      /\b(?:npm_[A-Za-z0-9]{30,50}|pypi-[\w-]{40,250}|dckr_pat_[\w-]{20,60}|rubygems_[0-9a-f]{40,60}|dop_v1_[0-9a-f]{40,80}|nfp_[A-Za-z0-9]{30,60}|vercel_[A-Za-z0-9]{20,60}|fly[ov]1_[\w-]{30,200}|hvs\.[\w-]{20,200}|pul-[0-9a-f]{30,50}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{30,40})/g,
    hits: ['npm_~aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'],
    clean: ['run npm_config_registry first'],
  },
  {
    id: 'saas-token',
    name: 'a token of a service',
    pattern:
      /\b(?:lin_(?:api|oauth)_[A-Za-z0-9]{30,60}|ntn_[A-Za-z0-9]{30,60}|secret_[A-Za-z0-9]{40,50}|figd_[\w-]{30,60}|sntry[su]_[\w=+/-]{30,300}|glsa_[\w]{30,60}|NRAK-[A-Z0-9]{20,40}|dapi[0-9a-f]{30,40}|ATATT3[\w=-]{30,300}|pat[A-Za-z0-9]{14}\.[0-9a-f]{40,80}|PMAK-[0-9a-f-]{40,80}|EAA[A-Za-z0-9]{60,300}|dp\.[a-z]{2}\.(?:[a-z]{2,6}\.)?[\w-]{30,60}|pscale_[a-z]{2,10}_[\w-]{30,60}|lsv2_[\w]{30,80}|phc_[A-Za-z0-9]{30,60}|sq0[a-z]{3}-[\w-]{20,60})/g,
    hits: ['lin_~api_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'],
    clean: ['secret_name_of_the_service is a variable'],
  },
  {
    id: 'platform-token',
    name: 'a token of a service',
    pattern:
      /\b(?:[12]\/\d{10,20}(?:\/\d{10,20})?:[0-9a-f]{32}|[sb]\.[A-Za-z0-9]{24}|hvb\.[\w-]{20,200}|\w{14}\.atlasv1\.[\w-]{40,120}|sq[uap]_[0-9a-f]{40}|oy2[a-z0-9]{43}|sb(?:p|_secret|_publishable)_[\w-]{20,80}|bk(?:ua|at)_[\w]{30,60}|pat-[a-z]{2}\d-[\da-f-]{36}|(?:sdk|api|mob)-[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{32}-[\da-f]{8}-[\da-f]{8}|glc_[\w=+/-]{30,300}|phx_\w{30,60}|pcsk_\w{30,90}|AT(?:CTT|BB)[\w=-]{16,300}|CFPAT-[\w-]{30,60}|tskey-[\w-]{20,80}|tfp_\w{30,60}|re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{16,40}|CCIPAT_[\w]{20,80}|dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}|pnu_[A-Za-z0-9]{30,50}|sgp_[\w]{30,60}|HRKU-[\w-]{30,60}|nvapi-[\w-]{40,90}|sl\.[\w-]{60,200}|AKCp[A-Za-z0-9]{40,80}|IQoJ[A-Za-z0-9+/=]{40,2000}|FwoGZXIv[A-Za-z0-9+/=]{40,2000}|[0-9a-f]{32}-us\d{1,2}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}:fx|[a-z0-9]{6}\.[a-z0-9]{16}(?= --| ca-cert)|[sp]k\.eyJ[\w-]{20,200}(?:\.[\w-]{10,60})?)/g,
    hits: [
      '2/6256207981833079/7719672279007892:efb2b1a2da283eea1b7~84feaaa99d192',
      'sq~u_8f46a888fe08e6adc313172bbd360eca033e7f7e',
    ],
    clean: ['api-reference and sdk-docs are pages', 'see s.length of the list'],
  },
  {
    id: 'storage-token',
    name: 'a token of a data platform',
    pattern: /\b\d{1,6}-\d{1,10}-[A-Za-z0-9]{30,64}\b/g,
    hits: ['1234-56789-aB3dE5fG7hI9jK1lM3nO5p~Q7rS9tU1vW3xY5z'],
    clean: ['2026-11-23 is a date'],
  },
  {
    id: 'discord-token',
    name: 'a token or webhook of Discord',
    pattern:
      /\b[MNO][A-Za-z\d]{22,27}\.[\w-]{6}\.[\w-]{25,40}|discord(?:app)?\.com\/api\/webhooks\/\d{15,22}\/[\w-]{30,90}/g,
    hits: ['MTAx~MjM0NTY3ODkwMTIzNDU2.Gx1Y2z.aBcDeFgHiJkLmNoPqRsTuVwXyZ01'],
    clean: ['Module.method.call'],
  },
  {
    id: 'azure-key',
    name: 'a key of Azure',
    pattern:
      /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{30,100}={0,2}|[?&]sig=[A-Za-z0-9%+/]{30,120}/gi,
    hits: ['Account~Key=aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5z7A9b1C3=='],
    clean: ['AccountKey= is cut off'],
  },
]
