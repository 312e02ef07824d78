import type { EnvDeclarations } from '../env.ts'

/** What an operator may say of backups. */
export const backupEnv = {
  BACKUP_DIR: {
    kind: 'text',
    description:
      'The folder of backups with npm start and Docker Compose. Default: DATA_DIR/backups',
    example: '/mnt/backups',
  },
  BACKUP_RECIPIENT: {
    kind: 'list',
    description:
      'Public keys of age (age1…) to encrypt backups to; then no key on this server opens them',
    example: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
  },
} as const satisfies EnvDeclarations
